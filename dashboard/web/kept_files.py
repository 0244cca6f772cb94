"""The pages' own files from memory, packed once: a wall asks for some hundred and fifty of them before it can
draw, and asks for each again whenever it is opened.
"""

import gzip
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.web.security import ASSETS, READING

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What is kept; the rest is served from disk."""

STYLES: Final = "pages.css"
"""All style sheets of the Dash pages as one: each waits for all of them before it shows anything."""

Stamp = tuple[tuple[int, int], ...]
"""When the files were changed, and how long they are."""


class _Kept(NamedTuple):
    stamp: Stamp
    plain: bytes
    packed: bytes
    etag: str
    kind: str


class KeptFiles:
    """ASGI middleware: answers for the files of one folder below ``/assets/``, passes on everything else. A
    file that was changed meanwhile is read again; one that was added is found on disk by whoever comes next.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._sources = _sources(folder)
        self._kept: dict[str, _Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        name = scope["path"].removeprefix(ASSETS)
        if name not in self._sources or scope["path"] == name or scope["method"] not in READING:
            return None
        headers = Headers(scope=scope)
        kept = None if "range" in headers else self._file(name)
        return None if kept is None else _answered(kept, headers)

    def _file(self, name: str) -> _Kept | None:
        """None when it cannot be read any more."""
        sources = self._sources[name]
        try:
            stamp = tuple((stat.st_mtime_ns, stat.st_size) for stat in (path.stat() for path in sources))
            kept = self._kept.get(name)
            if kept is None or kept.stamp != stamp:
                plain = b"\n".join(path.read_bytes() for path in sources)
                kept = self._kept[name] = _keep(stamp, plain, TYPES[sources[0].suffix])
        except OSError:
            return None
        return kept


def _sources(folder: Path) -> dict[str, Sequence[Path]]:
    """By name, what each file is made of."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in TYPES and path.is_file())
    styles = [path for path in files if path.suffix == ".css" and path.parent == folder]
    named: dict[str, Sequence[Path]] = {path.relative_to(folder).as_posix(): (path,) for path in files}
    return named | {STYLES: styles} if styles else named


def _keep(stamp: Stamp, plain: bytes, kind: str) -> _Kept:
    packed = gzip.compress(plain, 6, mtime=0)
    return _Kept(stamp, plain, packed, f'"{sha256(plain).hexdigest()[:24]}"', kind)


def _answered(kept: _Kept, asked: Headers) -> Response:
    headers = {"ETag": kept.etag, "Vary": "Accept-Encoding"}
    if kept.etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = kept.plain
    if "gzip" in asked.get("accept-encoding", ""):
        headers["Content-Encoding"], body = "gzip", kept.packed
    return Response(body, headers=headers, media_type=kept.kind)

"""``GET /geo/{layer}.json``: the map's areas and lines. Made and compressed once, then only sent."""

import gzip
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.answers import TurnedAway

REVALIDATE: Final = "private, no-cache"
"""Browsers keep it and ask each time whether it is still the same; the answer is 304 and a few bytes."""


class Layer(msgspec.Struct, frozen=True):
    """One layer's bytes, plain and compressed."""

    plain: bytes
    packed: bytes
    etag: str


class GeoDoor:
    """Serves layers by name."""

    def __init__(self, layers: Mapping[str, Any]) -> None:
        self._layers = {name: _prepared(content) for name, content in layers.items()}

    async def __call__(self, request: Request) -> Response:
        """The layer, compressed if the browser takes it; 304 when it has it already; 404 for an unknown
        name.
        """
        name = str(request.path_params["layer"])
        layer = self._layers.get(name)
        if layer is None:
            raise TurnedAway(404, f"layer is {name[:40]!r}: there are {', '.join(self._layers)}", "layer")
        headers = {"ETag": layer.etag, "Cache-Control": REVALIDATE, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == layer.etag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(layer.packed, media_type="application/geo+json", headers=headers)
        return Response(layer.plain, media_type="application/geo+json", headers=headers)


def _prepared(content: Any) -> Layer:
    plain = content if isinstance(content, bytes) else msgspec.json.encode(content)
    return Layer(plain, gzip.compress(plain, 6, mtime=0), f'"{sha256(plain).hexdigest()[:24]}"')

"""``wanglou import work-orders``: hand a file to the running web process, which alone writes the store."""

import re
import sys
from pathlib import Path
from typing import Any, Final

import httpx

from dashboard.settings import Settings
from dashboard.tls import own_context
from feeds.errors import MISSING, BadSetting

PATIENCE_S: Final = 120.0
ADDRESS: Final = "/intake/work-orders"
_ISSUED: Final = "a token that was issued is kept nowhere: give it by --token-stdin"


def import_work_orders(
    settings: Settings,
    file: Path,
    order_map: Path | None,
    to: str,
    source: str,
    *,
    dry_run: bool,
    token_stdin: bool = False,
) -> int:
    """Send it, print what became of every row that was not plain, and the counts. 1 when a row or the file
    was refused, else 0. Raises BadSetting for what cannot be read, reached or has no token.
    """
    parts = {"file": ("file", _read(file), "text/csv")}
    if order_map is not None:
        parts["map"] = ("map", _read(order_map), "application/toml")
    token = _typed_token() if token_stdin else _token(settings, source)
    base, trusted = (to, True) if to else (settings.local_url, own_context(settings.tls_cert) or True)
    try:
        with httpx.Client(base_url=base, timeout=PATIENCE_S, trust_env=False, verify=trusted) as client:
            answer = client.post(
                ADDRESS,
                params={"dry_run": "yes" if dry_run else "no"},
                files=parts,
                headers={"Authorization": f"Bearer {token}"},
            )
            account: dict[str, Any] = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
        name, value = ("--to", to) if to else ("port", settings.port)
        raise BadSetting(name, value, f"no web process answers at {base}: {_words(exc)}") from exc
    if answer.status_code != 200:
        print(f"wanglou: {account.get('error', answer.status_code)}", file=sys.stderr)
        return 1
    print("\n".join(account_lines(account)))
    return 1 if account["counts"]["refused"] else 0


def account_lines(account: dict[str, Any]) -> list[str]:
    """What a person reads of an answer: a dry run in full, else the rows that want attention."""
    lines = [
        _line(row)
        for row in account["results"]
        if account["dry_run"] or row["outcome"] == "refused" or row["flags"]
    ]
    figures = ", ".join(f"{name} {count}" for name, count in account["counts"].items())
    did = "would be" if account["dry_run"] else "taken"
    return [*lines, f"{account['rows']} rows, read as {account['encoding']}; {did}: {figures}"]


def _line(row: dict[str, Any]) -> str:
    flags = f" ({', '.join(row['flags'])})" if row["flags"] else ""
    why = f": {row['error']}" if row["error"] else ""
    return f"line {row['line']}: {row['external_id'] or '-'} {row['outcome']}{flags}{why}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise BadSetting("FILE", str(path), f"cannot be read: {exc.strerror}") from exc


def _words(error: Exception) -> str:
    """What went wrong, without the number that a system gives it."""
    return re.sub(r"^\[Errno \d+\] ", "", str(error)) or type(error).__name__


def _typed_token() -> str:
    """The first line of standard input; never of the command line, which every process here can read."""
    token = sys.stdin.readline().strip()
    if not token or not token.isascii() or not token.isprintable():
        raise BadSetting("--token-stdin", "***", "standard input must begin with a line that holds a token")
    return token


def _token(settings: Settings, source: str) -> str:
    """The token of the named source; without a name the demo's."""
    from feeds.sources import configure_all

    if source:
        for each in configure_all(settings.sources):
            if each.name == source and each.token:
                return each.token
        raise BadSetting("--source", source, f"is no source with a token in the settings; {_ISSUED}")
    if not settings.demo_token:
        raise BadSetting("--source", MISSING, f"must name the source whose token to show; {_ISSUED}")
    return settings.demo_token

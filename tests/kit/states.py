"""Whether a page holds what the relay holds: each told in full, by two programs that share no code."""

import hashlib
import json
from typing import Any

from playwright.async_api import Page

from feeds.wire import unpack_flags
from tests.feeds.relay.screen import Screen


async def page_state(page: Page) -> dict[str, Any]:
    """What a wall holds, rows by the name of who is there."""
    told: dict[str, Any] = await page.evaluate("() => window.wanglou.held()")
    return {name: told[name] for name in ("epoch", "seq", "rows")} | {"records": _filled(told["records"])}


async def relay_state(port: int, ticket: str) -> dict[str, Any]:
    """What the relay tells somebody who has just come."""
    screen = await Screen(port, ticket).open()
    try:
        await screen.until(lambda s: s.tick is not None and s.seq is not None)
        rows = {
            screen.rows[row]["id"]: [*place, *map(int, unpack_flags(screen.flags[row])[:3])]
            for row, place in screen.places.items()
        }
        epoch = screen.welcome.epoch if screen.welcome else None
        return {"epoch": epoch, "seq": screen.seq, "rows": rows, "records": _filled(screen.records)}
    finally:
        await screen.close()


def hash_of(state: dict[str, Any]) -> str:
    """One line for all of it."""
    return hashlib.sha256(json.dumps(_plain(state), sort_keys=True).encode()).hexdigest()


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where they differ: for whoever has to find out why."""
    found = [
        f"{name}: {one[name]} and {other[name]}" for name in ("epoch", "seq") if one[name] != other[name]
    ]
    for part, left, right in [("rows", one["rows"], other["rows"])] + [
        (kind, one["records"].get(kind, {}), other["records"].get(kind, {}))
        for kind in sorted(one["records"].keys() | other["records"].keys())
    ]:
        unlike = [id for id in left.keys() | right.keys() if _plain(left.get(id)) != _plain(right.get(id))]
        if unlike:
            first = sorted(unlike)[0]
            found.append(f"{part}: {len(unlike)}, such as {first}: {left.get(first)} and {right.get(first)}")
    return found


def _filled(records: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A kind without records is none."""
    return {kind: bodies for kind, bodies in records.items() if bodies}


def _plain(value: Any) -> Any:
    """Numbers as JavaScript knows them: 1.0 is 1."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value

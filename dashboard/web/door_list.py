"""The list of all doors with whom each is for, as ``docs/doors.md`` shows it: made from the running tables.
``python -m dashboard.web.door_list`` prints it; a test compares.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import structlog

from dashboard.settings import Settings, load
from dashboard.web.callers import (
    Caller,
    Nobody,
    OfficerCaller,
    ScreenCaller,
    SelfNamed,
    Who,
    may,
)
from dashboard.web.gate import Door
from dashboard.web.live_ticket import TOPICS

HEAD: Final = """\
# Doors: every address, and for whom it is

Printed by `python -m dashboard.web.door_list`; a test compares. What else is looked at, and why, is in
[access.md](access.md). A door that is in no table stops the start with a sentence.

`●` lets in, `–` turns away (401, or 403 where another credential would not help), `token` wants a source's
token, which the door itself checks, `here` is this very machine. What an order may do is decided by the roles
of the account ([life-cycle.md](life-cycle.md)), and which records there are by its scope, or the screen's.
A city's own sign-on (`/oidc/...`), where it is set up, is for anybody.

| caller | who that is |
|---|---|
| nobody | nothing was shown, or it does not count: a session is over, an account disabled, a token revoked |
| screen | an enrolled wall, or one with the `screen_token` of the settings |
| officer | an account that is signed in, of any role |
| admin | an account that may administer; without a role it moves no case |
| demo | in a demonstration whoever asks on this machine, or everybody with `demo_open` |

"""
"""Before the tables."""


class Column(NamedTuple):
    """One sort of caller, as a column of the matrix."""

    name: str
    caller: Caller


def columns() -> tuple[Column, ...]:
    """The sorts of callers that differ at the gate."""
    nothing: Any = None
    return (
        Column("nobody", Nobody()),
        Column("screen", ScreenCaller(nothing)),
        Column("officer", OfficerCaller(_Account(admin=False), nothing)),  # type: ignore[arg-type]
        Column("admin", OfficerCaller(_Account(admin=True), nothing)),  # type: ignore[arg-type]
        Column("demo", SelfNamed()),
    )


class _Account(NamedTuple):
    """All that the gate asks of an account."""

    admin: bool


def page(doors: Iterable[Door], callbacks: Iterable[tuple[str, Who]]) -> str:
    """``docs/doors.md`` as it must read."""
    addresses = [(f"`{door.method} {door.path}`", door.who, door.summary) for door in sorted(set(doors))]
    calls = [(f"`{name}`", who, "") for name, who in callbacks]
    topics = [
        (f"`{eyes}` of a scope", who, "told by the relay; a live ticket names it")
        for eyes, who in TOPICS.items()
    ]
    parts = [
        "## Addresses of the web process\n\n",
        *_table("address", addresses),
        "\n## Callbacks of Dash\n\nCalled at `POST /_dash-update-component`.\n\n",
        *_table("callback", calls),
        "\n## Topics of the relay\n\n",
        *_table("topic", topics),
        "\n`GET /picture` on the relay's port is a screen's: by a live ticket or a screen's token, and in a\n"
        "demonstration without any from this very machine.\n",
    ]
    return HEAD + "".join(parts)


def _table(name: str, rows: Iterable[tuple[str, Who, str]]) -> Iterator[str]:
    heads = [name, "for", *(column.name for column in columns()), "what"]
    yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    for shown, who, summary in rows:
        marks = [_mark(column, who) for column in columns()]
        yield f"| {' | '.join([shown, who.value, *marks, summary.replace('|', '/')])} |\n"


def _mark(column: Column, who: Who) -> str:
    if who is Who.SOURCE:
        return "token"
    if who is Who.MACHINE and isinstance(column.caller, Nobody):
        return "here"
    return "●" if may(column.caller, who) else "–"


def callbacks_of(table: Any) -> Iterator[tuple[str, Who]]:
    """Each callback with its outputs, once for each page it makes."""
    for output, who in table.items():
        for path in ("/wall", "/desk"):
            yield f"{output} of {path}", who({"inputs": [{"value": path}]})


def built_in(folder: Path) -> str:
    """The page, from a web process that is built in an empty folder and never run."""
    from dashboard.identity.identities import Identities, identity_url
    from dashboard.incidents.reader import Reader
    from dashboard.incidents.store import Store
    from dashboard.web.dash_pages import CALLBACKS
    from dashboard.web.geo import GeoDoor
    from dashboard.web.site import World, build
    from feeds.bus import Bus
    from feeds.geo.district import load as load_district

    settings: Settings = load(
        {"mode": "demo", "data": folder, "secret": "x" * 16, "demo_token": "y" * 16}, environment={}
    )
    store, reader = Store(settings.database_url), Reader(settings.database_url)
    identities = Identities(identity_url(settings.data, settings.database_url))
    bus = Bus("redis://127.0.0.1:1", settings.deployment)
    try:
        world = World(store, reader, bus, load_district(), GeoDoor({}), identities=identities)
        return page(build(settings, world).gate.doors, callbacks_of(CALLBACKS))
    finally:
        identities.close()
        reader.close()
        store.close()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(built_in(Path(made)))

"""What each account, session, screen and token is, as the log says it: so that a table changed behind the
log's back is found.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Table, select

from dashboard.identity.sessions import digest
from dashboard.identity.store import IdentityStore
from dashboard.identity.store_tables import ACCOUNT, SCREEN, SESSION, TOKEN
from dashboard.incidents.chain import Verdict

MARK: Final = 16
"""Characters of a hash: enough to see that it is another one, useless for getting back to what it is of."""


class Seen(NamedTuple):
    """Which columns of a table the log speaks of. ``secret`` is shown by a mark; ``over`` is the time of its
    end, of which only whether there is one counts.
    """

    table: Table
    columns: tuple[str, ...]
    secret: str
    over: str = ""


SEEN: Final[Mapping[str, Seen]] = {
    "account": Seen(
        ACCOUNT, ("name", "roles", "unit", "scope", "disabled", "admin", "must_change"), "password"
    ),
    "session": Seen(SESSION, ("account", "ends_at_ms"), "secret", "ended_at_ms"),
    "screen": Seen(SCREEN, ("name", "scope"), "secret", "revoked_at_ms"),
    "token": Seen(TOKEN, ("source", "entities"), "secret", "revoked_at_ms"),
}
FORGOTTEN: Final = frozenset({"session"})
"""Of these, rows are dropped when they are old."""


def state(connection: Connection, kind: str, id: str) -> dict[str, Any]:
    """What the thing is now; asked in the transaction that changed it."""
    row = connection.execute(select(SEEN[kind].table).where(SEEN[kind].table.c.id == id)).one()
    return _state(SEEN[kind], row._mapping)


def verified(store: IdentityStore) -> Verdict:
    """The log walked, then every table compared with it. The first bad row is named."""
    verdict, latest = store.walk()
    if verdict.problem is not None:
        return verdict
    with store.reading() as connection:
        for kind, seen in SEEN.items():
            rows = connection.execute(select(seen.table).order_by(seen.table.c.id))
            now = {row.id: _state(seen, row._mapping) for row in rows}
            problem = _compared(kind, now, {id: was for (of, id), was in latest.items() if of == kind})
            if problem is not None:
                return msgspec.structs.replace(verdict, problem=problem)
    return verdict


def _compared(kind: str, now: Mapping[str, Any], logged: Mapping[str, Any]) -> str | None:
    for id, is_now in now.items():
        if logged.get(id) != is_now:
            return f"{kind} {id} is not what the log made it"
    lost = [] if kind in FORGOTTEN else sorted(logged.keys() - now.keys())
    return f"{kind} {lost[0]} is lost: the log knows it" if lost else None


def _state(seen: Seen, row: Mapping[Any, Any]) -> dict[str, Any]:
    secret = row[seen.secret]
    values = {name: row[name] for name in seen.columns}
    values[seen.secret] = None if secret is None else digest(secret)[:MARK]
    return values | ({"over": row[seen.over] is not None} if seen.over else {})

"""Keeping the listing of incidents, in the same transaction as their records.

What differs between the databases is the index of tokens: ``_TOKENS``.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from dashboard.incidents.commands import Body
from dashboard.incidents.schema import LISTING, RECORD
from dashboard.incidents.search import SAME_MOMENT_BITS, first_number, listed, tokens

LISTED_KIND: Final = "incident"
REBUILT_AT_ONCE: Final = 2_000

_ROW: Final = select(LISTING.c.number, LISTING.c.opened_at_ms, LISTING.c.words).where(
    LISTING.c.id == bindparam("wanted")
)
_LAST: Final = select(func.max(LISTING.c.number)).where(
    LISTING.c.number.between(bindparam("first"), bindparam("last"))
)
_REMOVE: Final = delete(LISTING).where(LISTING.c.number == bindparam("which"))
_CHANGE: Final = update(LISTING).where(LISTING.c.number == bindparam("which"))

_TOKENS: Final = {
    "sqlite": (
        text(
            "INSERT INTO listing_tokens (listing_tokens, rowid, tokens) VALUES ('delete', :number, :tokens)"
        ),
        text("INSERT INTO listing_tokens (rowid, tokens) VALUES (:number, :tokens)"),
        text("INSERT INTO listing_tokens (listing_tokens) VALUES ('delete-all')"),
    ),
    "postgresql": (
        None,
        text(
            "UPDATE listing SET tokens = array_to_tsvector(string_to_array(:tokens, ' ')) "
            "WHERE number = :number"
        ),
        None,
    ),
}
"""Dialect -> how to forget a row's tokens (they go with the row where None), to learn them, to forget all."""


class Listing:
    """The listing, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._forget, self._learn, self._forget_all = _TOKENS[connection.dialect.name]

    def put(self, id: str, body: Body | None) -> None:
        """An incident as it is now; None when it was removed."""
        row = None if body is None or "opened_at_ms" not in body else listed(body)
        before = self._connection.execute(_ROW, {"wanted": id}).first()
        if before is not None and row is not None and before.opened_at_ms == row["opened_at_ms"]:
            self._connection.execute(_CHANGE, {"which": before.number, **row})
            if before.words != row["words"]:
                self._forget_tokens(before.number, before.words)
                self._learn_tokens([(before.number, row["words"])])
            return
        if before is not None:
            self._forget_tokens(before.number, before.words)
            self._connection.execute(_REMOVE, {"which": before.number})
        if row is not None:
            self.add([{"number": self._next(row["opened_at_ms"]), **row}])

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Rows that are not there yet, with their numbers."""
        self._connection.execute(insert(LISTING), rows)
        self._learn_tokens([(row["number"], row["words"]) for row in rows])

    def rebuild(self) -> None:
        """Make all of it again from the records; takes a minute for a million."""
        if self._forget_all is not None:
            self._connection.execute(self._forget_all)
        self._connection.execute(delete(LISTING))
        after = ""
        while bodies := self._bodies(after):
            for body in bodies:
                self.put(body["id"], body)
            after = bodies[-1]["id"]

    def _bodies(self, after: str) -> list[Body]:
        query = (
            select(RECORD.c.body)
            .where(RECORD.c.kind == LISTED_KIND, RECORD.c.id > after, RECORD.c.body.is_not(None))
            .order_by(RECORD.c.id)
            .limit(REBUILT_AT_ONCE)
        )
        return [msgspec.json.decode(body) for body in self._connection.execute(query).scalars()]

    def _next(self, opened_at_ms: int) -> int:
        first = first_number(opened_at_ms)
        span = {"first": first, "last": first + (1 << SAME_MOMENT_BITS) - 1}
        last = self._connection.execute(_LAST, span).scalar()
        return first if last is None else int(last) + 1

    def _forget_tokens(self, number: int, words: str) -> None:
        if self._forget is not None:
            row = {"number": number, "tokens": " ".join(tokens(words))}
            self._connection.execute(self._forget, row)

    def _learn_tokens(self, rows: Sequence[tuple[int, str]]) -> None:
        learnt = [{"number": number, "tokens": " ".join(tokens(words))} for number, words in rows]
        self._connection.execute(self._learn, learnt)

"""What may be asked of the store: a command is a frozen value that decides, from records it was shown, what
becomes of them.

``apply`` is pure: it sees the records it named in ``reads``, as they are inside the transaction, and returns
a ``Decision``. It never sees SQL, a clock or the bus, so every rule of an incident's life can be tested as a
value.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from feeds.model import Utc

Body = dict[str, Any]
"""One record's JSON object."""

ANSWERED: Final = ("id", "revision", "status", "status_zh", "status_en", "open")
"""What an officer's order is answered with."""

EVERY: Final = "*"
"""In ``reads``: all records of that kind, instead of one id."""


class RecordId(msgspec.Struct, frozen=True, order=True):
    """Which record: a kind such as "incident" and an id within it."""

    kind: str
    id: str


class Key(msgspec.Struct, frozen=True):
    """What makes two requests the same request: a feed's (source, external id, revision), or an officer's
    click (UUID).
    """

    source: str
    external_id: str
    revision: int = 0


class Write(msgspec.Struct, frozen=True):
    """A record's new state; ``body`` None removes it."""

    record: RecordId
    body: Body | None


class Decision(msgspec.Struct, frozen=True):
    """What a command came to: records to write (none is a fine answer) and what its sender is told."""

    writes: tuple[Write, ...] = ()
    answer: Mapping[str, Any] = {}
    proves: bool = False
    """Whether something is written, and taken back, all the same: to see whether the store takes writes."""


class Committed(msgspec.Struct, frozen=True):
    """A command's durable outcome. ``seqs`` are the changes it made, empty when it changed nothing."""

    answer: dict[str, Any]
    seqs: tuple[int, ...]
    head: int
    """The newest sequence once this was stored: what a hint should carry."""
    repeated: bool = False
    """True when the same key had been answered before; nothing was written this time."""


class Command(Protocol):
    """A request to the store. Implementations are frozen structs."""

    @property
    def key(self) -> Key | None:
        """Its idempotency key; None for commands that are idempotent by their content."""

    @property
    def actor(self) -> str:
        """Who answers for it, as the audit trail names them."""

    @property
    def at(self) -> Utc:
        """When it was received."""

    @property
    def reads(self) -> Sequence[RecordId]:
        """The records ``apply`` must see; ``EVERY`` as id asks for a whole kind."""

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Decide. Records that do not exist are absent from ``seen``. Raises ``Refused`` for an illegal
        move.
        """


def answer_of(body: Body) -> dict[str, Any]:
    """What the sender of an order is told of the record it made."""
    return {name: body[name] for name in ANSWERED}

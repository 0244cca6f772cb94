"""Text messages of the wire `wanglou.v1` to bytes and back. docs/wire.md sections 2 and 3 are the reference.

Field order here is field order on the wire, which lets golden messages be compared byte by byte.
"""

from typing import Annotated, Any, Final

import msgspec

from feeds.errors import BadInput

Number = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
"""What a page counts: a whole number that it can hold exactly."""


class Message(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower):
    """Any text message; ``type`` is the class name in lower case."""


# From the relay


class Welcome(Message, frozen=True):
    epoch: int
    now: float
    mode: str
    scope: str
    beat_ms: int
    build: str


class Snapshot(Message, frozen=True, omit_defaults=True):
    epoch: int
    seq: int
    records: dict[str, dict[str, Any]]
    """kind -> id -> body; beside columns also None, for what is in them and gone."""
    columns: dict[str, Any] = {}
    """kind -> ``feeds.columns.Columns``."""


class Bodies(Message, frozen=True):
    """Whole records, as they were asked for."""

    epoch: int
    kind: str
    records: dict[str, Any]


class ChangeRow(msgspec.Struct, frozen=True):
    """One change as the page sees it; ``body`` None means removed."""

    seq: int
    kind: str
    id: str
    at_ms: float
    body: Any


class Changes(Message, frozen=True):
    epoch: int
    after: int
    seq: int
    changes: list[ChangeRow]


class Rows(Message, frozen=True):
    epoch: int
    rows: list[Any]
    """{row, id, kind, ...facts}."""


class Tile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source as its tile shows it."""

    index: int
    name: str
    kind: str
    title_zh: str
    title_en: str
    provenance: str
    state: str
    last_heard_ms: float | None
    rate_per_s: float
    lag_s: float | None
    accepted: int
    rejected: int
    ttl_s: float
    error: str | None
    off_duty: int = 0


class ProcessTile(msgspec.Struct, frozen=True):
    """One process, or one of the two things the relay reads ("store", "bus"), and how long it is silent."""

    name: str
    age_s: float | None
    """None: not heard since this relay started."""
    state: str


class Beat(Message, frozen=True):
    epoch: int
    seq: int
    now: float
    tick: int
    sources: list[Tile]
    processes: list[ProcessTile]


class Entity(Message, frozen=True):
    id: str
    found: bool
    picture: dict[str, Any] | None


class Bye(Message, frozen=True):
    reason: str


# From the page: nothing that is not foreseen, so that nobody believes a token in a message was looked at


class Resume(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page already has."""

    epoch: Number
    seq: Number


class Hello(Message, frozen=True, forbid_unknown_fields=True):
    ticket: str
    scope: str
    resume: Resume | None = None


class Ack(Message, frozen=True, forbid_unknown_fields=True):
    epoch: Number
    seq: Number
    tick: Number
    paint_age_ms: float | None = None
    hidden: bool = False


class Look(Message, frozen=True, forbid_unknown_fields=True):
    entity: str | None = None


class Whole(Message, frozen=True, forbid_unknown_fields=True):
    """These records are looked at: say all of them."""

    kind: str
    ids: list[str]


class Keyframe(Message, frozen=True, forbid_unknown_fields=True):
    """The page lost its place and asks for the current picture."""


FromRelay = Welcome | Snapshot | Bodies | Changes | Rows | Beat | Entity | Bye
FromPage = Hello | Ack | Look | Whole | Keyframe

_ENCODER: Final = msgspec.json.Encoder()
_FROM_PAGE: Final[msgspec.json.Decoder[FromPage]] = msgspec.json.Decoder(FromPage)
_FROM_RELAY: Final[msgspec.json.Decoder[FromRelay]] = msgspec.json.Decoder(FromRelay)


def encode(message: Message) -> bytes:
    """Compact JSON. Not-a-number becomes null, which is what the page takes for unknown."""
    return _ENCODER.encode(message)


def decode_from_page(text: str | bytes) -> FromPage:
    """A client's message; raises BadInput naming field and value."""
    try:
        return _FROM_PAGE.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as exc:
        raise BadInput("message", text, f"must be one of wanglou.v1 ({exc})") from exc


def decode_from_relay(text: str | bytes) -> FromRelay:
    """A relay's message, for clients written in Python; raises BadInput."""
    try:
        return _FROM_RELAY.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as exc:
        raise BadInput("message", text, f"must be one of wanglou.v1 ({exc})") from exc

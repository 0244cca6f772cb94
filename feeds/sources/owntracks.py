"""OwnTracks: a phone app that posts its position as JSON (owntracks.org/booklet, "HTTP" and "JSON").

Quirks: ``vel`` is km/h; -1 means unknown; who it is stands in ``topic`` (owntracks/USER/DEVICE), in the
headers X-Limit-U and X-Limit-D, or only as ``tid``, two letters the user chose. It has no SOS.
"""

from collections.abc import Iterable
from typing import Any, Final

from feeds.errors import MISSING, BadInput
from feeds.limits import BATCH_ITEMS, ENTITY_CHARACTERS
from feeds.model import EntityId, Fix, Message
from feeds.sources.contract import DeviceConfig, Source
from feeds.sources.fields import (
    KMH_MPS,
    Table,
    accuracy,
    coordinate,
    course,
    entity_name,
    measure,
    moment,
    speed,
    table_of,
)
from feeds.untrusted import clean_text, decode_untrusted

PLACELESS: Final = frozenset(
    (
        "beacon", "card", "cmd", "configuration", "dump", "lwt",
        "request", "status", "steps", "transition", "waypoint", "waypoints",
    )
)  # fmt: skip
"""Message types that are no report of where the phone is now. A transition's place is its region's."""


class OwnTracksConfig(DeviceConfig, frozen=True, kw_only=True):
    """``entities`` maps "alice/phone", "alice" or a ``tid`` to a work number; the longest match counts."""


class OwnTracks(Source):
    """Phones with the OwnTracks app, over HTTP."""

    kind = "owntracks"
    title_zh = "OwnTracks 手机"
    title_en = "OwnTracks phones"

    def __init__(self, config: OwnTracksConfig) -> None:
        super().__init__(config)
        self._entities = config.entities

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """One JSON object, or a list of them."""
        value = decode_untrusted(message.body)
        if not isinstance(value, list):
            return self._fixes(table_of(value, "body"), message)
        if not 1 <= len(value) <= BATCH_ITEMS:
            raise BadInput("body", value, f"must hold 1 to {BATCH_ITEMS} messages")
        return [fix for index, item in enumerate(value) for fix in self._item(index, item, message)]

    def _item(self, index: int, item: object, message: Message) -> tuple[Fix, ...]:
        table = table_of(item, f"[{index}]")
        try:
            return self._fixes(table, message)
        except BadInput as refusal:
            raise refusal.inside(f"[{index}]") from refusal

    def _fixes(self, table: Table, message: Message) -> tuple[Fix, ...]:
        kind = table.get("_type")
        if kind == "location":
            return (self._fix(table, message),)
        if isinstance(kind, str) and kind in PLACELESS:
            return ()
        if kind == "encrypted":
            raise BadInput("_type", kind, "payload encryption is not supported; use HTTPS and clear the key")
        raise BadInput("_type", table.get("_type", MISSING), "must be an OwnTracks message type")

    def _fix(self, table: Table, message: Message) -> Fix:
        return Fix(
            self._entity(table, message),
            coordinate(table, "lat", 90.0),
            coordinate(table, "lon", 180.0),
            moment(table.get("tst"), "tst"),
            accuracy(table, "acc"),
            speed(table, "vel", KMH_MPS),
            course(table, "cog"),
            measure(table, "batt", 1.0, 0.01),
        )

    def _entity(self, table: Table, message: Message) -> EntityId:
        user, device = _user_and_device(table, message)
        name = entity_name(user or table.get("tid"), "topic" if user else "tid")
        if not self._entities:
            return name
        known = self._entities.get(f"{name}/{device}") or self._entities.get(name)
        return EntityId(known) if known else name


def _user_and_device(table: Table, message: Message) -> tuple[str, str]:
    """USER and DEVICE as the topic or the headers tell them, "" for what they do not."""
    topic: Any = table.get("topic")
    if topic is not None:
        parts = clean_text(topic, "topic", 3 * ENTITY_CHARACTERS).split("/")
        if len(parts) >= 3 and parts[0] == "owntracks" and parts[1]:
            return parts[1], parts[2]
    return message.headers.get("x-limit-u", ""), message.headers.get("x-limit-d", "")

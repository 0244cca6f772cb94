"""A Traccar server that forwards what its trackers report (traccar.org/forward, ``forward.type`` json).

It speaks for two hundred tracker protocols we then need not know. Quirks: ``speed`` is knots; accuracy 0
means none given; battery is percent; an event forwarded to the same address carries no position.
"""

from collections.abc import Iterable

from feeds.errors import BadInput
from feeds.model import EntityId, Fix, Message
from feeds.sources.contract import DeviceConfig, Source, known_as
from feeds.sources.fields import (
    KNOT_MPS,
    Table,
    accuracy,
    coordinate,
    course,
    entity_name,
    measure,
    moment,
    speed,
    table_of,
    truth,
)
from feeds.untrusted import decode_untrusted


class Traccar(Source):
    """Everything a Traccar server hears."""

    kind = "traccar"
    title_zh = "Traccar 平台"
    title_en = "Traccar server"

    def __init__(self, config: DeviceConfig) -> None:
        super().__init__(config)
        self._entities = config.entities

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """One position and the device it is of; nothing when the tracker had no fix."""
        body = table_of(decode_untrusted(message.body), "body")
        if "event" in body and body.get("position") is None:
            return ()
        device = table_of(body.get("device"), "device")
        entity = known_as(entity_name(device.get("uniqueId"), "device.uniqueId"), self._entities)
        position = table_of(body.get("position"), "position")
        try:
            return _fix(entity, position)
        except BadInput as refusal:
            raise refusal.inside("position") from refusal


def _fix(entity: EntityId, position: Table) -> tuple[Fix, ...]:
    attributes = table_of(position.get("attributes") or {}, "attributes")
    sos = _calls_for_help(attributes)
    if not truth(position, "valid", default=True) and not sos:
        return ()
    return (
        Fix(
            entity,
            coordinate(position, "latitude", 90.0),
            coordinate(position, "longitude", 180.0),
            moment(position.get("fixTime"), "fixTime"),
            accuracy(position, "accuracy") or None,
            speed(position, "speed", KNOT_MPS),
            course(position, "course"),
            measure(attributes, "batteryLevel", 1.0, 0.01),
            sos,
        ),
    )


def _calls_for_help(attributes: Table) -> bool:
    """``alarm`` is one word, or several with commas."""
    alarm = attributes.get("alarm")
    return isinstance(alarm, str) and "sos" in alarm.split(",")

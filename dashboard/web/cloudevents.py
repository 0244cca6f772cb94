"""CloudEvents 1.0 as they arrive by HTTP: structured, batched or binary. Pure.

Attributes that we have no use for are ignored, as the standard wants; those we use are checked. Compressed
and base64 data are refused.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from feeds.errors import MISSING, BadInput
from feeds.limits import BATCH_ITEMS
from feeds.model import Message
from feeds.sources.fields import moment
from feeds.untrusted import clean_text, decode_untrusted

STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
ATTRIBUTE_CHARACTERS: Final = 300
HEADER_PREFIX: Final = "ce-"


class CloudEvent(msgspec.Struct, frozen=True):
    """One event's envelope and content."""

    id: str
    source: str
    type: str
    subject: str | None
    time: float | None
    data: Mapping[str, Any]


def read_events(message: Message) -> tuple[list[CloudEvent], bool]:
    """The events of one request, and whether it was a batch.

    A plain JSON body counts as structured (or, being a list, as a batch) when it looks like it. Raises
    BadInput.
    """
    value = decode_untrusted(message.body)
    if "ce-specversion" in message.headers:
        return [_event(_from_headers(message.headers) | {"data": value})], False
    if isinstance(value, list):
        if len(value) > BATCH_ITEMS:
            raise BadInput("body", value, f"may hold at most {BATCH_ITEMS} events")
        return [_nth(index, item) for index, item in enumerate(value)], True
    return [_event(value)], False


def _from_headers(headers: Mapping[str, str]) -> dict[str, Any]:
    """Binary mode: attributes are headers, percent-encoded UTF-8."""
    return {
        name.removeprefix(HEADER_PREFIX): unquote(value)
        for name, value in headers.items()
        if name.startswith(HEADER_PREFIX)
    }


def _nth(index: int, item: object) -> CloudEvent:
    try:
        return _event(item)
    except BadInput as exc:
        raise exc.inside(f"[{index}]") from exc


def _event(value: object) -> CloudEvent:
    if not isinstance(value, dict):
        raise BadInput("event", value, "must be a JSON object")
    if value.get("specversion") != "1.0":
        raise BadInput("specversion", value.get("specversion", MISSING), 'must be "1.0"')
    if "data_base64" in value:
        raise BadInput("data_base64", value["data_base64"], "is not taken; send data as JSON")
    data = value.get("data", MISSING)
    if not isinstance(data, dict):
        raise BadInput("data", data, "must be a JSON object")
    return CloudEvent(
        id=_attribute(value, "id"),
        source=_attribute(value, "source"),
        type=_attribute(value, "type"),
        subject=_attribute(value, "subject") if value.get("subject") is not None else None,
        time=moment(value.get("time"), "time"),
        data=data,
    )


def _attribute(value: Mapping[str, Any], name: str) -> str:
    text = clean_text(value.get(name, MISSING), name, ATTRIBUTE_CHARACTERS)
    if not text:
        raise BadInput(name, value.get(name), "must not be empty")
    return text

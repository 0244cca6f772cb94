"""The two written forms of Open311, and a citizen's form as a telling. Pure.

The standard is silent on a request that is sent twice. Here a sender may name its request by the header
``Idempotency-Key``; without one, the same words about the same kind and place from the same device within
``WINDOW_S`` are the same request, and get the same id.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from dashboard.incidents.matters import Spot, Telling
from dashboard.incidents.states import State
from dashboard.web.incident_events import CODE_CHARACTERS, SIMULATED_PREFIX, TITLE_CHARACTERS, Locate
from dashboard.web.open311 import service_of
from feeds.errors import MISSING, BadInput
from feeds.limits import QUERY_FIELDS, TEXT_CHARACTERS
from feeds.model import Utc
from feeds.sources.fields import coordinate, numbers_from_text
from feeds.untrusted import clean_text

WINDOW_S: Final = 600.0
"""A phone app repeats itself within seconds; a second report after this long is a second report."""
KEY_CHARACTERS: Final = 200
SAME: Final = ("service_code", "lat", "long", "address_string", "address_id", "description", "device_id",
               "account_id", "email", "phone", "first_name", "last_name")  # fmt: skip
"""What makes two forms without a key the same request. Who sent it is hashed with the rest and not kept."""
CONTENT_TYPES: Final = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form-encoded body; of a field given twice, the first. Raises BadInput."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict",
                          max_num_fields=QUERY_FIELDS)  # fmt: skip
    except UnicodeDecodeError as exc:
        raise BadInput("body", body, "must be a form, percent-encoded UTF-8") from exc
    except ValueError as exc:
        raise BadInput("body", body, f"may hold at most {QUERY_FIELDS} fields") from exc
    return dict(reversed(pairs))


def form_telling(
    form: Mapping[str, str], sender: str, external_id: str, received_at: Utc, locate: Locate
) -> Telling:
    """A citizen's report. Name, mail and telephone of the citizen are not kept. Raises BadInput."""
    description = _text(form, "description", TEXT_CHARACTERS)
    titled = description is not None and len(description) <= TITLE_CHARACTERS
    return Telling(
        source=f"{sender}|open311",
        external_id=external_id,
        revision=0,
        received_at=received_at,
        provenance="simulated" if is_simulated(form) else "real",
        title=description if titled else None,
        description=None if titled else description,
        category=_service_code(form),
        state=State.REPORTED,
        spot=_spot(form, locate),
        place=_text(form, "address_string", TEXT_CHARACTERS),
    )


def is_simulated(form: Mapping[str, str]) -> bool:
    """Simulations name themselves in ``device_id``."""
    return form.get("device_id", "").startswith(SIMULATED_PREFIX)


def external_id(form: Mapping[str, str], key: str | None, spell: int) -> str:
    """What names a request: its sender's key, else its content and the spell of time it came in."""
    if key is not None:
        named = clean_text(key, "Idempotency-Key", KEY_CHARACTERS)
        if not named:
            raise BadInput("Idempotency-Key", key, "must not be blank")
        return f"key {named}"
    said = [form.get(name, "").strip() for name in SAME]
    return f"{sha256(msgspec.json.encode(said)).hexdigest()[:24]} {spell}"


def spell_of(at: float) -> int:
    """The stretch of ``WINDOW_S`` that a moment lies in."""
    return int(at // WINDOW_S)


def notice(likely: Sequence[Mapping[str, Any]]) -> str | None:
    """What a citizen is told of reports that are probably the same: how many, not which; they may be of
    kinds that the public does not see.
    """
    if not likely:
        return None
    count = len(likely)
    return f"附近 20 分钟内已有 {count} 件类似上报 / {count} like it nearby within 20 minutes"


def written(form: str, outer: str, inner: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A list in JSON, or in XML as ``<outer><inner>...``."""
    if form == "json":
        return msgspec.json.encode(rows)
    root = Element(outer)
    for row in rows:
        _fill(SubElement(root, inner), row)
    return _document(root)


def written_definition(form: str, definition: Mapping[str, Any]) -> bytes:
    """A service's definition, which is the one answer that is no list."""
    if form == "json":
        return msgspec.json.encode(definition)
    root = Element("service_definition")
    SubElement(root, "service_code").text = definition["service_code"]
    SubElement(root, "attributes")
    return _document(root)


def _document(root: Element) -> bytes:
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _fill(element: Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        text = str(value).lower() if isinstance(value, bool) else value
        SubElement(element, name).text = None if text is None else str(text)


def _service_code(form: Mapping[str, str]) -> str:
    code = _text(form, "service_code", CODE_CHARACTERS)
    if code is None:
        raise BadInput("service_code", form.get("service_code", MISSING), "must be given")
    service = service_of(code)
    if service is None:
        raise BadInput("service_code", code, "is no service here; GET services lists them")
    return service.code


def _text(form: Mapping[str, str], name: str, longest: int) -> str | None:
    return clean_text(form.get(name, ""), name, longest) or None


def _spot(form: Mapping[str, str], locate: Locate) -> Spot | None:
    """WGS-84, as the standard has it. Without both numbers there is no place: taken all the same."""
    table = numbers_from_text({name: form.get(name, "") for name in ("lat", "long")}, ("lat", "long"))
    if not table:
        return None
    lat, lon = coordinate(table, "lat", 90.0), coordinate(table, "long", 180.0)
    place = locate(lat, lon)
    return Spot(lat, lon) if place is None else Spot(lat, lon, place.street, place.community, place.grid)

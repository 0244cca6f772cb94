"""What an incident event says, as a telling. Pure.

``data`` may hold: external_id, revision, title, title_en, category, urgency, status, lat, lon, datum,
place, place_en, opened_at, closed_at, due_at. All are optional, but for a task, which the district assigns
with a deadline; foreign keys are left alone.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from dashboard.incidents.channels import DISTRICT, channel_of
from dashboard.incidents.matters import Spot, Telling
from dashboard.incidents.states import State, Urgency
from dashboard.web.cloudevents import ATTRIBUTE_CHARACTERS, CloudEvent
from feeds.errors import MISSING, BadInput
from feeds.geo.datum import to_wgs84
from feeds.geo.places import Place
from feeds.limits import TEXT_CHARACTERS
from feeds.model import Utc
from feeds.sources.fields import coordinate, moment
from feeds.untrusted import clean_text

TYPE_PREFIX: Final = "cn.wanglou."
ASSIGNED: Final = f"{TYPE_PREFIX}task.assigned"
FIRST: Final = (f"{TYPE_PREFIX}incident.reported", ASSIGNED)
"""Types that tell of something new."""
STATE_OF_TYPE: Final = {
    f"{TYPE_PREFIX}incident.reported": State.REPORTED,
    f"{TYPE_PREFIX}incident.updated": None,
    f"{TYPE_PREFIX}incident.closed": State.CLOSED,
    ASSIGNED: State.REPORTED,
    f"{TYPE_PREFIX}task.updated": None,
}
"""What the type alone says of the state; ``data.status`` says more."""

SIMULATED_PREFIX: Final = "urn:wanglou:sim:"
"""Event sources that are simulations name themselves so."""

TITLE_CHARACTERS: Final = 200
CODE_CHARACTERS: Final = 16
DATUMS: Final = ("wgs84", "gcj02", "bd09")

Choice = TypeVar("Choice", State, Urgency)

Locate = Callable[[float, float], Place | None]
"""Which street, community and grid a WGS-84 point lies in; None outside the district."""


def telling(event: CloudEvent, door: str, received_at: Utc, locate: Locate) -> Telling:
    """Raises BadInput naming the first field that is wrong. ``door`` keeps senders with different tokens
    apart.
    """
    data = event.data
    source = f"{door}|{event.source}"
    return Telling(
        source=source,
        external_id=_external_id(event),
        revision=_revision(event),
        received_at=received_at,
        provenance="simulated" if is_simulated(event) else "real",
        title=_text(data, "title", TITLE_CHARACTERS),
        title_en=_text(data, "title_en", TITLE_CHARACTERS),
        category=_text(data, "category", CODE_CHARACTERS),
        urgency=_one_of(data, "urgency", Urgency),
        state=_state(event),
        spot=_spot(data, locate),
        place=_text(data, "place", TEXT_CHARACTERS),
        place_en=_text(data, "place_en", TEXT_CHARACTERS),
        opened_at=_moment(data, "opened_at"),
        ended_at=_moment(data, "closed_at") or event.time,
        due_at=_due(event, source),
    )


def is_simulated(event: CloudEvent) -> bool:
    """Whether its source says that it is a simulation."""
    return event.source.startswith(SIMULATED_PREFIX)


def _state(event: CloudEvent) -> State | None:
    if event.type not in STATE_OF_TYPE:
        raise BadInput("type", event.type, f"must be one of {', '.join(STATE_OF_TYPE)}")
    return _one_of(event.data, "status", State) or STATE_OF_TYPE[event.type]


def _due(event: CloudEvent, source: str) -> float | None:
    """The deadline its sender sets; a task has one, and comes from the district."""
    due_at = _moment(event.data, "due_at")
    if event.type == ASSIGNED:
        if due_at is None:
            raise BadInput("data.due_at", MISSING, "must be given for a task: until when it is to be done")
        if channel_of(source).word != DISTRICT:
            known = f"must name the district for a task, like urn:qinhuai:{DISTRICT}"
            raise BadInput("source", event.source, known)
    return due_at


def _external_id(event: CloudEvent) -> str:
    """The sender's name of the incident: its own field, else the subject, else the event is all there is."""
    given = _text(event.data, "external_id", ATTRIBUTE_CHARACTERS)
    return given or event.subject or event.id


def _revision(event: CloudEvent) -> int:
    """Which word of the sender this is; without a number the event's time orders it, as milliseconds."""
    value = event.data.get("revision")
    if type(value) is int and 0 <= value < 2**53:
        return value
    if value is not None:
        raise BadInput("data.revision", value, "must be a whole number, 0 or more")
    if event.time is not None and 0 <= event.time < 1e11:
        return round(event.time * 1000)
    if event.type in FIRST:
        return 0
    raise BadInput("data.revision", MISSING, "must be given, or time, for everything after the first report")


def _text(data: Mapping[str, Any], name: str, longest: int) -> str | None:
    """One line of text; None when absent or blank."""
    value = data.get(name)
    return None if value is None else clean_text(value, f"data.{name}", longest) or None


def _one_of(data: Mapping[str, Any], name: str, kind: type[Choice]) -> Choice | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or value not in kind.__members__.values():
        raise BadInput(f"data.{name}", value, f"must be one of {', '.join(kind)}")
    return kind(value)


def _moment(data: Mapping[str, Any], name: str) -> float | None:
    at = moment(data.get(name), f"data.{name}")
    if at is not None and not 0 < at < 1e11:
        raise BadInput(f"data.{name}", data[name], "must be after 1970")
    return at


def _spot(data: Mapping[str, Any], locate: Locate) -> Spot | None:
    if data.get("lat") is None and data.get("lon") is None:
        return None
    datum = data.get("datum", "wgs84")
    if datum not in DATUMS:
        raise BadInput("data.datum", datum, f"must be one of {', '.join(DATUMS)}")
    try:
        lat, lon = to_wgs84(coordinate(data, "lat", 90.0), coordinate(data, "lon", 180.0), datum)
    except BadInput as exc:
        raise exc.inside("data") from exc
    place = locate(lat, lon)
    if place is None:
        return Spot(lat, lon)
    return Spot(lat, lon, place.street, place.community, place.grid)

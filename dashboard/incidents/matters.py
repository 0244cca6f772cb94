"""An incident as its senders tell it, and the record their tellings add up to. Pure.

Senders repeat themselves, overtake themselves and send fragments. So each group of fields remembers which
revision it comes from, and a higher revision wins whatever the order of arrival: ``fold`` is commutative
and idempotent over the tellings of one incident (the moment of first receipt aside).

A sender moves its incident only until an officer of the centre does. What the centre decides (``overrule``)
holds from then on, and the sender's word on that group of fields, earlier or later, is kept beside it under
``told``: a platform that closes a case we are still working on is heard, and closes nothing.
"""

from base64 import b32encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec

from dashboard.incidents.categories import BY_CODE, Category, Sensitivity
from dashboard.incidents.commands import Body, Decision, Key, RecordId, Write
from dashboard.incidents.states import NAMES, OVER, State, Urgency
from feeds.limits import STAMP_FUTURE_S
from feeds.model import Utc

KIND: Final = "incident"
UNTITLED: Final = "未定类别"
LATE_S: Final = 60.0
"""From here on a report counts as late and says by how much."""


class Spot(msgspec.Struct, frozen=True):
    """Where, in WGS-84, and whose ground that is; the codes are None outside the district."""

    lat: float
    lon: float
    street: str | None = None
    community: str | None = None
    grid: str | None = None


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What one message says of one incident. None means that it does not say."""

    source: str
    external_id: str
    revision: int
    received_at: Utc
    provenance: str
    title: str | None = None
    title_en: str | None = None
    description: str | None = None
    category: str | None = None
    urgency: Urgency | None = None
    state: State | None = None
    spot: Spot | None = None
    place: str | None = None
    place_en: str | None = None
    opened_at: float | None = None
    ended_at: float | None = None
    """When it was closed; only heard together with a closed state."""
    due_at: float | None = None
    """The deadline that the sender set, such as an order's; our own clocks run beside it."""

    @property
    def record(self) -> RecordId:
        """The record this is about: the same for every telling of one incident."""
        return RecordId(KIND, incident_id(self.source, self.external_id))


class Tell(msgspec.Struct, frozen=True):
    """The command of a source: take note of one telling."""

    telling: Telling
    actor: str

    @property
    def key(self) -> Key:
        """(source, external id, revision)."""
        return Key(self.telling.source, self.telling.external_id, self.telling.revision)

    @property
    def at(self) -> Utc:
        """Its receipt."""
        return self.telling.received_at

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """The incident itself."""
        return (self.telling.record,)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Fold it in. ``outcome`` is created, updated, or superseded when newer word was already here."""
        before = seen.get(self.telling.record)
        after = fold(before, self.telling)
        outcome = "created" if before is None else "superseded" if after == before else "updated"
        if before is not None and _facts(after) != _facts(before):
            after["revision"] += 1
        answer = {"id": after["id"], "status": after["status"], "outcome": outcome}
        return Decision(() if after == before else (Write(self.telling.record, after),), answer)


def incident_id(source: str, external_id: str) -> str:
    """Our id of a sender's incident: the same on every machine and after every restart."""
    digest = sha256(msgspec.json.encode([source, external_id])).digest()
    return "I-" + b32encode(digest)[:16].decode()


def fold(before: Body | None, telling: Telling) -> Body:
    """The record once ``telling`` is known too."""
    known = {"revision": 1, "told": {}, **(before or _unheard(telling))}
    received_ms = min(known["received_at_ms"], _ms(telling.received_at))
    body = {**known, "received_at_ms": received_ms, "revisions": dict(known["revisions"])}
    for group, fields in _said(telling).items():
        if telling.revision > body["revisions"].get(group, -1):
            body |= {"told": {**body["told"], group: fields}} if group in body["told"] else fields
            body["revisions"][group] = telling.revision
    return completed(body)


def overrule(body: Body, group: str, fields: Body) -> Body:
    """The record once the centre decided a group of fields; ``fields`` must be the whole group."""
    known = {"told": {}, **body}
    told = known["told"].get(group, {name: known[name] for name in fields})
    return completed({**known, **fields, "told": {**known["told"], group: told}})


def _unheard(telling: Telling) -> Body:
    """A record of which only the sender is known."""
    return {
        "id": telling.record.id,
        "external_id": telling.external_id,
        "source": telling.source,
        "provenance": telling.provenance,
        "received_at_ms": _ms(telling.received_at),
        "title_en": None,
        "description": None,
        "sender_due_ms": None,
        "category": None,
        "urgency": Urgency.NORMAL.value,
        "status": State.REPORTED.value,
        **spot_fields(None),
        "place": None,
        "place_en": None,
        "bad_clock": False,
        "closed_at_ms": None,
        "revisions": {},
    }


def _said(telling: Telling) -> dict[str, dict[str, Any]]:
    """The groups of fields this telling speaks of. What belongs together is in one group and replaced
    together.
    """
    groups: dict[str, dict[str, Any]] = {}
    for name in ("title", "title_en", "description", "category", "place", "place_en"):
        value = getattr(telling, name)
        if value is not None:
            groups[name] = {name: value}
    if telling.urgency is not None:
        groups["urgency"] = {"urgency": telling.urgency.value}
    if telling.spot is not None:
        groups["spot"] = spot_fields(telling.spot)
    if telling.opened_at is not None:
        groups["opened"] = _opened_fields(telling.opened_at, telling.received_at)
    if telling.due_at is not None:
        groups["due"] = {"sender_due_ms": _ms(telling.due_at)}
    if telling.state is not None:
        groups["status"] = _state_fields(telling.state, telling)
    return groups


def spot_fields(spot: Spot | None) -> dict[str, Any]:
    """The group of a place, or of none."""
    if spot is None:
        nothing = dict.fromkeys(("lat", "lon", "street", "community", "grid"))
        return {**nothing, "located": "none"}
    return {**msgspec.structs.asdict(spot), "located": "grid" if spot.grid else "outside"}


def _opened_fields(opened_at: float, received_at: Utc) -> dict[str, Any]:
    """A beginning in the future is a wrong clock: our receipt is nearer the truth."""
    bad = opened_at > received_at + STAMP_FUTURE_S
    return {"opened_at_ms": _ms(received_at if bad else opened_at), "bad_clock": bad}


def _state_fields(state: State, telling: Telling) -> dict[str, Any]:
    ended = telling.ended_at if telling.ended_at is not None else telling.received_at
    ended = min(ended, telling.received_at + STAMP_FUTURE_S)
    return {"status": state.value, "closed_at_ms": _ms(ended) if state in OVER else None}


def completed(body: Body) -> Body:
    """Everything that follows from what was said."""
    category = BY_CODE.get(body["category"] or "")
    zh, en = NAMES[State(body["status"])]
    revisions = body["revisions"]
    opened_ms = body["opened_at_ms"] if "opened" in revisions else body["received_at_ms"]
    late_s = (body["received_at_ms"] - opened_ms) / 1000
    merged = (body.get("case") or {}).get("merged_into") is not None
    return body | {
        "title": body["title"] if "title" in revisions else category.zh if category else UNTITLED,
        "category_zh": category.zh if category else None,
        "category_en": category.en if category else None,
        "standard_ref": category.standard_ref if category else None,
        "sensitivity": _sensitivity(category),
        "status_zh": zh,
        "status_en": en,
        "open": State(body["status"]) not in OVER and not merged,
        "opened_at_ms": opened_ms,
        "late_s": round(late_s) if late_s >= LATE_S else None,
    }


def with_sensitivity(body: Body) -> Body:
    """The record with what walls must know; written before the dictionary's word was kept in it, it gets it
    here.
    """
    if "sensitivity" in body:
        return body
    return {**body, "sensitivity": _sensitivity(BY_CODE.get(body.get("category") or ""))}


def _sensitivity(category: Category | None) -> str:
    return (category.sensitivity if category else Sensitivity.OPEN).value


def _facts(body: Body) -> Body:
    """What an officer decides on, without the books."""
    return {name: value for name, value in body.items() if name not in ("revision", "revisions", "told")}


def _ms(at: float) -> int:
    return round(at * 1000)

"""Alerts: what the centre must know at once, shared by every desk until somebody acts. Pure.

An alert has two independent bits: *active* until its source takes it back or an officer clears it, and
*acknowledged* by whom and when. It sounds while it is active and not acknowledged, and only if it is of a
kind that sounds. A third fact, ``stands``, is the source's alone: whether the cause is still there. It keeps
what an officer cleared by hand from coming back before its cause has gone and come again.

Everything follows from records: who watches computes the steps that are missing (``plan``) and asks the
store for them (``Settle``); doing so twice, or after a crash in between, changes nothing more.
"""

from base64 import b32encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

import msgspec

from dashboard.incidents.commands import Body, Decision, RecordId, Write
from feeds.model import Utc

KIND: Final = "alert"
SIMULATED: Final = "simulated"
MISSED_KEPT_MS: Final = 48 * 3_600_000
"""A simulated alert that nobody acknowledged leaves the records so long after it was raised."""


class AlertKind(StrEnum):
    """Why. The values are in records and on the wire."""

    SOS = "sos"
    CRITICAL = "critical"
    WHISTLE_OVERDUE = "whistle_overdue"
    SCREEN = "screen"
    OVERDUE = "overdue"


SILENT: Final = frozenset({AlertKind.OVERDUE})
"""Kinds that are listed and never sound: a day that begins with a hundred of them must not ring a hundred
times."""


class Subject(msgspec.Struct, frozen=True, order=True):
    """What it is about: a ``worker``, an ``incident``, a ``whistle`` or a ``screen``."""

    kind: str
    id: str


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for an alert, true from ``since_ms`` on, which may lie ahead."""

    kind: AlertKind
    subject: Subject
    since_ms: int
    title: str
    title_en: str | None = None
    street: str | None = None
    lat: float | None = None
    lon: float | None = None
    source: str | None = None
    """Of a call for help: who told, and so who may take it back."""
    provenance: str

    @property
    def id(self) -> str:
        """The alert's: the same whoever finds the situation, and however often."""
        named = [self.kind, self.subject.kind, self.subject.id, self.since_ms]
        return "A-" + b32encode(sha256(msgspec.json.encode(named)).digest())[:16].decode()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """The record of one alert."""

    id: str
    kind: AlertKind
    subject: Subject
    title: str
    title_en: str | None
    street: str | None
    lat: float | None
    lon: float | None
    source: str | None
    provenance: str
    sounds: bool
    """Of a kind that sounds while it is active and not acknowledged."""
    since_ms: int
    """Since when its cause has been there, as far as the source says; of a deadline, when it passed."""
    raised_at_ms: int
    stands: bool = True
    active: bool = True
    cleared_at_ms: int | None = None
    cleared_by: str | None = None
    """The officer; None when the source took it back."""
    reason: str | None = None
    acknowledged_at_ms: int | None = None
    acknowledged_by: str | None = None
    revision: int = 1


Key = tuple[AlertKind, Subject]
"""Of one of these at most one alert stands."""


def from_body(body: Body) -> Alert:
    """The alert in a record."""
    return msgspec.convert(body, Alert)


def to_body(alert: Alert) -> Body:
    """The record."""
    body: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(alert))
    return body


# What becomes of one alert; None: it leaves the records, the log keeps it


def raised(before: Alert | None, situation: Situation, at_ms: int) -> Alert:
    """The alert of a situation; the one that stands already is left as it is, also when cleared by hand."""
    if before is not None and before.stands:
        return before
    facts = {name: getattr(situation, name) for name in situation.__struct_fields__}
    return Alert(
        id=situation.id,
        sounds=situation.kind not in SILENT,
        raised_at_ms=at_ms,
        revision=1 if before is None else before.revision + 1,
        **facts,
    )


def ended(before: Alert, at_ms: int) -> Alert | None:
    """Its source took it back."""
    if not before.stands:
        return before
    after = msgspec.structs.replace(before, stands=False, revision=before.revision + 1)
    if before.active:
        after = msgspec.structs.replace(after, active=False, cleared_at_ms=_later(before, at_ms))
    return _kept(after)


def acknowledged(before: Alert, by: str, at_ms: int) -> Alert | None:
    """Somebody has seen it; the first one counts."""
    if before.acknowledged_at_ms is not None:
        return before
    return _kept(
        msgspec.structs.replace(
            before,
            acknowledged_at_ms=_later(before, at_ms),
            acknowledged_by=by,
            revision=before.revision + 1,
        )
    )


def cleared(before: Alert, by: str, reason: str | None, at_ms: int) -> Alert | None:
    """An officer says that it needs nobody any more; the first one counts."""
    if not before.active:
        return before
    return _kept(
        msgspec.structs.replace(
            before,
            active=False,
            cleared_at_ms=_later(before, at_ms),
            cleared_by=by,
            reason=reason,
            revision=before.revision + 1,
        )
    )


def _kept(alert: Alert) -> Alert | None:
    """What is over and was seen, or never sounded, leaves. What was missed stays until it is seen."""
    seen = alert.acknowledged_at_ms is not None or not alert.sounds
    return None if not alert.stands and seen else alert


def _later(alert: Alert, at_ms: int) -> int:
    """A server's clock that was set back must not make an alert end before it began."""
    return max(at_ms, alert.raised_at_ms)


# What is missing


class Step(msgspec.Struct, frozen=True):
    """One thing to do: raise what ``situation`` says, ``forget`` the alert, or, with neither, end it."""

    alert: str
    situation: Situation | None = None
    forget: bool = False


def plan(
    alerts: Iterable[Alert], situations: Iterable[Situation], taken_back: Collection[str], now_ms: int
) -> list[Step]:
    """What makes the alerts those of the situations that stand now.

    Calls for help end only for the workers in ``taken_back``: that a call is not heard is no all-clear. All
    other alerts end when their situation is not there any more, or another, later one is.
    """
    wanted = _newest(situations, now_ms)
    steps, standing = [], set()
    for alert in alerts:
        if _is_over(alert, wanted.get((alert.kind, alert.subject)), taken_back):
            steps.append(Step(alert.id))
        elif alert.stands:
            standing.add((alert.kind, alert.subject))
        elif alert.provenance == SIMULATED and now_ms - alert.raised_at_ms > MISSED_KEPT_MS:
            steps.append(Step(alert.id, forget=True))
    new = [Step(situation.id, situation) for key, situation in wanted.items() if key not in standing]
    return steps + new


def _newest(situations: Iterable[Situation], now_ms: int) -> dict[Key, Situation]:
    wanted: dict[Key, Situation] = {}
    for situation in situations:
        key = (situation.kind, situation.subject)
        known = wanted.get(key)
        if situation.since_ms <= now_ms and (known is None or known.since_ms < situation.since_ms):
            wanted[key] = situation
    return wanted


def _is_over(alert: Alert, situation: Situation | None, taken_back: Collection[str]) -> bool:
    if not alert.stands:
        return False
    if alert.kind is AlertKind.SOS:
        return alert.subject.id in taken_back
    return situation is None or situation.since_ms > alert.since_ms


class Settle(msgspec.Struct, frozen=True):
    """Take the steps, as a command of the store. Idempotent by content: taken twice, they change nothing."""

    steps: Sequence[Step]
    at: Utc
    actor: str = "alarms"
    key: None = None

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """The alerts that are touched."""
        return tuple(dict.fromkeys(RecordId(KIND, step.alert) for step in self.steps))

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Never refuses: a step that was taken meanwhile is none."""
        before = {record.id: from_body(body) for record, body in seen.items()}
        after: dict[str, Alert | None] = dict(before)
        for step in self.steps:
            after[step.alert] = _taken(step, after.get(step.alert), round(self.at * 1000))
        changed = [id for id, alert in after.items() if alert != before.get(id)]
        writes = [Write(RecordId(KIND, id), _body(after[id])) for id in changed]
        return Decision(tuple(writes), {"alerts": len(writes)})


def _taken(step: Step, before: Alert | None, at_ms: int) -> Alert | None:
    if step.situation is not None:
        return raised(before, step.situation, at_ms)
    if before is None or step.forget:
        return None
    return ended(before, at_ms)


def _body(alert: Alert | None) -> Body | None:
    return None if alert is None else to_body(alert)

"""Whom to send: workers near an incident, the best first, each with the reasons an officer can check. Pure.

It advises and never decides. Everything is weighed in metres of way, so that what a figure is worth can be
said: a case in hand is worth a walk of ``CASE_M``, a second of age what somebody walks in it. Whoever is
not suitable is named too, last, with why not: an officer may know better.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from feeds.model import Status
from feeds.picture import freshness

ROLES: Final = frozenset({"grid_worker", "grid_officer", "grid_lead", "verifier"})
"""Of the roster; these go out."""
MADE_UP: Final = frozenset({"simulated", "replayed"})
"""Provenances that never happened here and now."""

CASE_M: Final = 400.0
"""What an open case in hand counts for: five minutes on foot."""
WALK_MPS: Final = 1.2
"""How far somebody may have gone since the fix."""
BAD_CLOCK_M: Final = 300.0
"""The age of such a fix is not known."""
OWN_GRID_M: Final = 100.0
"""What it is worth to know the place."""
EBIKE: Final = 0.5
"""A way by e-bike counts half."""
HALF_M: Final = 1_000.0
"""The score is 50 at this way."""


class Reason(msgspec.Struct, frozen=True):
    """One thing that speaks for or against somebody."""

    zh: str
    en: str


class Matter(msgspec.Struct, frozen=True):
    """The incident, as far as advice needs it."""

    provenance: str
    grid: str | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was seen near the incident."""

    id: str
    distance_m: float
    age_s: float
    """Of the newest believed fix."""
    ttl_s: float
    status: Status = Status.NORMAL
    provenance: str = "real"
    """Of the fix."""
    load: int = 0
    """Open incidents this worker was sent to."""
    on_roster: bool = True
    off_duty: bool = False
    """What the roster says, where it says anything."""
    role: str | None = "grid_worker"
    grid: str | None = None
    ebike: bool = False


class Advice(msgspec.Struct, frozen=True):
    """What is said of one candidate."""

    id: str
    suitable: bool
    on_duty: bool
    freshness: str
    score: float
    """0 to 100, higher is better; comparable among the suitable ones of one incident only."""
    reasons: tuple[Reason, ...]
    """Why not, first; then what speaks for or against."""


def advise(matter: Matter, candidates: Iterable[Candidate], *, demo: bool) -> list[Advice]:
    """Every candidate, the suitable ones first, each group the best first.

    Made-up workers are never suitable for a real matter, nor real ones for a made-up matter, but in a demo.
    """
    judged = [(_judge(matter, who, demo), way_m(matter, who)) for who in candidates]
    judged.sort(key=lambda pair: (not pair[0].suitable, pair[1], pair[0].id))
    return [advice for advice, _ in judged]


def way_m(matter: Matter, who: Candidate) -> float:
    """What all about a candidate counts for, in metres of way: less is better; it may be below 0."""
    way = who.distance_m * (EBIKE if who.ebike else 1.0) + CASE_M * who.load
    way += WALK_MPS * max(0.0, who.age_s)
    if who.status is Status.BAD_CLOCK:
        way += BAD_CLOCK_M
    return way - OWN_GRID_M if _own_grid(matter, who) else way


def _judge(matter: Matter, who: Candidate, demo: bool) -> Advice:
    fresh = freshness(who.age_s, who.ttl_s, who.status)
    against = _against(matter, who, fresh, demo)
    score = 100.0 * HALF_M / (HALF_M + OWN_GRID_M + way_m(matter, who))
    on_duty = who.on_roster and not who.off_duty and fresh in ("live", "ageing")
    return Advice(
        who.id, not against, on_duty, fresh, round(score, 1), (*against, *_weighed(matter, who, demo))
    )


def _against(matter: Matter, who: Candidate, fresh: str, demo: bool) -> tuple[Reason, ...]:
    """Why somebody is not suitable; nothing when nothing speaks against it."""
    found = []
    if who.status is Status.SOS:
        found.append(Reason("本人正在求助", "calls for help"))
    if not who.on_roster:
        found.append(Reason("不在名册", "not on the roster"))
    elif who.off_duty:
        found.append(Reason("已下岗", "off duty"))
    elif who.role not in ROLES:
        found.append(Reason("岗位不出勤", "a role that does not go out"))
    if fresh not in ("live", "ageing"):
        found.append(Reason("位置过时，是否在岗不明", "position too old: on duty or not is unknown"))
    if not demo and _mismatch(matter, who):
        found.append(_MISMATCH[who.provenance in MADE_UP])
    return tuple(found)


def _weighed(matter: Matter, who: Candidate, demo: bool) -> tuple[Reason, ...]:
    found = [_distance(who.distance_m), _load(who.load), _age(who)]
    if _own_grid(matter, who):
        found.append(Reason("本网格", "own grid"))
    if who.ebike:
        found.append(Reason("骑电动车", "by e-bike"))
    if demo and _mismatch(matter, who):
        found.append(_SAID_IN_DEMO[who.provenance in MADE_UP])
    return tuple(found)


_MISMATCH: Final = {
    True: Reason("模拟人员不派往真实事件", "a simulated worker is not sent to a real matter"),
    False: Reason("真实人员不派往模拟事件", "a real worker is not sent to a simulated matter"),
}
_SAID_IN_DEMO: Final = {
    True: Reason("模拟人员（演示）", "a simulated worker (demo)"),
    False: Reason("真实人员，事件为模拟（演示）", "a real worker; the matter is simulated (demo)"),
}
"""By whether the worker is the made-up one."""


def _mismatch(matter: Matter, who: Candidate) -> bool:
    return (matter.provenance in MADE_UP) != (who.provenance in MADE_UP)


def _own_grid(matter: Matter, who: Candidate) -> bool:
    return matter.grid is not None and who.grid == matter.grid


def _distance(metres: float) -> Reason:
    figure, zh, en = (
        (f"{round(metres)}", "米", "m") if metres < 1000 else (f"{metres / 1000:.1f}", "公里", "km")
    )
    return Reason(f"{figure} {zh}", f"{figure} {en}")


def _load(load: int) -> Reason:
    if load == 0:
        return Reason("空闲", "free")
    return Reason(f"已有 {load} 件在手", f"{load} in hand")


def _age(who: Candidate) -> Reason:
    if who.status is Status.BAD_CLOCK:
        return Reason("位置时间不明", "position of unknown age")
    seconds = max(0, round(who.age_s))
    if seconds < 120:
        return Reason(f"位置 {seconds} 秒前", f"position {seconds} s ago")
    return Reason(f"位置 {seconds // 60} 分钟前", f"position {seconds // 60} min ago")

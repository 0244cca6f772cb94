"""The matters of a day: what is reported where and when, and how each moves on; the humps and names of
real districts.

Pure: a day is a function of (seed, date, grids, speed). ``events_between`` speaks CloudEvents 1.0, the form
a real platform would post.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from feeds.geo.places import Grid
from feeds.simulation.chance import generator

LOCAL: Final = ZoneInfo("Asia/Shanghai")
DISTRICT_PER_DAY: Final = 600
"""Fuzhou's five districts file about 2,750 a day; 600 is Qinhuai's share by people."""
DISTRICT_GRIDS: Final = 1334
HOURLY: Final = (2, 1, 1, 1, 1, 2, 5, 12, 34, 52, 48, 28, 14, 18, 44, 50, 42, 24, 18, 16, 14, 10, 6, 4)
"""Weights of the hours: humps from half past eight to eleven and from two to five, a thin night."""
MEDIAN_OPEN_MIN: Final = 95.0


class Kind(msgspec.Struct, frozen=True, array_like=True):
    code: str
    weight: int
    urgent: float
    """Share that is urgent; a sixth of it again is critical."""
    title_zh: str
    title_en: str


KINDS: Final = (
    Kind("06010", 90, 0.02, "暴露垃圾", "Exposed garbage"),
    Kind("06011", 55, 0.02, "积存垃圾渣土", "Heaped rubbish and spoil"),
    Kind("06012", 80, 0.02, "道路不洁", "Dirty road"),
    Kind("06036", 60, 0.03, "楼道乱堆物堆料", "Goods piled in a stairwell"),
    Kind("06042", 45, 0.02, "垃圾箱满溢", "Overflowing bin"),
    Kind("07003", 20, 0.02, "违规户外广告", "Illegal outdoor advertising"),
    Kind("08011", 12, 0.15, "渣土车未密闭运输", "Uncovered spoil truck"),
    Kind("09005", 55, 0.03, "店外经营", "Trading outside the shop"),
    Kind("09006", 50, 0.05, "占道经营", "Trading on the road"),
    Kind("09009", 60, 0.06, "机动车乱停放", "Badly parked vehicles"),
    Kind("09010", 70, 0.02, "非机动车乱停放", "Badly parked bicycles"),
    Kind("10001", 5, 0.9, "路面塌陷", "Road subsidence"),
    Kind("10002", 7, 0.7, "自来水管破裂", "Burst water main"),
    Kind("10003", 2, 1.0, "疑似燃气泄漏", "Suspected gas leak"),
    Kind("10004", 12, 0.4, "下水道堵塞", "Blocked sewer"),
    Kind("10006", 8, 0.5, "道路积水", "Flooded road"),
    Kind("21001", 30, 0.1, "邻里纠纷", "Dispute between neighbours"),
    Kind("22001", 26, 0.5, "电动车违规充电", "E-bike charged indoors"),
    Kind("22002", 18, 0.6, "消防通道堵塞", "Blocked fire lane"),
    Kind("23001", 24, 0.25, "独居老人求助", "Elderly person living alone asks for help"),
    Kind("24001", 10, 0.3, "可疑人员滞留", "Suspicious loitering"),
    Kind("26001", 12, 0.2, "油烟扰民", "Cooking fumes"),
)
STEPS: Final = (("ACCEPTED", 0.03), ("DISPATCHED", 0.09), ("HANDLING", 0.25), ("FEEDBACK", 0.85))
"""When, as a share of its open time, a matter reaches each state between REPORTED and CLOSED."""
CHANNELS: Final = (("grid-worker", 70), ("12345", 16), ("district", 6), ("citizen", 8))


class Matter(msgspec.Struct, frozen=True):
    id: str
    kind: Kind
    channel: str
    urgency: str
    grid: Grid
    lat: float
    lon: float
    opened_at: float
    closed_at: float


def day(date: dt.date, grids: Sequence[Grid], seed: int, speed: float = 1.0) -> list[Matter]:
    """All matters that open on ``date`` (local), in order of opening. ``speed`` multiplies arrivals and
    shortens handling.
    """
    midnight = dt.datetime.combine(date, dt.time(), LOCAL).timestamp()
    count = round(DISTRICT_PER_DAY * len(grids) / DISTRICT_GRIDS * speed)
    made = [_matter(f"{date:%Y%m%d}-{i:05d}", midnight, grids, seed, speed) for i in range(1, count + 1)]
    return sorted(made, key=lambda matter: matter.opened_at)


def _matter(number: str, midnight: float, grids: Sequence[Grid], seed: int, speed: float) -> Matter:
    dice = generator(seed, "matter", number)
    kind = dice.choices(KINDS, weights=[kind.weight for kind in KINDS])[0]
    grid = dice.choice(grids)
    lat, lon = dice.choice(grid.tour)
    opened = midnight + 3600 * (dice.choices(range(24), weights=HOURLY)[0] + dice.random())
    urgent = dice.random() < kind.urgent
    critical = urgent and dice.random() < 1 / 6
    minutes = MEDIAN_OPEN_MIN * dice.lognormvariate(0, 0.8) * (0.5 if urgent else 1.0)
    return Matter(
        id=f"SIM-{number}",
        kind=kind,
        channel=dice.choices([name for name, _ in CHANNELS], weights=[weight for _, weight in CHANNELS])[0],
        urgency="critical" if critical else "urgent" if urgent else "normal",
        grid=grid,
        lat=round(lat + dice.gauss(0, 0.00008), 7),
        lon=round(lon + dice.gauss(0, 0.00008), 7),
        opened_at=opened,
        closed_at=opened + 60 * minutes / speed,
    )


def events_between(matters: Sequence[Matter], after: float, until: float) -> Iterator[dict[str, Any]]:
    """CloudEvents of every step of ``matters`` with after < time <= until, in order of time."""
    steps = [
        (at, matter.id, revision, matter, status)
        for matter in matters
        for revision, (at, status) in enumerate(_steps(matter), start=1)
        if after < at <= until
    ]
    for at, _, revision, matter, status in sorted(steps, key=lambda step: step[:3]):
        yield _event(matter, revision, at, status)


def standing(matters: Sequence[Matter], now: float) -> Iterator[dict[str, Any]]:
    """One CloudEvent a matter, its newest step: what somebody who arrives at ``now`` must be told."""
    for matter in matters:
        passed = [(at, status) for at, status in _steps(matter) if at <= now]
        if passed:
            yield _event(matter, len(passed), *passed[-1])


def _steps(matter: Matter) -> list[tuple[float, str]]:
    span = matter.closed_at - matter.opened_at
    between = [(matter.opened_at + share * span, status) for status, share in STEPS]
    return [(matter.opened_at, "REPORTED"), *between, (matter.closed_at, "CLOSED")]


_TYPES: Final = {"REPORTED": "reported", "CLOSED": "closed"}


def _event(matter: Matter, revision: int, at: float, status: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{matter.id}-{revision}",
        "source": f"urn:wanglou:sim:{matter.channel}",
        "type": f"cn.wanglou.incident.{_TYPES.get(status, 'updated')}",
        "time": dt.datetime.fromtimestamp(at, dt.UTC).isoformat(),
        "subject": matter.id,
        "datacontenttype": "application/json",
        "data": {
            "external_id": matter.id,
            "revision": revision,
            "title": matter.kind.title_zh,
            "title_en": matter.kind.title_en,
            "category": matter.kind.code,
            "urgency": matter.urgency,
            "status": status,
            "lat": matter.lat,
            "lon": matter.lon,
            "place": matter.grid.name_zh,
            "place_en": matter.grid.name_en,
            "opened_at": dt.datetime.fromtimestamp(matter.opened_at, dt.UTC).isoformat(),
            "closed_at": dt.datetime.fromtimestamp(at, dt.UTC).isoformat() if status == "CLOSED" else None,
        },
    }


def local_midnight(now: float) -> float:
    """Unix seconds of the last local midnight: the day that "today" on the wall means."""
    here = dt.datetime.fromtimestamp(now, LOCAL)
    return dt.datetime.combine(here.date(), dt.time(), LOCAL).timestamp()


class Calendar:
    """The days as they come; each is made once. Holds two: whatever can be open or happen now."""

    def __init__(self, grids: Sequence[Grid], seed: int, speed: float = 1.0) -> None:
        self._make: Callable[[dt.date], list[Matter]] = lambda date: day(date, grids, seed, speed)
        self._days: dict[dt.date, list[Matter]] = {}

    def around(self, now: float, open_after: float) -> list[Matter]:
        """Matters of yesterday and today that are still open after ``open_after`` and opened by ``now``."""
        today = dt.datetime.fromtimestamp(now, LOCAL).date()
        dates = (today - dt.timedelta(days=1), today)
        self._days = {date: self._days.get(date) or self._make(date) for date in dates}
        return [
            m for date in dates for m in self._days[date] if m.opened_at <= now and m.closed_at > open_after
        ]

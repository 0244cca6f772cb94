"""The matters of a day: what is reported where, when and by whom; the humps and names of real districts.

Pure: a day is a function of (seed, date, grids, speed). How each way of reporting speaks is in ``telling``,
what becomes of a matter is decided in ``centre``.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from feeds.geo.places import Grid
from feeds.simulation.chance import generator

LOCAL: Final = ZoneInfo("Asia/Shanghai")
DISTRICT_PER_DAY: Final = 600
"""Fuzhou's five districts file about 2,750 a day; 600 is Qinhuai's share by people."""
DISTRICT_GRIDS: Final = 1334
HOURLY: Final = (4, 3, 3, 3, 3, 4, 6, 12, 34, 52, 48, 28, 14, 18, 44, 50, 42, 24, 18, 16, 14, 10, 6, 4)
"""Weights of the hours: humps from half past eight to eleven and from two to five, a thin night."""
SEEN_TWICE: Final = 0.025
"""Share of matters that a citizen reports once more, minutes after the first report."""
TWICE_WITHIN_S: Final = (120.0, 720.0)
TASK_DAYS: Final = (1, 2, 3, 5)
"""The district gives its tasks so many days."""


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
    due_at: float | None = None
    """The sender's own deadline: the district sets one with its tasks."""


def day(date: dt.date, grids: Sequence[Grid], seed: int, speed: float = 1.0) -> list[Matter]:
    """All matters that are reported on ``date`` (local), in order. ``speed`` multiplies arrivals."""
    midnight = dt.datetime.combine(date, dt.time(), LOCAL).timestamp()
    count = round(DISTRICT_PER_DAY * len(grids) / DISTRICT_GRIDS * speed)
    first = [_matter(f"{date:%Y%m%d}-{i:05d}", midnight, grids, seed) for i in range(1, count + 1)]
    again = [_seen_again(matter, seed, speed) for matter in first if _is_seen_twice(matter, seed)]
    return sorted([*first, *again], key=lambda matter: matter.opened_at)


def _matter(number: str, midnight: float, grids: Sequence[Grid], seed: int) -> Matter:
    dice = generator(seed, "matter", number)
    kind = dice.choices(KINDS, weights=[kind.weight for kind in KINDS])[0]
    grid = dice.choice(grids)
    lat, lon = dice.choice(grid.tour)
    opened = midnight + 3600 * (dice.choices(range(24), weights=HOURLY)[0] + dice.random())
    urgent = dice.random() < kind.urgent
    critical = urgent and dice.random() < 1 / 6
    channel = dice.choices([name for name, _ in CHANNELS], weights=[weight for _, weight in CHANNELS])[0]
    return Matter(
        id=f"SIM-{number}",
        kind=kind,
        channel=channel,
        urgency="critical" if critical else "urgent" if urgent else "normal",
        grid=grid,
        lat=round(lat + dice.gauss(0, 0.00008), 7),
        lon=round(lon + dice.gauss(0, 0.00008), 7),
        opened_at=opened,
        due_at=opened + 86_400 * dice.choice(TASK_DAYS) if channel == "district" else None,
    )


def _is_seen_twice(matter: Matter, seed: int) -> bool:
    return generator(seed, "twice", matter.id).random() < SEEN_TWICE


def _seen_again(matter: Matter, seed: int, speed: float) -> Matter:
    """The report of a citizen who does not know of the first."""
    dice = generator(seed, "again", matter.id)
    return msgspec.structs.replace(
        matter,
        id=f"{matter.id}-2",
        channel="citizen",
        lat=round(matter.lat + dice.gauss(0, 0.00004), 7),
        lon=round(matter.lon + dice.gauss(0, 0.00004), 7),
        opened_at=matter.opened_at + dice.uniform(*TWICE_WITHIN_S) / speed,
        due_at=None,
    )


def local_midnight(now: float) -> float:
    """Unix seconds of the last local midnight: the day that "today" on the wall means."""
    here = dt.datetime.fromtimestamp(now, LOCAL)
    return dt.datetime.combine(here.date(), dt.time(), LOCAL).timestamp()


class Calendar:
    """The days as they come; each is made once, and forgotten once it is over."""

    def __init__(self, grids: Sequence[Grid], seed: int, speed: float = 1.0) -> None:
        self._make: Callable[[dt.date], list[Matter]] = lambda date: day(date, grids, seed, speed)
        self._days: dict[dt.date, list[Matter]] = {}

    def between(self, after: float, until: float) -> list[Matter]:
        """Matters reported after ``after`` and not after ``until``, in order."""
        # what is seen twice before midnight may be reported again after it
        date, last = _local_date(after - TWICE_WITHIN_S[1]), _local_date(until)
        dates = [date + dt.timedelta(days=ahead) for ahead in range((last - date).days + 1)]
        self._days = {date: self._days.get(date) or self._make(date) for date in dates}
        found = [m for date in dates for m in self._days[date] if after < m.opened_at <= until]
        return sorted(found, key=lambda matter: matter.opened_at)


def _local_date(at: float) -> dt.date:
    return dt.datetime.fromtimestamp(at, LOCAL).date()

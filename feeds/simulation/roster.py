"""Who works in the district: 1,117 full-time grid workers (domain fact), their names, grids, shifts and
phones (fiction).
"""

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from feeds.geo.places import Grid
from feeds.simulation.chance import generator

FULL_TIME_WORKERS: Final = 1117
"""Of Qinhuai district. A narrower scope gets its share by grids."""

DUTY_DAY_S: Final = 9 * 3600
"""The demo's day is its nine duty hours, over and over: the wall is alive whenever somebody looks."""
SHIFT_S: Final = 6 * 3600
SHIFT_STARTS: Final = 36
"""Shifts begin every quarter of an hour, dealt out evenly, so that about as many walk at any time."""
SPELL_S: Final = 98 * 60
"""Each shift holds two patrol spells of this length; less the pauses that is three hours of walking."""

Phone = Literal["owntracks", "osmand", "traccar"]
SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
TEAMS: Final = (("早班", "Early"), ("中班", "Middle"), ("晚班", "Late"))


class Worker(msgspec.Struct, frozen=True):
    """One grid worker. Times are seconds into the duty day."""

    id: str
    number: int
    surname: str
    grid: int
    """Index into the world's grids."""
    phone: Phone
    ebike: bool
    speed_mps: float
    shift_start: int
    spells: tuple[int, int]
    """When the two patrol spells begin, counted from the start of the shift."""
    every_s: int
    """Seconds between fixes while walking."""
    first_metre: float
    battery: float
    """Charge at the start of the shift, 0 to 1."""


def hire(grids: Sequence[Grid], count: int, seed: int) -> list[Worker]:
    """``count`` workers over ``grids``: comprehensive grids first, one each at least, then the rest by turns.

    With fewer workers than grids a worker minds neighbouring ones too; each has one home grid.
    """
    comprehensive = [i for i, grid in enumerate(grids) if grid.kind == "comprehensive"]
    dedicated = [i for i, grid in enumerate(grids) if grid.kind != "comprehensive"]
    generator(seed, "dedicated").shuffle(dedicated)
    homes = [*comprehensive, *dedicated]
    return [_hire_one(number, homes[(number - 1) % len(homes)], seed) for number in range(1, count + 1)]


def _hire_one(number: int, grid: int, seed: int) -> Worker:
    dice = generator(seed, "worker", number)
    ebike = dice.random() < 0.18
    half = SHIFT_S // 2
    return Worker(
        id=f"QH-{number:04d}",
        number=number,
        surname=dice.choices(SURNAMES, weights=[1 / (rank + 3) for rank in range(len(SURNAMES))])[0],
        grid=grid,
        phone=dice.choices(("owntracks", "osmand", "traccar"), weights=(70, 22, 8))[0],
        ebike=ebike,
        speed_mps=dice.uniform(2.6, 4.2) if ebike else dice.uniform(0.9, 1.5),
        shift_start=number * 23 % SHIFT_STARTS * (DUTY_DAY_S // SHIFT_STARTS),
        spells=(dice.randrange(0, half - SPELL_S), half + dice.randrange(0, half - SPELL_S)),
        every_s=dice.randint(5, 9),
        first_metre=dice.uniform(0, 5000),
        battery=dice.uniform(0.72, 1.0),
    )


def worker_record(worker: Worker, grid: Grid) -> dict[str, Any]:
    """The roster's record of a worker: what a screen may show (work number and surname, no full name)."""
    zh, en = TEAMS[worker.shift_start * len(TEAMS) // DUTY_DAY_S]
    return {
        "id": worker.id,
        "no": worker.id,
        "surname": worker.surname,
        "role": "grid_worker",
        "street": grid.street,
        "community": grid.community,
        "grid": grid.code,
        "shift_zh": zh,
        "shift_en": en,
        "vehicle": "ebike" if worker.ebike else "foot",
        "provenance": "simulated",
    }

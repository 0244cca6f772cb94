"""The handling departments of a district, as data for the demo: real kinds of offices, no real institution,
person or telephone number. A centre replaces the list by its own.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.incidents.categories import Category
from dashboard.incidents.duty_calendar import CALENDARS, EVERY_DAY, OFFICE, ROUND_THE_CLOCK, DutyCalendar
from dashboard.incidents.refusals import Illegal
from feeds.errors import shown
from feeds.geo.qinhuai import STREETS


class Branch(StrEnum):
    """What sort of body a department is."""

    BUREAU = "bureau"
    """委办局: an office of the district."""
    FORCE = "force"
    """Police, fire, rescue."""
    OPERATOR = "operator"
    """权属单位: a company that owns pipes, wires or vehicles."""
    STREET = "street"
    """属地: the street's own squad."""


class Department(NamedTuple):
    """One handling department (处置部门)."""

    id: str
    """Stable; categories, incidents and whistles refer to it."""
    zh: str
    en: str
    branch: Branch
    calendar_name: str = OFFICE.name
    street: str | None = None
    """Nine digits, for a street's squad."""

    @property
    def calendar(self) -> DutyCalendar:
        """Its duty hours, on which its clocks run."""
        return CALENDARS[self.calendar_name]


_NIGHT_AND_DAY: Final = ROUND_THE_CLOCK.name

DISTRICT: Final = (
    Department("urban-management", "区城市管理局", "Urban Management Bureau", Branch.BUREAU, EVERY_DAY.name),
    Department("greening", "区园林绿化中心", "Parks and Greening Centre", Branch.BUREAU, EVERY_DAY.name),
    Department("housing-construction", "区住房和建设局", "Housing and Construction Bureau", Branch.BUREAU),
    Department("market-supervision", "区市场监督管理局", "Market Supervision Bureau", Branch.BUREAU),
    Department("ecology-environment", "区生态环境局", "Ecology and Environment Bureau", Branch.BUREAU),
    Department("water-affairs", "区水务局", "Water Affairs Bureau", Branch.BUREAU),
    Department("civil-affairs", "区民政局", "Civil Affairs Bureau", Branch.BUREAU),
    Department("justice", "区司法局", "Justice Bureau", Branch.BUREAU),
    Department("human-resources", "区人力资源和社会保障局", "Human Resources Bureau", Branch.BUREAU),
    Department("health", "区卫生健康委员会", "Health Commission", Branch.BUREAU),
    Department("education", "区教育局", "Education Bureau", Branch.BUREAU),
    Department("culture-tourism", "区文化和旅游局", "Culture, Tourism and Sports Bureau", Branch.BUREAU),
    Department("commerce", "区商务局", "Commerce Bureau", Branch.BUREAU),
    Department("transport", "区交通运输局", "Transport Bureau", Branch.BUREAU),
    Department("planning", "区规划和自然资源分局", "Planning and Natural Resources Office", Branch.BUREAU),
    Department("letters-visits", "区信访局", "Letters and Visits Bureau", Branch.BUREAU),
    Department(
        "emergency-management", "区应急管理局", "Emergency Management Bureau", Branch.FORCE, _NIGHT_AND_DAY
    ),
    Department("fire-rescue", "区消防救援大队", "Fire and Rescue Brigade", Branch.FORCE, _NIGHT_AND_DAY),
    Department("police", "公安分局", "Police Branch", Branch.FORCE, _NIGHT_AND_DAY),
    Department("traffic-police", "交警大队", "Traffic Police", Branch.FORCE, _NIGHT_AND_DAY),
    Department("water-company", "供水企业", "Water supply company", Branch.OPERATOR, _NIGHT_AND_DAY),
    Department("drainage-company", "排水运营单位", "Drainage operator", Branch.OPERATOR, _NIGHT_AND_DAY),
    Department("gas-company", "燃气企业", "Gas company", Branch.OPERATOR, _NIGHT_AND_DAY),
    Department("power-company", "供电企业", "Power company", Branch.OPERATOR, _NIGHT_AND_DAY),
    Department("heating-company", "供热企业", "Heating company", Branch.OPERATOR, _NIGHT_AND_DAY),
    Department(
        "street-lighting", "路灯管理单位", "Street lighting operator", Branch.OPERATOR, EVERY_DAY.name
    ),
    Department("telecom-companies", "通信运营企业", "Telecom operators", Branch.OPERATOR, _NIGHT_AND_DAY),
    Department("bus-company", "公交企业", "Bus company", Branch.OPERATOR, EVERY_DAY.name),
)
"""The district's own, without the streets."""

SQUAD: Final = "street-"
"""Before the nine digits of its street: the id of a squad."""
SQUAD_ID: Final = re.compile(rf"{SQUAD}([0-9]{{9}})")


def squad(street: str, zh: str, en: str) -> Department:
    """A street's own: its ground (属地)."""
    return Department(
        f"{SQUAD}{street}",
        f"{zh}综合行政执法队",
        f"{en.removesuffix(' Subdistrict')} street squad",
        Branch.STREET,
        EVERY_DAY.name,
        street,
    )


SQUADS: Final = tuple(squad(street.code, street.zh, street.en) for street in STREETS)
"""Of the streets in our register. Those of an imported district are named by whoever has its map."""

DEPARTMENTS: Final = (*DISTRICT, *SQUADS)
BY_ID: Final[Mapping[str, Department]] = {department.id: department for department in DEPARTMENTS}


def directory(streets: Iterable[tuple[str, str, str]]) -> tuple[Department, ...]:
    """All departments of a district, by its streets' codes and names (zh, en)."""
    return (*DISTRICT, *(squad(code, zh, en) for code, zh, en in streets))


def find(id: str | None) -> Department | None:
    """The department of that id. Every street has a squad, also one that is not in our register."""
    if id is None or id in BY_ID:
        return BY_ID.get(id or "")
    street = SQUAD_ID.fullmatch(id)
    return squad(street[1], street[1], street[1]) if street else None


def department(id: str) -> Department:
    """The department of that id. Raises Illegal for one that does not exist."""
    found = find(id)
    if found is None:
        raise Illegal(f"没有处置部门 {shown(id)}", f"there is no department {shown(id)}")
    return found


def calendar_of(id: str | None) -> DutyCalendar:
    """Whose hours a clock runs on; office hours while no department has it. Raises Illegal."""
    return OFFICE if id is None else department(id).calendar


def suggested(category: Category | None, street: str | None) -> tuple[Department, ...]:
    """Who should handle it, the likeliest first: 部件先属主后属地, 事项先属地后属主.

    Without a category only the ground is known, without a street only the owner; without either nobody.
    """
    owner = find(category.owner) if category else None
    ground = find(f"{SQUAD}{street}") if street else None
    order = (owner, ground) if category and category.owner_first else (ground, owner)
    return tuple(department for department in order if department is not None)

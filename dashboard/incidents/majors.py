"""The major classes of the category dictionary, and how the editions of the standard number them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

MATTERS_2026: Final = "GB/T 47678.5-2026"
MATTERS_2013: Final = "GB/T 30428.2-2013"
MATTERS_2005: Final = "CJ/T 214-2005"
LOCAL: Final = "local extension"


class Kind(StrEnum):
    """What the standard calls a thing and what it calls a happening; each has codes of its own."""

    COMPONENT = "component"
    """管理部件: a lid, a lamp, a tree. Its owner answers first."""
    MATTER = "matter"
    """管理事项 (事件 in the older editions). The ground it happened on answers first."""


class Major(NamedTuple):
    """A major class: the first two digits."""

    code: str
    zh: str
    en: str
    kind: Kind
    owner: str
    """Department that owns its categories unless they say otherwise."""


MAJORS: Final[Mapping[str, Major]] = {
    major.code: major
    for major in (
        Major("01", "公用设施", "Public utilities", Kind.COMPONENT, "housing-construction"),
        Major("02", "道路交通", "Roads and traffic", Kind.COMPONENT, "housing-construction"),
        Major("03", "市容环境", "Appearance and sanitation", Kind.COMPONENT, "urban-management"),
        Major("04", "园林绿化", "Parks and greening", Kind.COMPONENT, "greening"),
        Major("05", "房屋土地及其他", "Buildings, land and other", Kind.COMPONENT, "housing-construction"),
        Major("06", "市容环境", "Appearance and sanitation", Kind.MATTER, "urban-management"),
        Major("07", "宣传广告", "Advertising", Kind.MATTER, "urban-management"),
        Major("08", "施工管理", "Construction", Kind.MATTER, "housing-construction"),
        Major("09", "街面秩序", "Street order", Kind.MATTER, "urban-management"),
        Major("10", "突发事件", "Emergencies", Kind.MATTER, "emergency-management"),
        Major("21", "矛盾纠纷", "Disputes", Kind.MATTER, "justice"),
        Major("22", "公共安全", "Public safety", Kind.MATTER, "fire-rescue"),
        Major("23", "民生服务", "Help for residents", Kind.MATTER, "civil-affairs"),
        Major("24", "治安防控", "Public order", Kind.MATTER, "police"),
        Major("25", "市场监管", "Market supervision", Kind.MATTER, "market-supervision"),
        Major("26", "环保水务", "Environment and water", Kind.MATTER, "ecology-environment"),
    )
}

LEGACY_MAJORS: Final[Mapping[str, Mapping[str, str]]] = {
    MATTERS_2013: {"01": "06", "02": "07", "03": "08", "04": "09"},
    MATTERS_2005: {"01": "06", "02": "07", "03": "08", "05": "09"},
}
"""Major of a matter in an older edition -> its major of 2026; a minor keeps its number. Emergencies (05 in
2013, 04 in 2005) are left out: ours are numbered locally.
"""

"""The category dictionary, as versioned data: code, names, who owns the matter, how fast it wants handling
and whether a wall may show it.

Codes of five digits follow the 2026 edition of the standard: a major of two digits and a minor of three.
``find`` also takes what other systems send: the four-digit codes of the editions of 2005 and 2013 and the
long identifiers that contain a code. The text of the standard was not at hand: a code that no public copy
of the 2026 edition showed is derived from the older one and has ``verified`` false.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.incidents.majors import (
    LEGACY_MAJORS,
    LOCAL,
    MAJORS,
    MATTERS_2013,
    MATTERS_2026,
    Kind,
    Major,
)
from dashboard.incidents.states import Urgency


class Sensitivity(StrEnum):
    """What a wall that visitors see may show. The desk shows everything to whoever may see the incident."""

    OPEN = "open"
    DIMMED = "dimmed"
    """A mark without title, words or exact place."""
    HIDDEN = "hidden"
    """Counted, never drawn."""


class Category(NamedTuple):
    """One kind of component or matter."""

    code: str
    zh: str
    en: str
    legacy: str = ""
    """Code in the 2013 edition, whose components and matters are numbered apart."""
    standard_ref: str = MATTERS_2026
    verified: bool = False
    """True when the code was seen in a public copy of the 2026 edition."""
    own: str = ""
    """The owning department where it is not its major's."""
    urgency: Urgency = Urgency.NORMAL
    """What an incident of this kind starts with when its sender says nothing."""
    sensitivity: Sensitivity = Sensitivity.OPEN

    @property
    def major(self) -> Major:
        """Its major class."""
        return MAJORS[self.code[:2]]

    @property
    def kind(self) -> Kind:
        """Component or matter."""
        return self.major.kind

    @property
    def owner(self) -> str:
        """Id of the department that owns such things (属主)."""
        return self.own or self.major.owner

    @property
    def is_local_extension(self) -> bool:
        """True for codes that are ours and no standard's."""
        return self.standard_ref == LOCAL

    @property
    def owner_first(self) -> bool:
        """部件先属主后属地, 事项先属地后属主; emergencies go to whoever can close the valve."""
        return self.kind is Kind.COMPONENT or self.urgency is Urgency.CRITICAL


CATEGORIES: Final = (
    # 部件: 公用设施
    Category(
        "01001", "上水井盖", "Water supply manhole", "0101", own="water-company", urgency=Urgency.URGENT
    ),
    Category("01002", "污水井盖", "Sewage manhole", "0102", own="drainage-company", urgency=Urgency.URGENT),
    Category(
        "01003", "雨水井盖", "Stormwater manhole", "0103", own="drainage-company", urgency=Urgency.URGENT
    ),
    Category("01004", "雨水箅子", "Storm drain grate", "0104", own="drainage-company"),
    Category("01005", "电力井盖", "Power manhole", "0105", own="power-company", urgency=Urgency.URGENT),
    Category(
        "01006", "路灯井盖", "Street lighting manhole", "0106", own="street-lighting", urgency=Urgency.URGENT
    ),
    Category("01007", "通信井盖", "Telecom manhole", "0107", own="telecom-companies", urgency=Urgency.URGENT),
    Category("01011", "燃气井盖", "Gas manhole", "0111", own="gas-company", urgency=Urgency.URGENT),
    Category(
        "01013", "消防设施", "Hydrant or fire equipment", "0113", own="fire-rescue", urgency=Urgency.URGENT
    ),
    Category("01017", "电杆", "Utility pole", "0117", own="telecom-companies"),
    Category("01018", "路灯", "Street lamp", "0118", own="street-lighting"),
    Category("01027", "健身设施", "Outdoor gym", "0127", own="culture-tourism"),
    # 部件: 道路交通
    Category("02003", "公交站亭", "Bus shelter", "0203", own="bus-company"),
    Category("02010", "交通信号灯", "Traffic signal", "0210", own="traffic-police", urgency=Urgency.URGENT),
    Category("02011", "交通护栏", "Traffic barrier", "0211", own="traffic-police"),
    # 部件: 市容环境, 园林绿化
    Category("03001", "公共厕所", "Public toilet", "0301"),
    Category("03005", "垃圾箱", "Litter bin", "0305"),
    Category("04001", "古树名木", "Ancient or notable tree", "0401"),
    Category("04002", "行道树", "Street tree", "0402"),
    # 市容环境
    Category("06001", "私搭乱建", "Unauthorised building", "0101"),
    Category("06007", "沿街晾挂", "Laundry hung over the street", "0107"),
    Category("06010", "暴露垃圾", "Exposed garbage", "0110", verified=True),
    Category("06011", "积存垃圾渣土", "Heaped rubbish and spoil", "0111", verified=True),
    Category("06012", "道路不洁", "Dirty road", "0112", verified=True),
    Category("06017", "绿地脏乱", "Littered green space", "0117", verified=True, own="greening"),
    Category("06036", "乱堆物堆料", "Goods or material piled up", "0136", verified=True),
    Category("06042", "垃圾站(箱)满溢", "Overflowing bin", "0142", verified=True),
    Category(
        "06045", "非法占绿毁绿", "Green space occupied or destroyed", "0145", verified=True, own="greening"
    ),
    # 宣传广告
    Category("07001", "非法小广告", "Illegal bills", "0201"),
    Category("07003", "违规户外广告", "Illegal outdoor advertising", "0203", verified=True),
    # 施工管理
    Category("08011", "渣土车未密闭运输", "Uncovered spoil truck", "0311", own="urban-management"),
    # 街面秩序
    Category("09001", "无照经营游商", "Unlicensed hawker", "0401"),
    Category("09005", "店外经营", "Trading outside the shop", "0405", verified=True),
    Category("09006", "占道经营", "Trading on the road", "0406", verified=True),
    Category("09009", "机动车乱停放", "Badly parked vehicles", "0409", own="traffic-police"),
    Category("09010", "非机动车乱停放", "Badly parked bicycles", "0410"),
    # 突发事件: numbered by ourselves, whatever the standard's minors of 10 turn out to be
    Category(
        "10001",
        "路面塌陷",
        "Road subsidence",
        standard_ref=LOCAL,
        own="housing-construction",
        urgency=Urgency.CRITICAL,
    ),
    Category(
        "10002",
        "自来水管破裂",
        "Burst water main",
        standard_ref=LOCAL,
        own="water-company",
        urgency=Urgency.CRITICAL,
    ),
    Category(
        "10003", "燃气管道破裂", "Gas leak", standard_ref=LOCAL, own="gas-company", urgency=Urgency.CRITICAL
    ),
    Category(
        "10004",
        "下水道堵塞或破损",
        "Blocked or broken sewer",
        standard_ref=LOCAL,
        own="drainage-company",
        urgency=Urgency.URGENT,
    ),
    Category(
        "10005",
        "热力管道破裂",
        "Burst heating main",
        standard_ref=LOCAL,
        own="heating-company",
        urgency=Urgency.CRITICAL,
    ),
    Category(
        "10006",
        "道路积水",
        "Flooded road",
        standard_ref=LOCAL,
        own="drainage-company",
        urgency=Urgency.URGENT,
    ),
    Category(
        "10007",
        "道路积雪结冰",
        "Snow or ice on the road",
        standard_ref=LOCAL,
        own="urban-management",
        urgency=Urgency.URGENT,
    ),
    Category(
        "10008",
        "架空线缆损坏",
        "Damaged overhead line",
        standard_ref=LOCAL,
        own="power-company",
        urgency=Urgency.CRITICAL,
    ),
    Category(
        "10009",
        "群发性事件",
        "Mass incident",
        standard_ref=LOCAL,
        own="police",
        urgency=Urgency.CRITICAL,
        sensitivity=Sensitivity.HIDDEN,
    ),
    # 社会治理
    Category("21001", "矛盾纠纷", "Dispute", standard_ref=LOCAL, sensitivity=Sensitivity.DIMMED),
    Category(
        "21002",
        "物业纠纷",
        "Dispute over property management",
        standard_ref=LOCAL,
        own="housing-construction",
        sensitivity=Sensitivity.DIMMED,
    ),
    Category(
        "21003",
        "劳资纠纷",
        "Labour dispute",
        standard_ref=LOCAL,
        own="human-resources",
        sensitivity=Sensitivity.DIMMED,
    ),
    Category("22001", "电动车违规充电", "E-bike charged indoors", standard_ref=LOCAL, urgency=Urgency.URGENT),
    Category("22002", "消防通道堵塞", "Blocked fire lane", standard_ref=LOCAL, urgency=Urgency.URGENT),
    Category("22003", "九小场所隐患", "Hazard in a small venue", standard_ref=LOCAL),
    Category(
        "22004",
        "餐饮燃气隐患",
        "Gas hazard in a restaurant",
        standard_ref=LOCAL,
        own="gas-company",
        urgency=Urgency.URGENT,
    ),
    Category(
        "23001",
        "独居老人求助",
        "Elderly person living alone asks for help",
        standard_ref=LOCAL,
        urgency=Urgency.URGENT,
        sensitivity=Sensitivity.DIMMED,
    ),
    Category(
        "23002",
        "困难家庭帮扶",
        "Help for a family in need",
        standard_ref=LOCAL,
        sensitivity=Sensitivity.HIDDEN,
    ),
    Category("24001", "可疑情况", "Something suspicious", standard_ref=LOCAL, sensitivity=Sensitivity.DIMMED),
    Category("24002", "校园周边秩序", "Order around a school", standard_ref=LOCAL),
    Category(
        "24003",
        "重点人员走访",
        "Visit to a person under care",
        standard_ref=LOCAL,
        sensitivity=Sensitivity.HIDDEN,
    ),
    Category("25001", "市场监管", "Market supervision", standard_ref=LOCAL),
    Category("26001", "环保水务", "Environment and water", standard_ref=LOCAL),
    Category("26002", "水域不洁", "Polluted water", standard_ref=LOCAL, own="water-affairs"),
)


BY_KEY: Final[Mapping[tuple[Kind, str], Category]] = {
    (category.kind, code): category
    for category in CATEGORIES
    for code in (category.code, category.legacy)
    if code
}
"""Both editions' codes; the older one's need the kind to be told apart."""

BY_CODE: Final[Mapping[str, Category]] = {
    category.code: category for category in CATEGORIES if category.kind is Kind.COMPONENT
} | {code: category for (kind, code), category in BY_KEY.items() if kind is Kind.MATTER}
"""Codes as senders of incidents write them; four digits are a matter's, for a report is about one."""

_CONTAINED: Final = {11: (slice(6, 11), Kind.MATTER), 16: (slice(6, 10), Kind.COMPONENT)} | {
    17: (slice(6, 11), Kind.COMPONENT)
}
"""Length of an identifier -> where its code is: a matter code of 2026 (6+2+3), a component of the older
editions (6+2+2+6), a component of 2026 (6+2+3+6).
"""


def find(code: str, kind: Kind = Kind.MATTER, edition: str = MATTERS_2013) -> Category | None:
    """The category another system means by ``code``: ours, an older edition's or one inside an identifier.

    ``kind`` and ``edition`` are asked only for codes of four digits, which they alone make plain. None when
    the dictionary does not know it; an incident is not lost for that, it keeps the code without a name.
    """
    code = code.strip()
    if not (code.isascii() and code.isdigit()):
        return None
    if len(code) in _CONTAINED:
        where, kind = _CONTAINED[len(code)]
        code = code[where]
    if len(code) == 4:
        return BY_KEY.get((kind, _of_2013(code, edition) if kind is Kind.MATTER else code))
    return BY_CODE.get(code)


def _of_2013(code: str, edition: str) -> str:
    """A matter's four digits as the edition of 2013 has them; nothing when they are no edition's."""
    major = LEGACY_MAJORS.get(edition, {}).get(code[:2], "")
    since = {new: old for old, new in LEGACY_MAJORS[MATTERS_2013].items()}
    return since.get(major, "") + code[2:]

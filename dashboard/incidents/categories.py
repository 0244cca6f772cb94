"""The category dictionary of matters (事项), as data: code, Chinese and English name, the code of the older
standard.

Codes of five digits follow the 2026 edition of the matters standard (major 06 to 09, minor with three
digits); the older edition's four-digit code is kept for systems that still send it. Emergencies (10) and
the governance majors (21 to 26) are local extensions, which the standard allows.
"""

from typing import Final, NamedTuple

EDITION: Final = "2026-11"
"""Version of this dictionary; raise it with any change of a code or a name."""

MATTERS_2026: Final = "GB/T 47678.5-2026"
LOCAL: Final = "local extension"


class Category(NamedTuple):
    """One kind of matter."""

    code: str
    zh: str
    en: str
    legacy: str = ""
    """Code in the 2005 and 2013 editions."""
    standard_ref: str = MATTERS_2026


CATEGORIES: Final = (
    # 市容环境
    Category("06001", "私搭乱建", "Unauthorised building", "0101"),
    Category("06007", "沿街晾挂", "Laundry hung over the street", "0107"),
    Category("06010", "暴露垃圾", "Exposed garbage", "0110"),
    Category("06011", "积存垃圾渣土", "Heaped rubbish and spoil", "0111"),
    Category("06012", "道路不洁", "Dirty road", "0112"),
    Category("06017", "绿地脏乱", "Littered green space", "0117"),
    Category("06036", "乱堆物堆料", "Goods or material piled up", "0136"),
    Category("06042", "垃圾站(箱)满溢", "Overflowing bin", "0142"),
    Category("06045", "非法占绿毁绿", "Green space occupied or destroyed", "0145"),
    # 宣传广告
    Category("07001", "非法小广告", "Illegal bills", "0201"),
    Category("07003", "违规户外广告", "Illegal outdoor advertising", "0203"),
    # 施工管理
    Category("08011", "渣土车未密闭运输", "Uncovered spoil truck", "0311"),
    # 街面秩序
    Category("09001", "无照经营游商", "Unlicensed hawker", "0401"),
    Category("09005", "店外经营", "Trading outside the shop", "0405"),
    Category("09006", "占道经营", "Trading on the road", "0406"),
    Category("09009", "机动车乱停放", "Badly parked vehicles", "0409"),
    Category("09010", "非机动车乱停放", "Badly parked bicycles", "0410"),
    # 突发事件
    Category("10001", "路面塌陷", "Road subsidence", standard_ref=LOCAL),
    Category("10002", "自来水管破裂", "Burst water main", standard_ref=LOCAL),
    Category("10003", "燃气管道破裂", "Gas leak", standard_ref=LOCAL),
    Category("10004", "下水道堵塞或破损", "Blocked or broken sewer", standard_ref=LOCAL),
    Category("10005", "热力管道破裂", "Burst heating main", standard_ref=LOCAL),
    Category("10006", "道路积水", "Flooded road", standard_ref=LOCAL),
    Category("10007", "道路积雪结冰", "Snow or ice on the road", standard_ref=LOCAL),
    Category("10008", "架空线缆损坏", "Damaged overhead line", standard_ref=LOCAL),
    Category("10009", "群发性事件", "Mass incident", standard_ref=LOCAL),
    # 社会治理
    Category("21001", "矛盾纠纷", "Dispute", standard_ref=LOCAL),
    Category("22001", "电动车违规充电", "E-bike charged indoors", standard_ref=LOCAL),
    Category("22002", "消防通道堵塞", "Blocked fire lane", standard_ref=LOCAL),
    Category("22003", "九小场所隐患", "Hazard in a small venue", standard_ref=LOCAL),
    Category("23001", "独居老人求助", "Elderly person living alone asks for help", standard_ref=LOCAL),
    Category("24001", "可疑情况", "Something suspicious", standard_ref=LOCAL),
    Category("25001", "市场监管", "Market supervision", standard_ref=LOCAL),
    Category("26001", "环保水务", "Environment and water", standard_ref=LOCAL),
)

BY_CODE: Final = {category.code: category for category in CATEGORIES} | {
    category.legacy: category for category in CATEGORIES if category.legacy
}
"""Both editions' codes."""

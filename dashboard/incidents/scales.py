"""The three scales an incident is measured on, each its own field: nobody reads one off another.

The values are in records and on the wire: never renamed.
"""

from enum import StrEnum
from typing import Final


class Urgency(StrEnum):
    """办理紧急度: how fast an everyday case wants handling; no emergency level, no warning level."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


class EventGrade(StrEnum):
    """突发事件等级: how grave an emergency is, I the gravest."""

    I = "I"  # noqa: E741 - the grade's own name
    II = "II"
    III = "III"
    IV = "IV"


class WarningLevel(StrEnum):
    """预警级别: what is expected to happen, red the highest."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


GRADE_NAMES: Final = {
    EventGrade.I: ("Ⅰ级（特别重大）", "Grade I, extremely serious"),
    EventGrade.II: ("Ⅱ级（重大）", "Grade II, serious"),
    EventGrade.III: ("Ⅲ级（较大）", "Grade III, major"),
    EventGrade.IV: ("Ⅳ级（一般）", "Grade IV, ordinary"),
}
WARNING_NAMES: Final = {
    WarningLevel.RED: ("一级（红色）", "Level 1, red"),
    WarningLevel.ORANGE: ("二级（橙色）", "Level 2, orange"),
    WarningLevel.YELLOW: ("三级（黄色）", "Level 3, yellow"),
    WarningLevel.BLUE: ("四级（蓝色）", "Level 4, blue"),
}

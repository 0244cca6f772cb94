"""The texts of the wall's figures: assessment, patrol, coverage: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_FIGURES: Final[dict[str, tuple[str, str]]] = {
    # What a clock says beside its ring
    "clock.left": ("剩 {age}", "{age} left"),
    "clock.over": ("超 {age}", "{age} over"),
    "clock.over_twice": ("超时加倍 {age}", "{age} over, twice the limit"),
    "clock.paused": ("挂账", "Suspended"),
    "clock.stopped": ("已停表", "Stopped"),
    "clock.sender_due": ("限 {time}", "due {time}"),
    "clock.day": ("{month} 月 {day} 日", "{day}/{month}"),
    # A kind of matter of which a wall shows no words
    "incidents.dimmed": ("详情不在大屏显示", "Not shown on walls"),
    "state_short.CLOSED": ("已结案", "Closed"),
    "state_short.VOID": ("不予立案", "Not filed"),
}

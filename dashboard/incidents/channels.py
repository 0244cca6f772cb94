"""By which way a report came, and so whether it is verified in the field before it is taken in.

A worker's own report and the district's assignment may be taken in at once; what a citizen, the hotline or
a machine says is first looked at. A way nobody listed is one we cannot vouch for.
"""

import re
from typing import Final, NamedTuple


class Channel(NamedTuple):
    """One way. ``word`` is what a source's name says of it: ``urn:city:12345``, ``events|grid-worker``."""

    word: str
    zh: str
    en: str
    vouched: bool = False
    """Somebody of ours or above us has seen it: no verification needed."""


DISTRICT: Final = "district"
"""The word of sources that assign tasks to us."""

CHANNELS: Final = (
    Channel("grid-worker", "网格员上报", "Grid worker", vouched=True),
    Channel(DISTRICT, "上级交办", "Assigned by the district", vouched=True),
    Channel("desk", "中心自报", "The centre itself", vouched=True),
    Channel("12345", "12345 热线", "12345 hotline"),
    Channel("citizen", "公众举报", "Citizen"),
    Channel("open311", "公众举报（Open311）", "Citizen (Open311)"),
    Channel("ai", "智能识别", "AI detection"),
    Channel("sensor", "感知设备", "Sensor"),
)
UNKNOWN: Final = Channel("", "其他来源", "Another source")
_BY_WORD: Final = {channel.word: channel for channel in CHANNELS}
_SEPARATORS: Final = re.compile(r"[|:/.]")


def channel_of(source: str) -> Channel:
    """The channel that a source's name names; ``UNKNOWN`` when none does.

    A name with several words counts as what needs verification most: a sender let in as the hotline stays
    the hotline, whatever it calls its sources.
    """
    named = [_BY_WORD[word] for word in _SEPARATORS.split(source) if word in _BY_WORD]
    return min(named, key=lambda channel: channel.vouched, default=UNKNOWN)

"""Moments of Chinese wall-clock time, as tests write them."""

import datetime as dt
from zoneinfo import ZoneInfo

from feeds.model import Utc

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> Utc:
    """The moment of a local time such as "2026-02-13 16:30"."""
    return Utc(dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp())


def told(moment: float | None) -> str | None:
    """A moment as local time, to the second; None stays None."""
    return None if moment is None else f"{dt.datetime.fromtimestamp(moment, SHANGHAI):%Y-%m-%d %H:%M:%S}"

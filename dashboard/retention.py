"""How long what is kept, and which files are past that. Pure.

The change log is not in here: it is append-only, and what it holds of places are those of incidents and of
calls for help. See docs/privacy.md.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from dashboard.incidents.day_book import day_of
from dashboard.settings import Settings
from feeds.model import Utc

DAY_S: Final = 86_400
NIGHT_S: Final = 3.5 * 3600
"""The purge of a running centre: at half past three."""

FILES: Final = (
    ("tracks", re.compile(r"patrol\.(json|draft|damaged-\d+)")),
    ("logs", re.compile(r"wanglou\.log\.\d+|stacks-.+\.log")),
)
"""Which files of the data folder hold what; those of a working centre are written again and again, so that
only what was left behind gets old.
"""


class Limits(NamedTuple):
    """Seconds that each kind is kept."""

    tracks: float
    sessions: float
    sign_ins: float
    logs: float


class Kept(NamedTuple):
    """One file: its name within the data folder, and when it was last written."""

    name: str
    at: Utc


def limits_of(settings: Settings) -> Limits:
    """As the settings say."""
    return Limits(
        settings.retention_tracks_days * DAY_S,
        settings.retention_sessions_days * DAY_S,
        settings.retention_sign_ins_days * DAY_S,
        settings.retention_logs_days * DAY_S,
    )


def kind_of(name: str) -> str | None:
    """What a file holds, by its name without folders; None for what no retention is about."""
    return next((kind for kind, pattern in FILES if pattern.fullmatch(name)), None)


def past(files: Iterable[Kept], limits: Limits, now: Utc) -> list[tuple[str, Kept]]:
    """The files that are past their time, each with its kind."""
    found = [(kind_of(file.name.rpartition("/")[2]), file) for file in files]
    return [(kind, file) for kind, file in found if kind and now - file.at > getattr(limits, kind)]


def next_night(now: Utc) -> Utc:
    """When the next purge is due."""
    tonight = Utc(day_of(now).begin + NIGHT_S)
    return tonight if tonight > now else Utc(tonight + DAY_S)

"""``wanglou purge``, and the same every night: what is past its time goes, and the log says how much."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

import structlog

from dashboard.identity.identities import COMMAND_LINE, Identities, identity_url
from dashboard.incidents.errors import StoreUnavailable
from dashboard.retention import Kept, Limits, limits_of, next_night, past
from dashboard.settings import Settings
from feeds.model import Utc

NIGHTLY: Final = "nightly purge"
"""Who did it, in the log, when nobody typed it."""
AGAIN_S: Final = 600.0
"""After a night in which the store did not answer."""
NOT_READ: Final = 3

WORDS: Final = {
    "counts": ("count of failed sign-ins", "counts of failed sign-ins"),
    "log_files": ("log file", "log files"),
    "revocations": ("revocation", "revocations"),
    "sessions": ("session", "sessions"),
    "sign_ins": ("sign-in", "sign-ins"),
    "track_files": ("file of tracks", "files of tracks"),
}
"""What is removed: one, and many."""

_log: Final = structlog.get_logger("purge")


class Purges(Protocol):
    """The part of ``dashboard.identity`` that is used here; blocks."""

    def purge(
        self, *, sessions_s: float, sign_ins_s: float, files: Mapping[str, int], by: str, now: Utc
    ) -> dict[str, int]:
        """Removes, and writes one row into the log."""


def run(settings: Settings, *, dry_run: bool) -> int:
    """The command; says what was removed, or would be. The exit code: 3 where nothing is kept."""
    url = identity_url(settings.data, settings.database_url)
    if not settings.data.is_dir():
        print(f"wanglou: there is no data folder {settings.data}; see --mode and --data", file=sys.stderr)
        return NOT_READ
    now, limits = Utc(time.time()), limits_of(settings)
    try:
        identities = Identities(url)
        try:
            if dry_run:
                counts = identities.past(limits.sessions, limits.sign_ins, now) | _counts(
                    settings.data, limits, now
                )
            else:
                counts = purged(settings.data, limits, identities, COMMAND_LINE, now)
        finally:
            identities.close()
    except (StoreUnavailable, OSError) as exc:
        print(f"wanglou: {exc}", file=sys.stderr)
        return NOT_READ
    print("would remove:" if dry_run else "removed:", said(counts))
    return 0


def purged(folder: Path, limits: Limits, identities: Purges, by: str, now: Utc) -> dict[str, int]:
    """Remove files and rows that are past their time; how many of each kind. One row of the log says so."""
    files = Counter[str]()
    for kind, file in past(files_in(folder), limits, now):
        (folder / file.name).unlink(missing_ok=True)
        files[kind] += 1
    return identities.purge(
        sessions_s=limits.sessions, sign_ins_s=limits.sign_ins, files=_told(files), by=by, now=now
    )


async def nightly(settings: Settings, identities: Purges, clock: Callable[[], float] = time.time) -> None:
    """For ever; cancel to stop. Once at the start, too: a centre that is off at night also forgets."""
    while True:
        now = Utc(clock())
        try:
            counts = await asyncio.to_thread(
                purged, settings.data, limits_of(settings), identities, NIGHTLY, now
            )
        except (StoreUnavailable, OSError) as exc:
            _log.error("the purge did not happen", error=str(exc))
            await asyncio.sleep(AGAIN_S)
            continue
        _log.info("purged", **counts)
        await asyncio.sleep(next_night(now) - now)


def files_in(folder: Path) -> list[Kept]:
    """The files right in the data folder and in its folder of logs."""
    found = [path for each in (folder, folder / "log") if each.is_dir() for path in each.iterdir()]
    return [
        Kept(path.relative_to(folder).as_posix(), Utc(path.stat().st_mtime))
        for path in found
        if path.is_file()
    ]


def said(counts: Mapping[str, int]) -> str:
    """On one line."""
    return ", ".join(f"{number} {WORDS[kind][number != 1]}" for kind, number in sorted(counts.items()))


def _counts(folder: Path, limits: Limits, now: Utc) -> dict[str, int]:
    return _told(Counter(kind for kind, _ in past(files_in(folder), limits, now)))


def _told(files: Mapping[str, int]) -> dict[str, int]:
    return {"track_files": files.get("tracks", 0), "log_files": files.get("logs", 0)}

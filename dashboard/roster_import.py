"""``wanglou roster``: a centre's duty roster into the data folder, from where a running centre takes it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.home_district import home_district
from dashboard.roster import Ground, Wrong, read_roster, save
from dashboard.settings import Settings
from feeds.duty import SHIFTS
from feeds.errors import BadInput, BadSetting

MOST_BYTES: Final = 16 * 2**20
TAKEN: Final = "a running centre takes it within 10 s, else the next start does"


def import_roster(settings: Settings, file: Path, encoding: str, *, dry_run: bool) -> int:
    """Read, say line by line what is wrong, keep. 1 when something must be mended: then nothing is kept, for
    half a roster would hide people. Raises BadSetting for a file that cannot be read.
    """
    _refuse_simulated(settings)
    places = home_district(settings)
    ground = Ground(
        frozenset(one.code for one in places.streets if one.code.startswith(settings.scope)),
        frozenset(one.code for one in places.grids if one.code.startswith(settings.scope)),
    )
    try:
        workers, wrong = read_roster(_read(file), ground, encoding)
    except BadInput as exc:
        print(f"wanglou: {file}: {exc}", file=sys.stderr)
        return 1
    if wrong:
        print("\n".join(_line(each) for each in wrong))
        rows = "1 row" if len(wrong) == 1 else f"{len(wrong)} rows"
        print(f"nothing imported: {rows} must be mended first")
        return 1
    hours = sum(SHIFTS in worker for worker in workers)
    print(f"{len(workers)} workers, {hours} of them with hours: outside those nothing of them is kept")
    if dry_run:
        print("dry run: nothing written")
        return 0
    print(f"written to {_saved(settings, workers)}; {TAKEN}")
    return 0


def clear_roster(settings: Settings) -> int:
    """Take it away: whoever it named is then somebody of whom no roster says anything. It leaves one that
    names nobody, for a file that is missing says nothing. Raises BadSetting.
    """
    _refuse_simulated(settings)
    if not settings.data.is_dir():
        print(f"there is no roster: {settings.data} is no folder")
        return 0
    print(f"an empty roster written to {_saved(settings, [])}; {TAKEN}")
    return 0


def _refuse_simulated(settings: Settings) -> None:
    if settings.simulate:
        why = "a simulation makes its own roster; say which installation with --mode and --data"
        raise BadSetting("simulate", True, why)


def _saved(settings: Settings, workers: Sequence[Mapping[str, Any]]) -> Path:
    try:
        return save(settings.data, workers)
    except OSError as exc:
        raise BadSetting("--data", str(settings.data), f"cannot be written: {exc.strerror}") from exc


def _line(wrong: Wrong) -> str:
    return f"line {wrong.line}: {wrong.why}"


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise BadSetting("FILE", str(file), f"holds {size} bytes; at most {MOST_BYTES} are read")
        return file.read_bytes()
    except OSError as exc:
        raise BadSetting("FILE", str(file), f"cannot be read: {exc.strerror}") from exc

"""``wanglou geo``: a centre's own map into the data folder, from where the next start takes it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dashboard.settings import Settings
from feeds.errors import BadSetting
from feeds.geo import district, imported
from feeds.geo.osm_extract import read
from feeds.geo.osm_land import box_of, land_of
from feeds.geo.schematic import Schematic
from feeds.geo.survey import Finding, survey
from feeds.model import Datum

MOST_BYTES: Final = 512 * 2**20
"""Of a GeoJSON file, which is read whole."""
NEXT_START: Final = "wanglou shows it from its next start on"


def import_grids(settings: Settings, file: Path, datum: Datum, *, dry_run: bool) -> int:
    """Read, say what was found, keep. 1 when something must be mended first, else 0. Raises BadSetting for a
    file that cannot be read and a folder that cannot be written.
    """
    areas, findings = survey(_read_json(file), datum)
    print("\n".join(_line(finding) for finding in findings), end="\n" if findings else "")
    if areas is None:
        fatal = sum(finding.fatal for finding in findings)
        print(f"nothing imported: {fatal} of {len(findings)} findings must be mended first")
        return 1
    print(counts(areas, len(findings)))
    if dry_run:
        print("dry run: nothing written")
        return 0
    _say_kept(settings, lambda: imported.save(settings.geo_folder, areas))
    print(scope_lines(areas, settings.scope))
    return 0


def import_land(settings: Settings, file: Path, *, dry_run: bool) -> int:
    """Read what lies in and near the district, say what was found, keep. 1 when that is nothing, else 0.
    Raises BadSetting as ``import_grids`` does.
    """
    home = district.load(None, settings.geo_folder)
    land, notes = land_of(read(file, box_of(home)), home)
    print("\n".join(f"note: {note}" for note in notes), end="\n" if notes else "")
    layers = land.collections()
    if not any(layers.values()):
        print(f"nothing imported: the file holds nothing in or near {home.name_zh} ({home.code})")
        return 1
    print(f"{home.name_zh}: {', '.join(f'{len(these)} {name}' for name, these in layers.items())}")
    if dry_run:
        print("dry run: nothing written")
        return 0
    _say_kept(settings, lambda: imported.save_land(settings.geo_folder, land))
    print(f"the map says: {land.credit}")
    return 0


def _say_kept(settings: Settings, save: Callable[[], Path]) -> None:
    try:
        print(f"written to {save()}; {NEXT_START}")
    except OSError as exc:
        raise BadSetting("--data", str(settings.data), f"cannot be written: {exc.strerror}") from exc


def counts(areas: Schematic, findings: int) -> str:
    """What is in it."""
    dedicated = sum(grid.kind == "dedicated" for grid in areas.grids)
    return (
        f"{areas.name_zh}: {len(areas.streets)} streets, {len(areas.communities)} communities, "
        f"{len(areas.grids)} grids ({len(areas.grids) - dedicated} comprehensive, {dedicated} dedicated); "
        f"{findings} findings"
    )


def scope_lines(areas: Schematic, scope: str) -> str:
    """What ``wanglou.toml`` must say for this district, or one of its streets, to be on the wall."""
    whole = areas.grids[0].code[:6]
    choices = [(whole, areas.name_zh), *((street.code, street.name_zh) for street in areas.streets)]
    lines = [f'scope = "{code}"  # {name}' for code, name in choices]
    fits = scope in dict(choices)
    head = f"the scope is {scope}, which fits; wanglou.toml may say" if fits else "wanglou.toml must say"
    return "\n    ".join([f"{head} one of:", *lines])


def _line(finding: Finding) -> str:
    return f"{'must be mended' if finding.fatal else 'note'}: {finding.says}"


def _read_json(file: Path) -> object:
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise BadSetting("FILE", str(file), f"holds {size} bytes; at most {MOST_BYTES} are read")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as exc:
        raise BadSetting("FILE", str(file), f"cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise BadSetting("FILE", str(file), "is not in UTF-8, as GeoJSON must be: export it again") from exc
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise BadSetting("FILE", str(file), f"is no JSON: {exc}") from exc

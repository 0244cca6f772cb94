"""The imported district on disk."""

from pathlib import Path

import pytest

from feeds.errors import BadSetting
from feeds.geo import imported
from feeds.geo.survey import survey
from tests.feeds.geo.test_survey import collection, square


def test_what_was_saved_comes_back_whole(tmp_path: Path) -> None:
    """And nothing is there before."""
    areas = survey(collection(square("320104004001001", 0, 0))).areas
    assert areas is not None
    assert imported.load(tmp_path / "geo") is None
    imported.save(tmp_path / "geo", areas)
    assert imported.load(tmp_path / "geo") == areas
    assert [file.name for file in (tmp_path / "geo").iterdir()] == [imported.DISTRICT_FILE]


@pytest.mark.parametrize("damage", ["cut", "bit", "other"])
def test_a_damaged_file_stops_the_start(damage: str, tmp_path: Path) -> None:
    """A wall must not fall back to a schematic of somewhere else."""
    areas = survey(collection(square("320104004001001", 0, 0))).areas
    assert areas is not None
    file = imported.save(tmp_path, areas)
    blob = bytearray(file.read_bytes())
    if damage == "bit":
        blob[-9] ^= 1
    elif damage == "cut":
        blob = blob[:-5]
    else:
        blob = bytearray(imported.checksum(b"\x81\xa1a\x01") + b"\x81\xa1a\x01")
    file.write_bytes(blob)
    with pytest.raises(BadSetting, match="imported district"):
        imported.load(tmp_path)

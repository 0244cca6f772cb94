"""`wanglou geo import`: sentences, exit codes, and the file that the next start takes."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from feeds.geo import district, imported
from feeds.geo.survey import survey
from tests.feeds.geo.osm_parts import town
from tests.feeds.geo.test_survey import collection, square


def run(folder: Path, *arguments: str) -> int:
    """The command, with a data folder of its own."""
    return main(["geo", *arguments, "--data", str(folder / "data")])


def written(folder: Path, content: Any) -> str:
    """A file with this JSON."""
    file = folder / "grids.geojson"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(file)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_grids_are_kept_and_the_scope_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With counts, and a line to copy for the district and each street."""
    file = written(
        tmp_path,
        collection(square("320102001001001", 0, 0, street="梅园街道"), square("320102001001901", 1, 0)),
    )
    assert run(tmp_path, "import", file) == 0
    said = capsys.readouterr().out
    assert "1 streets, 1 communities, 2 grids (1 comprehensive, 1 dedicated); 0 findings" in said
    assert 'wanglou.toml must say one of:\n    scope = "320102"' in said
    assert 'scope = "320102001"  # 梅园街道' in said
    assert district.load(None, tmp_path / "data" / "geo").surveyed


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even the data folder."""
    assert (
        run(tmp_path, "import", written(tmp_path, collection(square("320102001001001", 0, 0))), "--dry-run")
        == 0
    )
    assert "dry run: nothing written" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


def test_what_must_be_mended_imports_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1; what would be only a note is said as well."""
    wrong = collection(square("32010200100100", 0, 0), square("320102001001001", 1, 0))
    assert run(tmp_path, "import", written(tmp_path, wrong)) == 1
    said = capsys.readouterr().out
    assert "must be mended: feature 0: its code is '32010200100100', not 15 digits" in said
    assert "nothing imported: 1 of 1 findings" in said and not (tmp_path / "data").exists()


def test_overlaps_are_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody should look; the import goes on."""
    twice = collection(square("320102001001001", 0, 0), square("320102001001002", 0, 0))
    assert run(tmp_path, "import", written(tmp_path, twice)) == 0
    assert "note: grids 320102001001001 and 320102001001002 overlap by" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xb4\xe6", "is not in UTF-8"),
        (b'{"type":', "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (None, "cannot be read: No such file"),
    ],
)
def test_an_unreadable_file_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, sentence: str
) -> None:
    """And exit code 2, as for any wrong argument."""
    file = tmp_path / "x.json"
    if content is not None:
        file.write_bytes(content)
    assert run(tmp_path, "import", str(file)) == 2
    assert sentence in capsys.readouterr().err


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    """Windows writes one."""
    file = tmp_path / "x.json"
    file.write_text(json.dumps(collection(square("320102001001001", 0, 0))), encoding="utf-8-sig")
    assert run(tmp_path, "import", str(file), "--dry-run") == 0


def test_a_folder_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The data folder is a file."""
    (tmp_path / "data").write_text("")
    assert run(tmp_path, "import", written(tmp_path, collection(square("320102001001001", 0, 0)))) == 2
    assert "--data is" in capsys.readouterr().err


def test_land_is_kept_and_its_credit_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what was found, by layer, and what could not be drawn."""
    file = str(town(tmp_path / "town.osm.pbf"))
    assert run(tmp_path, "import-osm", file, "--dry-run") == 0
    assert not (tmp_path / "data").exists() and "dry run" in capsys.readouterr().out
    assert run(tmp_path, "import-osm", file) == 0
    said = capsys.readouterr().out
    assert "秦淮区: 2 water, 2 lanes, 4 roads, 1 wall, 3 landmarks" in said
    assert "note: water 2 is not closed in this file" in said
    assert "the map says: © OpenStreetMap contributors" in said
    assert imported.load_land(tmp_path / "data" / "geo") is not None


def test_an_extract_of_elsewhere_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and the land that was there stays."""
    areas = survey(collection(square("110101001001001", -100, 300))).areas
    assert areas is not None
    imported.save(tmp_path / "data" / "geo", areas)
    assert run(tmp_path, "import-osm", str(town(tmp_path / "town.osm.pbf"))) == 1
    assert "holds nothing in or near 110101 (110101)" in capsys.readouterr().out
    assert imported.load_land(tmp_path / "data" / "geo") is None

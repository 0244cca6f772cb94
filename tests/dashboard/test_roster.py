"""A centre's duty roster: read from a table, kept in a file, imported by a command."""

from pathlib import Path

import pytest

from dashboard import cli
from dashboard.roster import FILE, Ground, load, on_duty, read_roster, surname_of
from feeds.errors import BadInput
from feeds.model import Utc

STREET, GRID = "320104004", "320104004001001"
GROUND = Ground(frozenset((STREET, "320104005")), frozenset((GRID,)))
HEAD = "id,no,name,role,street,grid,shift_start,shift_end"
NOON = Utc(1_795_392_000.0 - 8 * 3600 + 12 * 3600)
"""2026-11-23 12:00 in China."""


def read(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> tuple[list[dict[str, object]], list[str]]:
    """Workers, and what is wrong by line."""
    workers, wrong = read_roster("\n".join((head, *rows)).encode(encoding), GROUND)
    return workers, [f"{line}: {why}" for line, why in wrong]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_worker_as_the_desk_will_know_him(encoding: str) -> None:
    """By either language's headings; of the name the surname, of the grid its street and community."""
    chinese = "编号,工号,姓名,岗位,网格,上班,下班"
    workers, wrong = read(f"QH-1,0421,王敏,网格长,{GRID},08:00,17:00", head=chinese, encoding=encoding)
    assert not wrong
    assert workers == [
        {
            "id": "QH-1", "no": "0421", "provenance": "real", "surname": "王", "role": "lead",
            "street": STREET, "community": GRID[:12], "grid": GRID, "shifts": [["08:00", "17:00"]],
            "shift_zh": "08:00–17:00", "shift_en": "08:00–17:00",
        }
    ]  # fmt: skip


def test_only_the_id_must_be_given() -> None:
    """Without hours the roster says nothing of duty, and whoever is on it may be heard."""
    workers, wrong = read("QH-1", head="id")
    assert (workers, wrong) == (
        [{"id": "QH-1", "no": "QH-1", "provenance": "real", "role": "grid_worker"}],
        [],
    )
    assert "on_duty" not in on_duty(workers[0], NOON)


def test_several_shifts_are_several_rows() -> None:
    """Which must agree in everything else."""
    row = f"QH-1,0421,王敏,,{STREET},,"
    workers, wrong = read(
        f"{row}06:00,10:00", f"{row}14:00,18:00", "QH-2,,,,,,2026-11-23 08:00,2026-11-23 17:00"
    )
    assert not wrong and workers[0]["shifts"] == [["06:00", "10:00"], ["14:00", "18:00"]]
    assert [on_duty(worker, NOON)["on_duty"] for worker in workers] == [False, True]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",1,,,,,,", "2: id is missing"),
        ("QH-1,,,chief,,,,", "2: role is 'chief'"),
        ("QH-1,,,,999999999,,,", "2: street is '999999999'"),
        ("QH-1,,,,,320104004001999,,", "2: grid is '320104004001999'"),
        (f"QH-1,,,,320104005,{GRID},,", f"2: grid is '{GRID}'"),
        ("QH-1,,,,,,8 am,17:00", "2: shift_start is '8 am'"),
        ("QH-1,,,,,,08:00,", "2: shift_end is missing"),
        ("QH-1,,,,,,,17:00", "2: shift_start is missing"),
        ("QH-1,,", "2: row is '3 columns'"),
    ],
)
def test_what_is_wrong_is_named_by_line_field_and_value(row: str, said: str) -> None:
    """And costs no other row its reading."""
    workers, wrong = read(row, "QH-9,,,,,,,")
    assert [worker["id"] for worker in workers] == ["QH-9"]
    assert len(wrong) == 1 and wrong[0].startswith(said), wrong


def test_rows_that_contradict_one_another() -> None:
    """The second is the wrong one."""
    _, wrong = read("QH-1,1,,,,,06:00,10:00", "QH-1,2,,,,,14:00,18:00")
    assert wrong[0].startswith("3: no is '2'")
    _, wrong = read("QH-1,1,,,,,06:00,10:00", "QH-1,1,,,,,06:00,10:00")
    assert wrong[0].startswith("3: id is 'QH-1'")


@pytest.mark.parametrize(
    ("text", "field"), [("", "file"), ("no,name\n1,王", "header"), ("id,wage\n1,2", "header"), (HEAD, "file")]
)
def test_a_file_that_is_no_roster(text: str, field: str) -> None:
    """As a whole."""
    with pytest.raises(BadInput) as refused:
        read_roster(text.encode(), GROUND)
    assert refused.value.field == field


def test_surnames() -> None:
    """Compound ones whole, where a given name is left."""
    names = ("王敏", "欧阳修", "欧阳", "诸葛孔明", "Wang Min", "买买提·艾力")
    assert [surname_of(name) for name in names] == ["王", "欧阳", "欧", "诸葛", "Wang", "买买提·艾力"]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and this process's umask left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    return tmp_path


def run(*words: str) -> int:
    """In mode live, in a data folder beside the file."""
    return cli.main(["roster", *words, "--mode", "live", "--data", "data"])


def test_the_command_keeps_all_or_nothing(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong row keeps the roster before it; a dry run writes nothing; clear leaves one of nobody, in a
    folder that is there.
    """
    assert run("clear") == 0 and not (said / "data").exists()
    good, bad = said / "good.csv", said / "bad.csv"
    good.write_text(f"{HEAD}\nQH-1,,王敏,,{STREET},,08:00,17:00\n", "gb18030")
    bad.write_text(f"{HEAD}\nQH-1,,,,{STREET},,,\nQH-2,,,,320105001,,,\n")
    kept = said / "data" / FILE
    assert run("import", str(good), "--dry-run") == 0 and not kept.exists()
    assert run("import", str(good)) == 0 and [each["id"] for each in load(kept) or ()] == ["QH-1"]
    before = kept.read_bytes()
    assert run("import", str(bad)) == 1 and kept.read_bytes() == before
    said_of_it = capsys.readouterr().out
    assert "line 3: street is '320105001'" in said_of_it and "1 row must be mended" in said_of_it
    assert run("clear") == 0 and load(kept) == []
    assert run("import", str(said / "none.csv")) == 2


def test_a_simulation_has_its_own(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so, and where the roster belongs."""
    assert cli.main(["roster", "clear", "--mode", "demo", "--data", "data"]) == 2
    assert "simulate" in capsys.readouterr().err

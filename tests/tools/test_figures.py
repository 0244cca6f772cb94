"""The table of docs/trust.md is what the command writes; which figures it takes; how a row reads."""

import json
from pathlib import Path

import pytest

from tools import figures
from tools.goal import PROCESSES
from tools.goals import GOALS

HELD = {
    "at": "2026-11-22T20:16:23Z",
    "commit": "0ef372a",
    "passed": True,
    "size": 1.0,
    "figures": {"requests": 500, "answered_before": 0},
    "machine": {"load_before": 8.6, "load_after": 1.4},
}


def test_the_published_table_is_what_the_command_writes() -> None:
    """Nobody edited it by hand, and nobody changed a goal without writing it again."""
    kept = json.loads(figures.KEPT.read_text(encoding="utf-8"))
    page = figures.PAGE.read_text(encoding="utf-8")
    assert figures.with_table(page, kept) == page, "run `python3 run.py figures`"


def test_every_goal_has_a_row() -> None:
    """G1 to G26, in order, then others; each measured or saying why not."""
    assert [goal.name for goal in GOALS][:26] == [f"G{number}" for number in range(1, 27)]
    rows = figures.table({}).splitlines()[2:]
    assert len(rows) == len(GOALS) and all("not measured: " in row for row in rows)


def test_a_row_tells_what_was_measured_where_and_when() -> None:
    """The figure, the sample, the verdict, the load and the commit."""
    row = figures.row(GOALS[1], {"fsync_before_2xx": HELD})
    assert row.endswith("| 0 | 500 traced requests | yes | 2026-11-22 20:16, 0ef372a, load 8.6/1.4 |")


def test_what_is_not_held_says_so() -> None:
    """Whatever the proof itself thought of it."""
    broken = HELD | {"figures": {"requests": 500, "answered_before": 1}, "size": 0.5}
    assert "| **no** |" in figures.row(GOALS[1], {"fsync_before_2xx": broken})
    assert figures.row(GOALS[1], {"fsync_before_2xx": broken}).endswith("size 0.5 |")


def test_a_sample_that_cannot_tell_is_no_verdict() -> None:
    """Minutes of memory tell nothing of a day."""
    slopes = {f"{name}_mb_per_hour": 9.0 for name in PROCESSES}
    memory = {"fit_minutes": 3, "rss_samples": 30, "rss_mb": {name: [80, 81] for name in PROCESSES}}
    short = HELD | {"figures": memory | slopes}
    assert "| cannot tell |" in figures.row(GOALS[15], {"memory": short})


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (HELD, None),
        (HELD | {"size": 0.1}, "repetitions"),
        (HELD | {"size": 0.1, "passed": False}, None),
        (HELD | {"at": "2026-11-21T00:00:00Z"}, "newer"),
        (HELD | {"figures": {}}, "before it had figures"),
    ],
)
def test_what_replaces_a_kept_figure(told: dict[str, object], why: str | None) -> None:
    """A newer one that is not smaller; a failure always, so that none is hidden behind an older success."""
    said = figures.why_not(told, HELD)
    assert said is None if why is None else why in str(said)


def test_the_assessment_is_counted_from_its_own_page() -> None:
    """Whatever else the page says."""
    page = "| 1.2.1 | a | met | b |\n| 1.2.2 | a | n/a | b |\n| 1.2.3 | a | met | c |\n| state | met |\n"
    assert figures.counted(page)["figures"] == {"requirements": 3, "met": 2, "n/a": 1}


def test_a_benchs_output_is_taken_for_a_proof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last line is the result."""
    monkeypatch.setattr(figures, "MEASURED", tmp_path / "figures")
    (tmp_path / "soak.txt").write_text('{"at": 1}\n{"minutes": 120}\n')
    figures.adopt("soak", tmp_path / "soak.txt")
    assert json.loads((tmp_path / "figures" / "soak.json").read_text())["figures"] == {"minutes": 120}


def test_a_bench_of_another_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With a sentence."""
    assert figures.main(["sock=nowhere"]) == 2
    assert "'sock=nowhere' must be a proof and a file" in "".join(capsys.readouterr())

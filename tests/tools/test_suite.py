"""The test runner: it counts honestly, and nothing run is not success."""

from pathlib import Path

import pytest

from tools import suite
from tools.suite import Choice, Count, choose, close, read_junit, read_tap

TAP = "not ok 3 - x\n# tests 6\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n"


def test_without_arguments_everything_runs() -> None:
    """Python, browser and JavaScript."""
    choice = choose([])
    assert (choice.python, choice.browser) == (["tests"], ["tests/e2e"])
    assert any(path.endswith("wire.test.mjs") for path in choice.javascript)


def test_options_alone_go_to_both_pytest_processes() -> None:
    """`run.py test -x -k name`."""
    assert choose(["-x", "-k", "name"]) == Choice(["-x", "-k", "name"], ["tests"], ["tests/e2e"], [], [])


def test_the_deep_proofs_run_only_when_asked_for() -> None:
    """`run.py test --deep --seed=7`: they and nothing else; without the word, all but they."""
    assert choose(["--deep", "--seed=7"]) == Choice(["--seed=7"], [], [], [], ["tests/deep"])
    assert choose([]).deep == []


@pytest.mark.parametrize(
    ("path", "runner"),
    [
        ("tests/tools", "python"),
        ("tests/e2e/test_wall.py::test_x", "browser"),
        ("tests/js/wire.test.mjs", "javascript"),
        ("tests/deep/test_fsync.py", "deep"),
    ],
)
def test_a_path_goes_to_its_runner_only(path: str, runner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a test named by its node id."""
    monkeypatch.chdir(suite.ROOT)
    choice = choose([path, "-v"])
    assert choice.options == ["-v"]
    assert {
        name: getattr(choice, name)
        for name in ("python", "browser", "javascript", "deep")
        if getattr(choice, name)
    } == {runner: [path]}


def test_node_is_counted_from_its_own_figures() -> None:
    """A cancelled test did not pass."""
    assert read_tap(TAP) == Count(passed=3, failed=2, skipped=1)
    assert read_tap("") == Count()


def test_pytest_is_counted_from_its_own_report(tmp_path: Path) -> None:
    """An error in a fixture is a failure."""
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="1"/></testsuites>')
    assert read_junit(report) == Count(passed=5, failed=3, skipped=1)


@pytest.mark.parametrize(
    ("total", "line", "code"),
    [
        (Count(5, 0, 1), "5 passed, 0 failed, 1 skipped", 0),
        (Count(5, 2, 0), "5 passed, 2 failed, 0 skipped", 1),
        (Count(0, 0, 0), "0 passed, 0 failed, 0 skipped", 1),
        (Count(0, 0, 3), "0 passed, 0 failed, 3 skipped", 1),
        (Count(5, 0, 0, broken=True), "5 passed, 1 failed, 0 skipped", 1),
    ],
)
def test_the_last_line_sums_up(
    total: Count, line: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing run, or a runner that crashed, is a failure whatever was counted."""
    assert close(total) == code
    assert capsys.readouterr().out.splitlines()[-1] == line

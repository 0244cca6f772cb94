"""The table of faults names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
CASES = (("A", 8), ("B", 7), ("C", 6), ("D", 7), ("E", 10), ("F", 2))


def test_every_case_has_one_row() -> None:
    """Forty, in order."""
    wanted = [f"{letter}{number}" for letter, most in CASES for number in range(1, most + 1)]
    assert re.findall(r"^\| ([A-F]\d+) \|", TABLE, re.M) == wanted and len(wanted) == 40


@pytest.mark.parametrize("row", re.findall(r"^\| [A-F]\d+ \|.*$", TABLE, re.M))
def test_its_tests_are_there(row: str) -> None:
    """Each is named by file and function."""
    named = re.findall(r"`(tests/[^`]+\.py)::(test_\w+)`", row)
    assert named
    for file, name in named:
        assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.M), name

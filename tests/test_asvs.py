"""The table of requirements: each number once, each test there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", (ROOT / "docs/asvs.md").read_text(), re.M
)
LEVEL_1 = {
    "1.2": (1, 2, 3, 4, 5), "1.3": (1, 2), "1.5": (1,), "2.1": (1,), "2.2": (1, 2), "2.3": (1,),
    "3.2": (1, 2),
    "3.3": (1,), "3.4": (1, 2), "3.5": (1, 2, 3), "4.1": (1,), "4.4": (1,), "5.2": (1, 2),
    "5.3": (1, 2), "6.1": (1,),
    "6.2": (1, 2, 3, 4, 5, 6, 7, 8), "6.3": (1, 2), "6.4": (1, 2), "7.2": (1, 2, 3, 4),
    "7.4": (1, 2), "8.1": (1,),
    "8.2": (1, 2), "8.3": (1,), "9.1": (1, 2, 3), "9.2": (1,), "10.4": (1, 2, 3, 4, 5),
    "11.3": (1, 2), "11.4": (1,),
    "12.1": (1,), "12.2": (1, 2), "13.4": (1,), "14.2": (1,), "14.3": (1,), "15.1": (1,),
    "15.2": (1,), "15.3": (1,),
}  # fmt: skip
"""Section -> numbers of its requirements of level 1, as in the standard's table, version 5.0.0."""


def test_every_requirement_is_listed_once() -> None:
    """70 of them, in the standard's order."""
    expected = [f"{section}.{number}" for section, numbers in LEVEL_1.items() for number in numbers]
    assert len(expected) == 70 and [row[0] for row in ROWS] == expected


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_requirement_has_a_state_and_a_test_that_exists(row: tuple[str, str, str, str]) -> None:
    """A file that was moved takes its row along."""
    _, _, state, how = row
    named = re.findall(r"`(tests/[^`]+)`", how)
    assert state in ("met", "partly", "not met", "n/a") and named
    assert [name for name in named if not (ROOT / name).is_file()] == []

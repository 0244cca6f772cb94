"""The lock files follow from pyproject.toml, contain one another, and name no registry."""

import re

from tools import locks
from tools.environment import lock_file


def _pins(lock: str) -> set[str]:
    return set(
        re.findall(r"^([a-z0-9._-]+==[^ ;\\]+)", lock_file(lock).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_the_locks_follow_from_the_project() -> None:
    """Else `python3 run.py lock`."""
    assert locks.problems() == []


def test_the_developers_lock_contains_the_demos() -> None:
    """So that installing it never changes what a demo runs on."""
    assert _pins("demo") <= _pins("dev")
    assert len(_pins("demo")) > 20


def test_every_pin_has_hashes() -> None:
    """What is installed is what was locked."""
    for lock in ("demo", "dev"):
        blocks = re.split(r"\n(?=[a-z0-9])", lock_file(lock).read_text(encoding="utf-8"))
        assert all("--hash=sha256:" in block for block in blocks if "==" in block.splitlines()[0])

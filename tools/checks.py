"""`run.py check`: everything that is checked without running the product; all of it, then a summary."""

import subprocess
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from tools import audit, locks, node
from tools.environment import PYTHON, ROOT, say, with_project

OK: Final = 0


class Check(NamedTuple):
    """One thing to check."""

    name: str
    run: Callable[[], int]
    """Prints what is wrong; returns 0 when nothing is."""


def run() -> int:
    """Run all; returns 0 only if all are fine."""
    failed = [check.name for check in CHECKS if not _passes(check)]
    print(
        f"check: {len(CHECKS) - len(failed)} passed, {len(failed)} failed"
        + "".join(f"; {name}" for name in failed)
    )
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    started = time.monotonic()
    code = check.run()
    say(f"{check.name}: {'ok' if code == OK else 'FAILED'} ({time.monotonic() - started:.1f} s)")
    return code == OK


def _module(*arguments: str) -> Callable[[], int]:
    command = [str(PYTHON), "-m", *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, env=with_project(), check=False).returncode


def _locks() -> int:
    found = locks.problems()
    print("".join(line + "\n" for line in found), end="")
    return len(found)


def _browser_types() -> int:
    compiler = node.typescript()
    if compiler is None:
        say("the types of the browser's modules are NOT checked: there is no npm to bring TypeScript")
        return OK
    types = compiler.parents[2] / "@types"
    command = [node.node(), str(compiler), "-p", "jsconfig.json", "--noEmit", "--typeRoots", str(types)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


CHECKS: Final = (
    Check("locks follow from pyproject.toml", _locks),
    Check("ruff check", _module("ruff", "check", ".")),
    Check("ruff format", _module("ruff", "format", "--check", ".")),
    Check("mypy --strict", _module("mypy")),
    Check(
        "arrows and house rules", _module("pytest", "-q", "tests/test_arrows.py", "tests/test_house_rules.py")
    ),
    Check("types of the browser's modules", _browser_types),
    Check("known vulnerabilities", audit.problems),
)

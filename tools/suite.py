"""`run.py test`: the Python tests, the browser tests in a pytest process of their own (Playwright keeps an
event loop that other tests cannot live with), the JavaScript tests; then one line that sums up. With `--deep`
the deep proofs instead, which take minutes each.
"""

import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final, NamedTuple

from tools import chromium, node, postgres
from tools.environment import PYTHON, ROOT, say, with_project

NO_TESTS: Final = 5
"""pytest's exit code when it collected none."""

E2E: Final = "tests/e2e"
DEEP: Final = "tests/deep"

HANGS_S: Final = 3 * 3600
"""A deep proof that takes longer hangs."""


class Count(NamedTuple):
    """What one process did. ``broken``: it ended otherwise than by passing or failing tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: bool = False

    def plus(self, other: "Count") -> "Count":
        """Both together."""
        figures = (self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)
        return Count(*figures, self.broken or other.broken)


class Choice(NamedTuple):
    """What the arguments ask for."""

    options: list[str]
    python: list[str]
    browser: list[str]
    javascript: list[str]
    deep: list[str]


def run(arguments: list[str]) -> int:
    """Run what is asked for; returns 0 only if something ran and nothing failed."""
    choice = choose(arguments)
    total = Count()
    if choice.python:
        postgres.ensure()
        total = total.plus(_pytest([*choice.python, *choice.options]))
    if choice.browser:
        chromium.ensure()
        total = total.plus(_pytest([*choice.browser, *choice.options]))
    if choice.javascript:
        total = total.plus(_node(choice.javascript))
    if choice.deep:
        chromium.ensure()
        total = total.plus(
            _pytest([*choice.deep, *choice.options, "-s", f"-ofaulthandler_timeout={HANGS_S}"])
        )
    return close(total)


def choose(arguments: list[str]) -> Choice:
    """Sort paths by who runs them; without a path, everything but the deep proofs (and with options only,
    all of Python).
    """
    paths = [word for word in arguments if not word.startswith("-") and Path(word.split("::")[0]).exists()]
    options = [word for word in arguments if word not in paths and word != "--deep"]
    if not paths and "--deep" in arguments:
        return Choice(options, [], [], [], [DEEP])
    if not paths:
        scripts = [] if options else sorted(map(str, (ROOT / "tests" / "js").glob("*.test.mjs")))
        return Choice(options, ["tests"], [E2E], scripts, [])
    javascript = [path for path in paths if path.endswith(".mjs")]
    browser, deep = _within(E2E, paths), _within(DEEP, paths)
    python = [path for path in paths if path not in javascript + browser + deep]
    return Choice(options, python, browser, javascript, deep)


def _within(folder: str, paths: list[str]) -> list[str]:
    return [path for path in paths if Path(path.split("::")[0]).resolve().is_relative_to(ROOT / folder)]


def close(total: Count) -> int:
    """Print the line that sums up, alone and last."""
    if total.broken:
        say("a test process did not end as it should; see above")
    if total.passed + total.failed == 0:
        say("no test ran")
    failed = total.failed + (1 if total.broken and not total.failed else 0)
    print(f"{total.passed} passed, {failed} failed, {total.skipped} skipped", flush=True)
    return 1 if failed or total.passed == 0 else 0


def _pytest(arguments: list[str]) -> Count:
    say(f"pytest {' '.join(arguments)}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [str(PYTHON), "-m", "pytest", *arguments, f"--junit-xml={report}"]
        code = subprocess.run(command, cwd=ROOT, env=with_project(), check=False).returncode
        count = read_junit(report) if report.is_file() else Count()
    return count._replace(broken=code not in (0, 1, NO_TESTS) or (code == 1 and count.failed == 0))


def read_junit(report: Path) -> Count:
    """The figures of pytest's own report."""
    total = Count()
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own pytest wrote it
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total = total.plus(Count(tests - failed - skipped, failed, skipped))
    return total


def _node(scripts: list[str]) -> Count:
    say(f"node --test, {len(scripts)} files")
    with tempfile.TemporaryDirectory() as folder:
        tap = Path(folder) / "tap"
        command = [node.node(), "--test", "--test-reporter=dot", "--test-reporter-destination=stdout"]
        command += ["--test-reporter=tap", f"--test-reporter-destination={tap}", *scripts]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        told = tap.read_text(encoding="utf-8") if tap.is_file() else ""
    count = read_tap(told)
    if count.failed:
        print(
            "\n".join(
                line for line in told.splitlines() if re.match(r"\s*(not ok|error:|expected:|actual:)", line)
            )
        )
    return count._replace(broken=code != 0 and count.failed == 0)


def read_tap(told: str) -> Count:
    """The figures at the end of node's report."""
    figures = dict(re.findall(r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", told, re.MULTILINE))
    figure = {name: int(number) for name, number in figures.items()}
    failed = figure.get("fail", 0) + figure.get("cancelled", 0)
    return Count(figure.get("pass", 0), failed, figure.get("skipped", 0) + figure.get("todo", 0))

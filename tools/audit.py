"""Known vulnerabilities of what the lock names, asked of whatever registry pip is set to, and honestly
counted: what could not be looked up is not called safe.
"""

import hashlib
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools import figures
from tools.environment import PYTHON, ROOT, VENV, lock_file, say

LIMIT_S: Final = 60.0
AT_ONCE: Final = 4
"""Processes; they wait for the network, one package after the other."""
KEPT_S: Final = 24 * 3600.0
KEPT: Final = VENV / "audit.json"
"""The newest answers; the same lock is not asked about twice a day."""

_ENTRY: Final = re.compile(r"^[A-Za-z0-9]", re.MULTILINE)


class Verdict(NamedTuple):
    """What is known of the packages of one lock."""

    audited: int
    vulnerable: tuple[str, ...]
    """Sentences."""
    unknown: tuple[str, ...]
    """Packages about which the registry knows nothing, or that were not reached in time."""


def problems() -> int:
    """Say what was found; returns how many packages have a known vulnerability."""
    lock = lock_file("dev").read_text(encoding="utf-8")  # it contains the demo's, at the same versions
    verdict = judged(_answers(lock), packages(lock))
    _note(verdict)
    for sentence in verdict.vulnerable:
        print(sentence)
    total = verdict.audited + len(verdict.unknown)
    say(f"{verdict.audited} of {total} packages audited, {len(verdict.vulnerable)} known to be vulnerable")
    if verdict.unknown:
        say(
            f"{len(verdict.unknown)} could NOT be audited: the registry here has no data about them, or did "
            f"not answer within {LIMIT_S:g} s ({', '.join(verdict.unknown[:3])} ...)"
        )
    return len(verdict.vulnerable)


def _note(verdict: Verdict) -> None:
    """For the table of what is promised."""
    told = {"audited": verdict.audited, "vulnerable": list(verdict.vulnerable)}
    figures.note("dependencies", told | {"packages": verdict.audited + len(verdict.unknown)}, time.time())


def judged(answers: Iterable[str], wanted: Iterable[str]) -> Verdict:
    """What pip-audit's JSON says of the packages that are wanted. Pure."""
    audited, vulnerable = set[str](), list[str]()
    for answer in answers:
        for package in _dependencies(answer):
            if "skip_reason" in package:
                continue
            audited.add(package["name"])
            for hole in package.get("vulns", []):
                mended = ", ".join(hole.get("fix_versions", [])) or "no version yet"
                vulnerable.append(
                    f"{package['name']} {package['version']} has {hole['id']}, mended in {mended}"
                )
    return Verdict(len(audited), tuple(vulnerable), tuple(sorted(set(wanted) - audited)))


def _dependencies(answer: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []  # it was ended, or could not reach anything: its packages stay unknown
    return found


def packages(lock: str) -> list[str]:
    """The names in a lock that are for this platform: those for Windows alone are asked about nowhere."""
    entries = [entry.partition("\n")[0] for entry in entries_of(lock)]
    return [entry.partition("==")[0] for entry in entries if "sys_platform == 'win32'" not in entry]


def entries_of(lock: str) -> list[str]:
    """One text a package, hashes included."""
    starts = [match.start() for match in _ENTRY.finditer(lock)]
    return [lock[start:end] for start, end in zip(starts, [*starts[1:], len(lock)], strict=True)]


def _answers(lock: str) -> list[str]:
    digest = hashlib.sha256(lock.encode()).hexdigest()
    kept = _kept(digest)
    if kept is not None:
        say("dependency audit: today's answers about this very lock")
        return kept
    answers = _asked(entries_of(lock))
    KEPT.write_text(json.dumps({"lock": digest, "at": time.time(), "answers": answers}), encoding="utf-8")
    return answers


def _kept(digest: str) -> list[str] | None:
    try:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        fresh = kept["lock"] == digest and 0 <= time.time() - kept["at"] < KEPT_S
        return list(kept["answers"]) if fresh else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _asked(entries: list[str]) -> list[str]:
    """What pip-audit says of each part; of a part that is not through in time, nothing."""
    with tempfile.TemporaryDirectory() as name:
        parts = [Path(name) / f"part-{number}.txt" for number in range(AT_ONCE)]
        for number, part in enumerate(parts):
            part.write_text("".join(entries[number::AT_ONCE]), encoding="utf-8")
        running = [_audit(part) for part in parts]
        deadline = time.monotonic() + LIMIT_S
        return [_answer(process, deadline) for process in running]


def _audit(part: Path) -> "subprocess.Popen[str]":
    command = [str(PYTHON), "-m", "pip_audit", "--requirement", str(part), "--no-deps", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _answer(process: "subprocess.Popen[str]", deadline: float) -> str:
    try:
        return process.communicate(timeout=max(0.1, deadline - time.monotonic()))[0]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return ""

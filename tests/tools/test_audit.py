"""The dependency audit: what is not known is not called safe, and nothing is asked twice a day."""

import json
import time
from pathlib import Path

import pytest

from tools import audit, figures

LOCK = """# pyproject dependencies: abc
anyio==4.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via wanglou
pywin32==3 ; sys_platform == 'win32' \\
    --hash=sha256:cc
jinja2==2.0 ; python_version > '3' \\
    --hash=sha256:dd
"""


def answer(*packages: dict[str, object]) -> str:
    """As pip-audit prints it."""
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_a_lock_is_taken_apart_by_packages() -> None:
    """Hashes stay with theirs; what is for another system is not asked about."""
    assert audit.packages(LOCK) == ["anyio", "jinja2"]
    assert [entry.count("--hash") for entry in audit.entries_of(LOCK)] == [2, 1, 1]


def test_a_known_vulnerability_is_named_with_its_mending() -> None:
    """What to raise, and to what."""
    hole = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": []}
    found = answer({"name": "jinja2", "version": "2.0", "vulns": [hole]})
    assert audit.judged([found], ["jinja2"]).vulnerable == ("jinja2 2.0 has PYSEC-1, mended in 2.1",)


@pytest.mark.parametrize("said", ["", "Traceback", "[]", "{}"])
def test_what_was_not_looked_up_is_unknown(said: str) -> None:
    """A part that was ended, and a package that the registry does not know."""
    skipped = answer({"name": "anyio", "skip_reason": "not found"})
    known = answer({"name": "idna", "version": "3", "vulns": []})
    verdict = audit.judged([skipped, known, said], ["anyio", "idna", "jinja2"])
    assert verdict == audit.Verdict(1, (), ("anyio", "jinja2"))


def test_the_same_lock_is_asked_about_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And another lock, or a day later, anew."""
    monkeypatch.setattr(audit, "KEPT", tmp_path / "audit.json")
    asked = []
    monkeypatch.setattr(audit, "_asked", lambda entries: asked.append(len(entries)) or ["{}"])
    for lock in (LOCK, LOCK, LOCK + "more==1\n"):
        audit._answers(lock)
    assert asked == [3, 4]
    kept = json.loads(audit.KEPT.read_text()) | {"at": time.time() - 25 * 3600}
    audit.KEPT.write_text(json.dumps(kept))
    audit._answers(LOCK + "more==1\n")
    assert asked == [3, 4, 4]


def test_a_check_without_any_answer_passes_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine without a way to the data must not stop anybody's work, nor be told that all is well."""
    monkeypatch.setattr(audit, "KEPT", tmp_path / "audit.json")
    monkeypatch.setattr(audit, "_asked", lambda entries: ["", ""])
    monkeypatch.setattr(figures, "MEASURED", tmp_path)
    assert audit.problems() == 0
    said = capsys.readouterr().out
    assert "0 of " in said and "could NOT be audited" in said
    told = json.loads((tmp_path / "dependencies.json").read_text())["figures"]
    assert (told["audited"], told["vulnerable"]) == (0, []) and told["packages"] > 0

"""Setting up: quick when nothing changed, never twice at once, and a sentence when something is missing."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tools import environment
from tools.environment import ROOT, SetUpError, ensure


@pytest.fixture
def installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An empty project whose installations are only noted."""
    done: list[str] = []
    (tmp_path / "locks").mkdir()
    for lock in ("demo", "dev"):
        (tmp_path / "locks" / f"{lock}.txt").write_text(f"{lock}==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    monkeypatch.setattr(environment, "_install_with_pip", done.append)
    runs = environment._runs
    quick = ["--without-pip"]  # nothing is going to be installed
    monkeypatch.setattr(
        environment, "_runs", lambda words: runs([*words, *(quick if "venv" in words else [])])
    )
    return done


def test_the_second_start_installs_nothing(installs: list[str]) -> None:
    """It only compares a hash."""
    ensure("demo")
    ensure("demo")
    assert installs == ["demo"]


def test_a_changed_lock_is_installed(installs: list[str]) -> None:
    """And only then."""
    ensure("demo")
    (environment.ROOT / "locks" / "demo.txt").write_text("demo==2\n")
    ensure("demo")
    assert installs == ["demo", "demo"]


def test_the_developers_packages_serve_the_demo_too(installs: list[str]) -> None:
    """Testing and then showing the wall does not install twice, nor throw anything away."""
    ensure("dev")
    ensure("demo")
    assert installs == ["dev"]


def test_the_demo_does_not_serve_the_developer(installs: list[str]) -> None:
    """The other way round something is missing."""
    ensure("demo")
    ensure("dev")
    assert installs == ["demo", "dev"]


def test_a_broken_environment_is_made_anew(installs: list[str]) -> None:
    """Its Python went away with an upgrade of the system."""
    ensure("demo")
    python = environment.PYTHON
    python.unlink()
    python.symlink_to("/nowhere/python3")
    ensure("demo")
    assert installs == ["demo", "demo"]
    assert subprocess.run([python, "-c", ""], check=False).returncode == 0


def test_a_python_without_venv_names_the_package(
    monkeypatch: pytest.MonkeyPatch, installs: list[str]
) -> None:
    """Debian puts it into a package of its own."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name))
    with pytest.raises(SetUpError, match=rf"module ensurepip; .* python3\.{sys.version_info[1]}-venv"):
        ensure("demo")
    assert installs == []


def test_an_old_python_is_told_so_in_a_sentence() -> None:
    """The check stands before anything that an old Python could not read."""
    code = (ROOT / "run.py").read_text(encoding="utf-8").split("from tools import")[0]
    old = code.replace("import sys", "import sys\nsys.version_info = (3, 9, 2)", 1)
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and this is 3.9" in done.stderr


def test_verbs_are_explained() -> None:
    """Each verb stands in the help."""
    done = subprocess.run(
        [sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    for verb in ("demo", "test", "check", "bench", "lock", "wanglou"):
        assert f"python3 run.py {verb}" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"), [(["dmeo"], "there is no verb 'dmeo'"), ([], "a verb is missing")]
)
def test_a_wrong_verb_is_named(words: list[str], says: str) -> None:
    """The last line says what is wrong, after the help; a script sees 2."""
    done = subprocess.run(
        [sys.executable, "run.py", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"run.py: {says}; it must be one of demo, test")


def test_every_bench_that_is_named_can_be_started() -> None:
    """And what is only a part of one is not offered."""
    done = subprocess.run(
        [sys.executable, "run.py", "bench"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    named = done.stderr.strip().removeprefix("Which bench? There are: ").split(", ")
    code = {name: (ROOT / "bench" / f"{name}.py").read_text(encoding="utf-8") for name in named}
    assert done.returncode == 1 and all('if __name__ == "__main__":' in text for text in code.values())
    parts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bench").rglob("*.py"))
    assert [name for name in named if f'"bench.{name}"' in parts] == []

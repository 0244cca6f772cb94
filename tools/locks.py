"""Lock files: every version and hash, for every platform, without the address of any registry.

`locks/dev.txt` is solved first; `locks/demo.txt` takes its versions from it, so the one contains the other.
"""

import hashlib
import subprocess
import tempfile
import tomllib
from pathlib import Path
from typing import Final

from tools.environment import PYTHON, ROOT, lock_file, say

EXTRAS: Final = {"dev": ("video", "postgres", "oidc", "osm", "test", "dev"), "demo": ("video",)}
_STAMP: Final = "# pyproject dependencies: "


def remake() -> int:
    """Solve both locks again; returns the exit code."""
    lock_file("dev").parent.mkdir(exist_ok=True)
    for lock in ("dev", "demo"):
        with tempfile.NamedTemporaryFile(suffix=".txt") as solved:
            code = _solve(lock, Path(solved.name))
            if code:
                return code
            text = Path(solved.name).read_text(encoding="utf-8")
        lock_file(lock).write_text(f"{_STAMP}{fingerprint()}\n{text}", encoding="utf-8")
        say(f"locks/{lock}.txt: {sum('==' in line for line in text.splitlines())} packages")
    return 0


def _solve(lock: str, output: Path) -> int:
    command = [str(PYTHON), "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-header", "--upgrade"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--output-file", str(output)]
    command += [word for extra in EXTRAS[lock] for word in ("--extra", extra)]
    if lock != "dev":
        command += ["--constraint", str(lock_file("dev"))]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def fingerprint() -> str:
    """A hash of everything the locks follow from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [project["requires-python"], project["dependencies"], project["optional-dependencies"]]
    return hashlib.sha256(repr(wanted).encode()).hexdigest()


def problems() -> list[str]:
    """Sentences: which lock no longer follows from pyproject.toml, or names a registry."""
    found = []
    for lock in EXTRAS:
        text = lock_file(lock).read_text(encoding="utf-8")
        if text.splitlines()[0] != _STAMP + fingerprint():
            found.append(f"locks/{lock}.txt does not follow from pyproject.toml: run `python3 run.py lock`")
        if "://" in text:
            found.append(f"locks/{lock}.txt names an address; a lock must work with any registry")
    return found

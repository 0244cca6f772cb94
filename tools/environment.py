"""The project's own environment: `.venv`, filled from a lock file, left alone while the lock is the same.

The developer's lock contains the demo's at the same versions, so installing it never breaks a demo.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / "bin" / "python"
CONTAINS: Final = {"demo": ("demo",), "dev": ("dev", "demo")}
"""Lock -> the locks that are satisfied once it is installed."""

_OLDEST: Final = "import sys; sys.exit(sys.version_info < (3, 11))"


class SetUpError(Exception):
    """A sentence for the person at the terminal: what is missing and how to get it."""


def lock_file(lock: str) -> Path:
    """Where the pinned versions and hashes are."""
    return ROOT / "locks" / f"{lock}.txt"


def ensure(lock: str) -> None:
    """Make `.venv` hold what the lock says; quick when it does already. Raises SetUpError."""
    if _up_to_date(lock):
        return
    with _alone():
        if _up_to_date(lock):
            return  # another run.py did it meanwhile
        _ensure_venv()
        _install(lock)


def become(*arguments: str) -> NoReturn:
    """Replace this process by the environment's Python."""
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), *arguments], with_project())


def with_project() -> dict[str, str]:
    """The environment variables under which our packages are found from any folder."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def say(line: str) -> None:
    """One line of progress."""
    print(f"[wanglou] {line}", flush=True)


def _up_to_date(lock: str) -> bool:
    stamp = VENV / f".{lock}.sha256"
    return PYTHON.exists() and stamp.is_file() and stamp.read_text() == _fingerprint(lock)


def _fingerprint(lock: str) -> str:
    path = lock_file(lock)
    if not path.is_file():
        raise SetUpError(f"{path.relative_to(ROOT)} is missing; it belongs to the repository")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Only one run.py changes the environment at a time; the others wait and then find it done."""
    with (ROOT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another run.py is setting up .venv; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure_venv() -> None:
    if _works():
        return
    if VENV.exists():
        say(".venv does not work any more (its Python is gone or too old); making it anew")
        shutil.rmtree(VENV)
    say(f"making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}")
    uv = shutil.which("uv")
    if uv and _runs([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]):
        return
    _require_venv_module()
    if not _runs([sys.executable, "-m", "venv", str(VENV)]):
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetUpError(f"`{sys.executable} -m venv .venv` failed; {_how_to_get_venv()}")


def _works() -> bool:
    return PYTHON.exists() and _answers([str(PYTHON), "-c", _OLDEST])


def _require_venv_module() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise SetUpError(f"this Python comes without the module {missing[0]}; {_how_to_get_venv()}")


def _how_to_get_venv() -> str:
    package = f"python3.{sys.version_info[1]}-venv"
    return f"on Debian and Ubuntu it is the package {package} (apt-get install {package}), or install uv"


def _install(lock: str) -> None:
    started = time.monotonic()
    lines = lock_file(lock).read_text(encoding="utf-8").splitlines()
    pins = sum("==" in line and not line.startswith((" ", "#")) for line in lines)
    say(f"installing {pins} packages from locks/{lock}.txt; this takes a minute, and only once")
    if not _install_with_uv(lock):
        _install_with_pip(lock)
    for satisfied in CONTAINS[lock]:
        (VENV / f".{satisfied}.sha256").write_text(_fingerprint(satisfied))
    say(f"installed in {time.monotonic() - started:.0f} s")


def _install_with_uv(lock: str) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    if _runs([*command, "-r", str(lock_file(lock))]):
        return True
    say("uv could not install them; trying pip")
    return False


def _install_with_pip(lock: str) -> None:
    if not _answers([str(PYTHON), "-m", "pip", "--version"]):  # uv makes environments without it
        _require_venv_module()
        _runs([str(PYTHON), "-m", "ensurepip"])
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    tail: list[str] = []
    with subprocess.Popen(
        [*command, "--require-hashes", "-r", str(lock_file(lock))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        _show_progress(pip.stdout or (), tail)
    if pip.returncode != 0:
        raise SetUpError("pip could not install the packages; its last words:\n" + "\n".join(tail))


def _show_progress(lines: Iterable[str], tail: list[str]) -> None:
    """Every tenth package is a line; the last lines are kept for the case that it fails."""
    found = 0
    for line in lines:
        tail[:] = [*tail[-14:], line.rstrip()]
        if line.startswith("Collecting "):
            found += 1
            if found % 10 == 0:
                say(f"  {found} packages found")
        elif line.startswith("Installing collected"):
            say("  all found, unpacking")


def _answers(command: Sequence[str]) -> bool:
    """Whether a command that is only a question succeeds."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _runs(command: Sequence[str]) -> bool:
    """Whether a command succeeds; its words are shown only if it does not."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0 and done.stdout.strip():
        print(done.stdout.rstrip(), file=sys.stderr)
    return done.returncode == 0

"""The data folder: private, claimed by one supervisor at a time, home of the secrets nobody chose."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dashboard.settings import Settings
from feeds.errors import BadSetting


def with_secrets(settings: Settings) -> Settings:
    """The settings with every secret that was not given, made once and kept with mode 0600."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = settings.secret or _kept(settings.data / "secret")
        demo_token = settings.demo_token
        if settings.simulate and not demo_token:  # its own simulation must get in, too
            demo_token = _kept(settings.data / "demo-token")
    except FileExistsError as exc:
        raise BadSetting("--data", str(settings.data), "is a file; give a folder") from exc
    except OSError as exc:
        raise BadSetting("--data", str(settings.data), f"the folder cannot be used: {exc.strerror}") from exc
    return replace(settings, secret=secret, demo_token=demo_token)


def _kept(path: Path) -> str:
    """The secret in this file; made if there is none. Several processes may ask at once: all get the same."""
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600 from its first moment
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(24) + "\n")
        draft = Path(name)
        try:
            path.hardlink_to(draft)  # fails where somebody was quicker; then theirs holds
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


@contextmanager
def claimed(data: Path) -> Iterator[None]:
    """Hold the folder while the block runs; raises ``BadSetting`` when another supervisor has it.

    The kernel lets go when this process ends, however it ends; children do not inherit the claim.
    """
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            why = f"another wanglou (pid {holder}) works there; stop it or give another folder"
            raise BadSetting("--data", str(data), why) from exc
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield

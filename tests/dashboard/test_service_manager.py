"""What systemd is told, and by whom."""

import os
import socket
from pathlib import Path

import pytest

from dashboard.beats import Heart
from dashboard.service_manager import alive
from dashboard.settings import child_environment, load
from feeds.model import Beat


class Deaf:
    """A bus that takes a beat and then nothing more."""

    async def beat(self, beat: Beat) -> bool:
        raise ConnectionError("enough")


async def test_each_beat_of_the_loop_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the loop itself: one that hangs says nothing, whatever the bus does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with pytest.raises(ExceptionGroup):
            await Heart(Deaf(), "web", os.getpid()).run()
        assert systemd.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "@nobody-listens-here"])
def test_a_manager_that_does_not_listen_stops_nobody(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one that is not there."""
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    alive()


def test_a_child_does_not_speak_for_its_supervisor(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would keep a supervisor that hangs alive."""
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/systemd/notify")
    assert "NOTIFY_SOCKET" not in child_environment(load(environment={}))

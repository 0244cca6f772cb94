"""The file of the patrol ledger: whole or set aside, never a crash."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.patrol_ledger import REAL, Kept
from dashboard.web import patrol_log
from dashboard.web.patrol_log import FILE, PatrolLog, restored
from feeds.model import Utc

NOW = Utc(1_795_320_000.0)
DAY = Utc(NOW - 12 * 3600)
KEPT = Kept(day=DAY, since=Utc(NOW - 10), seconds={"a": (60.0, 0.0)}, visits={"g1": (NOW - 5, None)})


class Roster:
    """A store with one worker; or one that cannot be read."""

    def __init__(self, *, down: bool = False) -> None:
        self.down = down

    def kind(self, kind: str) -> dict[str, Any]:
        """The roster."""
        if self.down:
            raise StoreUnavailable("the disk is gone")
        return {"a": {"id": "a"}} if kind == "worker" else {}


def log(folder: Path, roster: Roster | None = None) -> PatrolLog:
    """A log of two grids."""
    return PatrolLog(folder, roster or Roster(), ["g1", "g2"], lambda lats, _: np.zeros(len(lats), int), NOW)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    """All of it; there is no draft left."""
    log(tmp_path).write(KEPT)
    assert restored(tmp_path / FILE, NOW) == KEPT and [path.name for path in tmp_path.iterdir()] == [FILE]
    assert log(tmp_path).ledger.seconds((REAL,)) == {"a": 60.0}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"\xff\xfe", b'{"day":1,"since":1,"seconds":{"a":"x"},"visits":{}}',
     b'{"version":2,"day":1,"since":1,"seconds":{},"visits":{}}',
     b'{"day":1e12,"since":1,"seconds":{},"visits":{}}'],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_and_said(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of it is used, nothing of it is lost."""
    (tmp_path / FILE).write_bytes(content)
    assert log(tmp_path).ledger.seconds((REAL,)) == {}
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("patrol.damaged-") and aside.read_bytes() == content
    assert "cannot be read" in capsys.readouterr().out


def test_a_disk_that_takes_nothing_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And costs nothing else."""
    nowhere = log(tmp_path / "missing")
    nowhere.write(KEPT)
    nowhere.write(KEPT)
    assert capsys.readouterr().out.count("is not written") == 1
    (tmp_path / "missing").mkdir()
    nowhere.write(KEPT)
    assert restored(tmp_path / "missing" / FILE, NOW) == KEPT


async def test_it_is_written_now_and_then_and_at_the_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the roster looked at first."""
    monkeypatch.setattr(patrol_log, "WRITE_S", 0.01)
    running = log(tmp_path)
    task = asyncio.create_task(running.run())
    while not (tmp_path / FILE).exists():
        await asyncio.sleep(0.005)
    (tmp_path / FILE).unlink()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert restored(tmp_path / FILE, NOW) is not None


async def test_a_store_that_cannot_be_read_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked again."""
    monkeypatch.setattr(patrol_log, "ROSTER_S", 0.01)
    task = asyncio.create_task(log(tmp_path, Roster(down=True)).run())
    while not (tmp_path / FILE).exists():
        await asyncio.sleep(0.005)
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

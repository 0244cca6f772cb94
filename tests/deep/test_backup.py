"""Backups of a centre under load, each restored into an empty folder: what was answered before is in it."""

import random
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.incidents.reader import Reader
from tests.deep.centre import Centre
from tests.deep.load import Client, History
from tests.e2e.demo import ROOT

BACKUPS, CLIENTS, SHOWN = 5, 8, 300


def test_backups_under_load_hold_what_was_answered(
    centre: Centre, tmp_path: Path, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """Five backups while eight clients write; the last one is started on, and shows what it holds."""
    history = History(tmp_path / "history.jsonl")
    centre.start_bus()
    centre.start_web()
    checked = missing = invented = 0
    took = list[float]()
    with loaded(centre, seed, history):
        for number in range(times(BACKUPS)):
            time.sleep(2.0)
            promised, began = set(_promised(history)), time.monotonic()
            done = wanglou(centre, "backup", str(tmp_path / f"{number}.zip"), data=centre.data)
            took.append(time.monotonic() - began)
            assert done.returncode == 0, done.stdout + done.stderr
            asked = set(history.asked)
            held = restored(centre, tmp_path / f"{number}.zip", tmp_path / f"restored-{number}")
            checked += len(promised)
            missing += len(promised - held.keys())
            invented += len(set(held.values()) - asked)
    second = Centre(tmp_path / "second")
    second.folder.mkdir()
    second.data = tmp_path / f"restored-{number}"
    second.database = f"sqlite:///{second.data / 'wanglou.db'}"
    sample = random.Random(seed).sample(sorted(promised), min(SHOWN, len(promised)))
    shown = shown_by(second, sample)
    keep(
        backups=len(took),
        incidents_checked=checked,
        incidents_of_the_last=len(promised),
        missing=missing,
        invented=invented,
        backup_s_max=round(max(took), 1),
        sample_asked_for_after_the_restore=len(sample),
        shown_after_the_restore=shown,
        audit_of_the_live_store=centre.verified().split(",")[0],
    )
    assert promised and (missing, invented, shown) == (0, 0, len(sample))


def _promised(history: History) -> list[str]:
    """The ids that were answered."""
    with history.lock:
        return [id for acked in history.acked for id in acked.ids]


@contextmanager
def loaded(centre: Centre, seed: int, history: History) -> Iterator[None]:
    """While eight clients use every door."""
    stop = threading.Event()
    clients = [Client(number, seed, centre.port, history) for number in range(CLIENTS)]
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert [error for client in clients for error in client.errors] == []


def wanglou(centre: Centre, *words: str, data: Path) -> "subprocess.CompletedProcess[str]":
    """The command as somebody types it beside the working centre."""
    command = [sys.executable, "-m", "dashboard", *words, "--data", str(data)]
    database = f"sqlite:///{data / 'wanglou.db'}"
    environment = centre._environment() | {"DATABASE_URL": database}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def restored(centre: Centre, file: Path, data: Path) -> dict[str, str]:
    """Every incident of the backup with its sender's id, once it was restored and proven."""
    done = wanglou(centre, "restore", str(file), data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    reader = Reader(f"sqlite:///{data / 'wanglou.db'}")
    try:
        return {id: str(body["external_id"]) for id, body in reader.kind("incident").items()}
    finally:
        reader.close()


def shown_by(centre: Centre, incidents: list[str]) -> int:
    """How many of them a centre that was started on the restored folder shows; its wall must open, too."""
    centre.start_bus()
    centre.start_web()
    try:
        with urllib.request.urlopen(f"{centre.url}/wall", timeout=30) as page:
            assert page.status == 200
        shown = 0
        for id in incidents:
            with urllib.request.urlopen(f"{centre.url}/api/incidents/{id}", timeout=30) as answer:
                shown += answer.status == 200
        return shown
    finally:
        centre.stop()

"""No 2xx before its fsync: strace watches the web process while several clients ask at every writing door."""

import http.client
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from tests.deep import load
from tests.deep.centre import Centre
from tests.deep.strace_log import OPTIONS, Answers, Trace

REQUESTS, CLIENTS = 500, 5
JOURNAL = "wanglou.db-wal"
EARLY = [
    '7 read(24<socket:[5]>, "POST /intake/events ... probe-0-1x", 256000) = 99',
    '9 pwrite64(7</data/wanglou.db-wal>, "... probe-0-1x ...", 4096, 32) = 4096',
    "9 fdatasync(7</data/wanglou.db-wal> <unfinished ...>",
    '7 write(24<socket:[5]>, "HTTP/1.1 201 Created", 20) = 20',
    "9 <... fdatasync resumed>) = 0",
]


@pytest.mark.parametrize(
    ("order", "early"), [((0, 1, 2, 4, 3), 0), ((0, 1, 2, 3, 4), 1), ((0, 2, 4, 1, 3), 1), ((0, 1, 3), 1)]
)
def test_the_probe_sees_an_answer_that_is_too_early(order: tuple[int, ...], early: int) -> None:
    """While the fsync runs, after an fsync of something else, and without any."""
    answers = Trace(JOURNAL).read(EARLY[line] for line in order)
    assert (len(answers.early), len(answers.covered)) == (early, 1 - early)


def test_fsync_before_2xx(
    centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """500 requests by five clients at once: events, Open311, files, officers' commands."""
    trace = centre.folder / "trace"
    centre.start_bus()
    centre.start_web(["strace", "-D", *OPTIONS, "-o", str(trace), "--"] if _may_trace() else [])
    each = max(1, times(REQUESTS) // CLIENTS)
    sent: list[str] = []
    askers = [
        threading.Thread(target=_ask, args=(centre, seed, number, each, sent)) for number in range(CLIENTS)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    centre.end("web")
    answers = _read_whole(trace)
    keep(requests=len(sent), answered_after_fsync=len(answers.covered), answered_before=len(answers.early),
         fsyncs=answers.syncs)  # fmt: skip
    assert answers.early == []
    assert sorted(answers.covered) == sorted(sent) and len(sent) == each * CLIENTS


def _may_trace() -> bool:
    """Skips, saying why, where strace is missing or the kernel lets nobody trace."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian: apt-get install strace)")
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"strace may not trace here: {tried.stderr.strip()[:200]}")
    return True


def _ask(centre: Centre, seed: int, number: int, count: int, sent: list[str]) -> None:
    """One client: one connection, one request after the other, each with its token."""
    chance = random.Random(f"{seed}/{number}")
    link = http.client.HTTPConnection("127.0.0.1", centre.port, timeout=30)
    known: list[tuple[str, int]] = []
    for step in range(count):
        name = f"probe-{number}-{step}x"
        makers = (load.event, load.open311, load.work_orders)
        ask = makers[chance.randrange(len(makers))](name)
        if known and chance.random() < 0.25:
            incident, revision = known.pop()
            ask = load.command(name, UUID(int=chance.getrandbits(128), version=4), incident, revision)
        status, told = load.send(link, ask)
        assert status in (200, 201), (status, told)
        sent.append(name)
        if ask.door == "command":
            known.append((told["id"], told["revision"]))
        else:
            known += [(id, 1) for id in load.ids_in(ask, told)]
    link.close()


def _read_whole(trace: Path) -> Answers:
    """Once the tracer, which outlives its process by a moment, has written its last line."""
    end = time.monotonic() + 30
    while "+++" not in _tail(trace) and time.monotonic() < end:
        time.sleep(0.2)
    with trace.open(encoding="utf-8", errors="replace") as lines:
        return Trace(JOURNAL).read(lines)


def _tail(trace: Path) -> str:
    with trace.open("rb") as file:
        file.seek(max(0, trace.stat().st_size - 400))
        return file.read().decode(errors="replace")

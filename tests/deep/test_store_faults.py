"""The store cannot be written for a while: senders are told at once, nothing is lost, and it goes on."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from dashboard.incidents.reader import Reader
from tests.deep.centre import Centre
from tests.deep.load import Ask, event
from tests.kit.nemesis import fill, locked, may_mount, small_disk

LOCKED_S, TRIALS = 30, 3
CLIENTS = 4
ANSWERED_WITHIN_S = 2.5
"""Two seconds of waiting for the lock, and the answer itself."""
RESUMES_S = 10.0
DISK_MB = 24


@dataclass
class Told:
    """What senders were told, all together."""

    answers: dict[int, int] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[Ask] = field(default_factory=list)
    slowest_refusal_s: float = 0.0
    without_retry_after: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, ask: Ask, status: int, took_s: float, retry_after: str | None) -> None:
        """One answer."""
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1
            if status in (200, 201):
                self.acknowledged += ask.names
                return
            self.refused.append(ask)
            self.slowest_refusal_s = max(self.slowest_refusal_s, took_s)
            self.without_retry_after += status == 503 and not retry_after


def test_locked(centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """Another program holds the database for half a minute, three times: 503 with Retry-After, none lost."""
    chance, told, resumed = random.Random(seed), Told(), []
    centre.start_bus()
    centre.start_web()
    _send(centre, event("warm"), Told())
    for trial in range(TRIALS):
        with locked(centre.data / "wanglou.db"):
            _crowd(centre, told, f"{trial}", times(LOCKED_S), chance)
        resumed.append(_resumes(centre, told, f"after-{trial}"))
    _ask_again(centre, told)
    lost = len(set(told.acknowledged) - _stored(centre))
    keep(**_figures(told), trials=TRIALS, locked_s=times(LOCKED_S), resumes_max_s=max(resumed), lost=lost)
    assert set(told.answers) <= {200, 201, 503}, told.answers
    assert told.answers.get(503) and told.without_retry_after == 0
    assert told.slowest_refusal_s <= ANSWERED_WITHIN_S and max(resumed) <= RESUMES_S
    assert lost == 0 and centre.verified().startswith("sound: ")


@pytest.mark.skipif(not may_mount(), reason="a small disk needs root and mount")
def test_disk_full(centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """No room on the disk, then room again: 507 or 503, never 500, no damage, and it goes on."""
    chance, told, resumed = random.Random(seed), Told(), []
    with ExitStack() as stack:
        try:
            stack.enter_context(small_disk(centre.data, DISK_MB))
        except OSError as exc:
            pytest.skip(str(exc))
        centre.start_bus()
        centre.start_web()
        _send(centre, event("warm"), Told())
        for trial in range(TRIALS):
            filler = fill(centre.data)
            _crowd(centre, told, f"{trial}", times(10), chance)
            filler.unlink()
            resumed.append(_resumes(centre, told, f"after-{trial}"))
        _ask_again(centre, told)
        lost = len(set(told.acknowledged) - _stored(centre))
        verdict = centre.verified()
        keep(**_figures(told), trials=TRIALS, resumes_max_s=max(resumed), lost=lost, audit=verdict[:60])
        centre.stop()
    assert set(told.answers) <= {200, 201, 503, 507}, told.answers
    assert told.refused and max(resumed) <= RESUMES_S
    assert lost == 0 and verdict.startswith("sound: ")


def _crowd(centre: Centre, told: Told, name: str, seconds: float, chance: random.Random) -> None:
    """A few clients at once, for so long."""
    end = time.monotonic() + seconds
    waits = [chance.uniform(0.05, 0.3) for _ in range(CLIENTS)]

    def client(number: int) -> None:
        asked = 0
        while time.monotonic() < end:
            _send(centre, event(f"{name}-{number}-{asked}"), told)
            asked += 1
            time.sleep(waits[number])

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _send(centre: Centre, ask: Ask, told: Told) -> int:
    began = time.monotonic()
    request = urllib.request.Request(centre.url + ask.path, ask.body.encode(), ask.headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            status, retry_after = answer.status, None
            json.load(answer)
    except urllib.error.HTTPError as refusal:
        status, retry_after = refusal.code, refusal.headers.get("Retry-After")
        refusal.read()
    told.note(ask, status, time.monotonic() - began, retry_after)
    return status


def _resumes(centre: Centre, told: Told, name: str) -> float:
    """Seconds until something is stored again."""
    began = time.monotonic()
    for attempt in range(200):
        if _send(centre, event(f"{name}-{attempt}"), told) in (200, 201):
            return round(time.monotonic() - began, 2)
        time.sleep(0.1)
    return float("inf")


def _ask_again(centre: Centre, told: Told) -> None:
    """What was refused is sent again under its key, and taken."""
    again, told.refused = told.refused, []
    for ask in again:
        _send(centre, ask, told)
    assert told.refused == []
    told.refused = again


def _stored(centre: Centre) -> set[str]:
    reader = Reader(centre.database)
    try:
        return {str(body["external_id"]) for body in reader.kind("incident").values()}
    finally:
        reader.close()


def _figures(told: Told) -> dict[str, object]:
    return {
        "requests": sum(told.answers.values()),
        "answers": {str(status): count for status, count in sorted(told.answers.items())},
        "acknowledged": len(told.acknowledged),
        "slowest_refusal_s": round(told.slowest_refusal_s, 2),
        "without_retry_after": told.without_retry_after,
    }

"""Senders who ask a centre that cannot always store, and what they were told."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field

from dashboard.incidents.reader import Reader
from tests.deep.centre import Centre
from tests.deep.load import Ask, event

CLIENTS = 4
PATIENCE_S = 30


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


def crowd(centre: Centre, told: Told, name: str, seconds: float, chance: random.Random) -> None:
    """A few clients at once, for so long."""
    end = time.monotonic() + seconds
    waits = [chance.uniform(0.05, 0.3) for _ in range(CLIENTS)]

    def client(number: int) -> None:
        asked = 0
        while time.monotonic() < end:
            send(centre, event(f"{name}-{number}-{asked}"), told)
            asked += 1
            time.sleep(waits[number])

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def send(centre: Centre, ask: Ask, told: Told) -> int:
    began = time.monotonic()
    request = urllib.request.Request(centre.url + ask.path, ask.body.encode(), ask.headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            status, retry_after = answer.status, None
            json.load(answer)
    except urllib.error.HTTPError as refusal:
        status, retry_after = refusal.code, refusal.headers.get("Retry-After")
        refusal.read()
    except OSError:  # cut off, or no answer in all that time
        status, retry_after = 0, None
    told.note(ask, status, time.monotonic() - began, retry_after)
    return status


def resumes(centre: Centre, told: Told, name: str) -> float:
    """Seconds until something is stored again."""
    began = time.monotonic()
    for attempt in range(200):
        if send(centre, event(f"{name}-{attempt}"), told) in (200, 201):
            return round(time.monotonic() - began, 2)
        time.sleep(0.1)
    return float("inf")


def ask_again(centre: Centre, told: Told) -> None:
    """What was refused is sent again under its key, and taken."""
    again, told.refused = told.refused, []
    for ask in again:
        send(centre, ask, told)
    assert told.refused == []
    told.refused = again


def stored(centre: Centre) -> set[str]:
    return set(times_stored(centre))


def times_stored(centre: Centre) -> Counter[str]:
    """How many incidents each sender's id became."""
    reader = Reader(centre.database)
    try:
        return Counter(str(body["external_id"]) for body in reader.kind("incident").values())
    finally:
        reader.close()


def figures(told: Told) -> dict[str, object]:
    return {
        "requests": sum(told.answers.values()),
        "answers": {str(status): count for status, count in sorted(told.answers.items())},
        "acknowledged": len(told.acknowledged),
        "slowest_refusal_s": round(told.slowest_refusal_s, 2),
        "without_retry_after": told.without_retry_after,
    }

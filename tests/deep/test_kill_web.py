"""kill -9 of the web process under load at every door: what was answered is there, once, for ever."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.incidents.commands import RecordId
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Put
from tests.deep.centre import Centre
from tests.deep.load import Acked, Client, History, event, ids_in, send

CYCLES, INCIDENTS, CLIENTS, REPEATS = 100, 5000, 8, 20


def test_kill_web(
    centre: Centre, tmp_path: Path, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """100 kills and at least 5,000 acknowledged incidents: 0 missing, 0 doubled; every key still knows its
    answer.
    """
    chance, history = random.Random(seed), History(tmp_path / "history.jsonl")
    clients = [Client(number, seed, centre.port, history) for number in range(CLIENTS)]
    centre.start_bus()
    centre.start_web()
    cycles = missing = in_flight = repeats = changed = 0
    while cycles < times(CYCLES) or len(_promised(history)) < times(INCIDENTS):
        assert cycles < 3 * CYCLES, "too few acknowledgements"
        in_flight += _loaded_until_killed(centre, clients, chance.uniform(0.1, 1.0))
        cycles += 1
        centre.start_web()
        missing += len(_promised(history).keys() - _stored(centre).keys())
        sample = chance.sample(history.acked, min(REPEATS, len(history.acked)))
        repeats += len(sample)
        changed += sum(_answered_otherwise(centre, acked) for acked in sample)
    _settle(clients)
    told = _compare(centre, history) | {
        "kills": cycles,
        "acknowledged_incidents": len(_promised(history)),
        "acknowledged_requests": len(history.acked),
        "acknowledged_by_door": dict(Counter(acked.ask.door for acked in history.acked)),
        "unanswered_at_a_kill": in_flight,
        "missing_after_a_restart": missing,
        "repeated_after_a_restart": repeats,
        "repeated_with_another_answer": changed,
    }
    verdict = centre.verified()
    keep(**told, audit=verdict.split(",")[0])
    assert [error for client in clients for error in client.errors] == []
    assert (missing, changed, told["missing"], told["doubled"], told["invented"]) == (0, 0, 0, 0, 0)
    assert verdict.startswith("sound: ")


def test_the_checker_sees_what_is_wrong(centre: Centre, tmp_path: Path) -> None:
    """A promise that is not in the store, a report written twice, and one that nobody sent."""
    centre.data.mkdir()
    store, history = Store(centre.database), History(tmp_path / "history.jsonl")
    kept, lost = event("kept"), event("lost")
    for ask, id in ((kept, "I-KEPT"), (lost, "I-LOST")):
        history.note("asked", ask)
        history.note("acked", ask, ids=[id])
    for id, name in (("I-KEPT", "E-kept"), ("I-KEPT", "E-kept"), ("I-OTHER", "E-other")):
        store.commit(Put(RecordId("incident", id), {"external_id": name}))
    store.close()
    assert _compare(centre, history) == {"missing": 2, "doubled": 1, "invented": 1}


def _promised(history: History) -> dict[str, str]:
    """Our id -> the sender's, of every incident that was acknowledged."""
    return {id: name for acked in history.acked for id, name in zip(acked.ids, acked.ask.names, strict=False)}


def _stored(centre: Centre) -> dict[str, Any]:
    """All incidents, read beside the web process."""
    reader = Reader(centre.database)
    try:
        return reader.kind("incident")
    finally:
        reader.close()


def _loaded_until_killed(centre: Centre, clients: list[Client], seconds: float) -> int:
    """How many requests were under way when it died."""
    stop = threading.Event()
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    centre.kill("web")
    for thread in threads:
        thread.join()
    return sum(client.unanswered is not None for client in clients)


def _settle(clients: list[Client]) -> None:
    """Everything unanswered is asked once more, and then answered."""
    for client in clients:
        stop = threading.Event()
        thread = threading.Thread(target=client.run, args=(stop,))
        thread.start()
        time.sleep(0.2)
        stop.set()
        thread.join()
        assert client.unanswered is None


def _answered_otherwise(centre: Centre, acked: Acked) -> bool:
    """Whether the same request, sent again, does not mean the same incidents."""
    link = http.client.HTTPConnection("127.0.0.1", centre.port, timeout=10)
    try:
        status, told = send(link, acked.ask)
    finally:
        link.close()
    return status != 200 or tuple(ids_in(acked.ask, told)) != acked.ids


def _compare(centre: Centre, history: History) -> dict[str, int]:
    """The whole history with the whole store: each incident changed once for its report and once a click."""
    stored, reader = _stored(centre), Reader(centre.database)
    changes: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    seq = 0
    while found := reader.changes_after(seq):
        seq = found[-1].seq
        for change in found:
            changes[change.id] += 1
            last = ((change.body or {}).get("case") or {}).get("last")
            notes[last["said"]["text"] if last else ""] += 1
    reader.close()
    promised = _promised(history)
    clicks = Counter(acked.ask.incident for acked in history.acked if acked.ask.incident)
    names = Counter(body["external_id"] for body in stored.values())
    wrong_changes = sum(changes[id] > 1 + clicks[id] for id in stored)
    wrong_notes = sum(count > 1 for text, count in notes.items() if text)
    return {
        "missing": len(promised.keys() - stored.keys())
        + sum(changes[id] < 1 + clicks[id] for id in promised),
        "doubled": sum(count > 1 for count in names.values()) + wrong_changes + wrong_notes,
        "invented": len(names.keys() - history.asked),
    }

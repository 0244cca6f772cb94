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


def test_kill_web(tmp_path: Path, seed: int, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """100 kills and at least 5,000 acknowledged incidents: 0 missing, 0 doubled; every key still knows its
    answer. More kills than that go to further stores, each of 100: one is read whole after each of its own.
    """
    chance, total = random.Random(seed), Counter[str]()
    for number, kills in enumerate(_lives(times(CYCLES))):
        centre = Centre(_folder(tmp_path / f"life-{number}"))
        try:
            total.update(_killed(centre, chance, kills, round(kills / CYCLES * INCIDENTS)))
        finally:
            centre.stop()
        keep(stores=number + 1, **total)
    wrong = ("missing_after_a_restart", "repeated_with_another_answer", "missing", "doubled", "invented")
    assert {name: total[name] for name in wrong} == dict.fromkeys(wrong, 0)


def _lives(kills: int) -> list[int]:
    """How many kills each store gets."""
    whole, rest = divmod(kills, CYCLES)
    return [CYCLES] * whole + [rest] * (rest > 0)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _killed(centre: Centre, chance: random.Random, kills: int, incidents: int) -> dict[str, int]:
    """One store, and what became of it."""
    history = History(centre.folder / "history.jsonl")
    seed = chance.randrange(2**32)
    clients = [Client(number, seed, centre.port, history) for number in range(CLIENTS)]
    centre.start_bus()
    centre.start_web()
    told: Counter[str] = Counter()
    while told["kills"] < kills or len(_promised(history)) < incidents:
        assert told["kills"] < 3 * CYCLES, "too few acknowledgements"
        told["unanswered_at_a_kill"] += _loaded_until_killed(centre, clients, chance.uniform(0.1, 1.0))
        told["kills"] += 1
        centre.start_web()
        told["missing_after_a_restart"] += len(_promised(history).keys() - _stored(centre).keys())
        sample = chance.sample(history.acked, min(REPEATS, len(history.acked)))
        told["repeated_after_a_restart"] += len(sample)
        told["repeated_with_another_answer"] += sum(_answered_otherwise(centre, acked) for acked in sample)
    _settle(clients)
    assert [error for client in clients for error in client.errors] == []
    verdict = centre.verified()
    assert verdict.startswith("sound: "), verdict
    doors = Counter(f"acknowledged_by_{acked.ask.door}" for acked in history.acked)
    asked = {"acknowledged_incidents": len(_promised(history)), "acknowledged_requests": len(history.acked)}
    return {**told, **asked, **doors, **_compare(centre, history), "sound_audits": 1}


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

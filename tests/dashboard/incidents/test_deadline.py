"""One request's questions share one time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from sqlalchemy import event

from dashboard.incidents import deadline
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.deadline import MOMENT_S, REQUEST_S, Deadline, answering, left_s
from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Add

MATTER = RecordId("incident", "I-1")


def test_what_one_question_took_the_next_one_lacks() -> None:
    """But never less than a moment, and a body that arrived slowly took nothing."""
    now = [100.0]
    asked = Deadline(lambda: now[0])
    assert asked.left_s(2.5) == pytest.approx(REQUEST_S) and asked.left_s(0.7) == 0.7
    now[0] += 1.0
    assert asked.left_s(2.5) == pytest.approx(max(MOMENT_S, REQUEST_S - 1.0))
    now[0] += 10.0
    assert asked.left_s(2.5) == MOMENT_S
    asked.renew()
    assert asked.left_s(2.5) == pytest.approx(REQUEST_S)
    asked.lift()
    assert asked.left_s(2.5) == 2.5


def test_the_time_goes_along_into_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the framework takes them along; what is nobody's request has its own time."""
    monkeypatch.setattr(deadline, "REQUEST_S", -1.0)
    with ThreadPoolExecutor(1) as hands:
        with answering() as asked:
            context = copy_context()
            assert hands.submit(context.run, left_s, 2.5).result() == MOMENT_S
            assert hands.submit(left_s, 2.5).result() == 2.5
            asked.lift()
            assert left_s(2.5) == 2.5
        assert left_s(2.5) == 2.5


def test_what_was_stored_after_its_sender_was_told_503_is_there_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that was merely slow: asked again under its key, the sender gets the answer of then."""
    monkeypatch.setattr("dashboard.incidents.store.DEADLINE_S", 0.05)
    committing, may_end = threading.Event(), threading.Event()

    def slowly(_connection: object) -> None:
        committing.set()
        may_end.wait()

    event.listen(store._engine, "commit", slowly)
    with ThreadPoolExecutor(1) as hands:
        told = hands.submit(store.commit, Add(MATTER, Key("a", "1")))
        committing.wait()
        with pytest.raises(StoreBusy):
            told.result()
    may_end.set()
    monkeypatch.setattr("dashboard.incidents.store.DEADLINE_S", 60.0)
    again = store.commit(Add(MATTER, Key("a", "1")))
    assert again.answer == {"count": 1}

"""The workers' records follow the imported roster, hour by hour."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from dashboard.incidents.commands import RecordId
from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.roster import FILE, save
from dashboard.web.roster_keeper import GONE, RosterKeeper
from feeds.model import SourceState, Utc
from tests.dashboard.incidents.asking import Put, url_in

MIDNIGHT = 1_795_392_000.0 - 8 * 3600
SHIFTED = {"id": "QH-1", "no": "1", "role": "grid_worker", "shifts": [["08:00", "17:00"]]}
PLAIN = {"id": "QH-2", "no": "2", "role": "grid_worker"}


class Hints:
    """Counts them."""

    def __init__(self) -> None:
        self.given: list[int] = []

    async def hint(self, seq: int) -> bool:
        self.given.append(seq)
        return True


class Installation:
    """A store, a folder and a keeper whose clock is turned by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hour = 9.0
        self.store = Store(url_in(folder))
        self.bus = Hints()
        self.keeper = RosterKeeper(self.store, self.bus, folder, lambda: MIDNIGHT + self.hour * 3600)

    def workers(self) -> dict[str, dict[str, Any]]:
        reader = Reader(url_in(self.folder))
        try:
            return {id: dict(body) for id, body in reader.kind("worker").items()}
        finally:
            reader.close()

    def duty(self) -> dict[str, object]:
        return {id: body.get("on_duty") for id, body in self.workers().items()}


@pytest.fixture
def here(tmp_path: Path) -> Any:
    made = Installation(tmp_path)
    yield made
    made.store.close()


async def test_a_shift_ends_and_begins(here: Installation) -> None:
    """One writing each; between them nothing is written, however often it looks."""
    save(here.folder, [SHIFTED, PLAIN])
    seen = []
    for hour in (9.0, 12.0, 16.9, 17.0, 20.0, 32.0):
        here.hour = hour
        await here.keeper.keep()
        seen.append(here.duty()["QH-1"])
    assert seen == [True, True, True, False, False, True]
    assert len(here.bus.given) == 3 and here.duty()["QH-2"] is None


async def test_another_roster_and_none(here: Installation) -> None:
    """Who is struck off is removed; workers of other makings are left alone."""
    await here.store.perform(Put(RecordId("worker", "by-hand"), {"id": "by-hand"}))
    save(here.folder, [SHIFTED, PLAIN])
    await here.keeper.keep()
    assert set(here.workers()) == {"QH-1", "QH-2", "by-hand"}
    save(here.folder, [PLAIN])
    await here.keeper.keep()
    assert set(here.workers()) == {"QH-2", "by-hand"}
    save(here.folder, [])
    await here.keeper.keep()
    assert set(here.workers()) == {"by-hand"}


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_missing_file_does_not_make_everybody_heard(here: Installation, restarted: bool) -> None:
    """Said once; the records hold, and so do their hours, until somebody says that there is no roster."""
    save(here.folder, [SHIFTED, PLAIN])
    await here.keeper.keep()
    (here.folder / FILE).unlink()
    if restarted:
        here.keeper = RosterKeeper(here.store, here.bus, here.folder, lambda: MIDNIGHT + here.hour * 3600)
    with capture_logs() as said:
        for hour, working in ((10.0, True), (18.0, False), (33.0, True)):
            here.hour = hour
            await here.keeper.keep()
            assert here.duty() == {"QH-1": working, "QH-2": None}
    assert [line["why"] for line in said if line["log_level"] == "error"] == [GONE]
    assert [tile.error for tile in here.keeper.health(Utc(0.0))] == [GONE]
    save(here.folder, [])
    await here.keeper.keep()
    assert here.workers() == {}


async def test_no_roster_and_never_one_is_no_fault(here: Installation) -> None:
    """Nothing is said, and who was entered otherwise stays."""
    await here.store.perform(Put(RecordId("worker", "by-hand"), {"id": "by-hand"}))
    with capture_logs() as said:
        await here.keeper.keep()
        await here.keeper.keep()
    assert not said and set(here.workers()) == {"by-hand"}


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", '{"version":9,"workers":[]}', '{"version":1,"workers":[{"shifts":[["x","y"]]}]}'),
        *('{"version":1,"workers":[{"no":"1"}]}', '{"version":1,"workers":[{"id":7}]}'),
        *('{"version":1,"workers":[{"id":""}]}', '{"version":1,"workers":[{"id":"a\\u0000"}]}'),
        *('{"version":1,"workers":["QH-1"]}', '{"version":1,"workers":[{"id":"a","shifts":[["08:00"]]}]}'),
        '{"version":1,"workers":[{"id":"a","shifts":7}]}',
    ],
)
async def test_under_a_damaged_file_the_roster_before_goes_on(here: Installation, text: str) -> None:
    """Its shifts end and begin; the log says once what is wrong, and a tile until it is mended."""
    save(here.folder, [SHIFTED])
    await here.keeper.keep()
    assert here.keeper.health(Utc(0.0)) == []
    (here.folder / FILE).write_text(text)
    with capture_logs() as said:
        for hour, working in ((9.0, True), (17.0, False), (33.0, True)):
            here.hour = hour
            await here.keeper.keep()
            assert here.duty() == {"QH-1": working}
        (tile,) = here.keeper.health(Utc(0.0))
        assert (tile.state, tile.last_heard) == (SourceState.FAILING, MIDNIGHT + 9 * 3600)
        assert [tile.error] == [line["why"] for line in said]
        assert "roster.json cannot be read" in str(tile.error)
        save(here.folder, [PLAIN])
        await here.keeper.keep()
    assert here.keeper.health(Utc(0.0)) == [] and here.duty() == {"QH-2": None}
    assert said[-1]["event"] == "the roster is read again" and len(said) == 2


async def test_a_store_that_cannot_be_written_is_asked_again(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And until then nobody is told anything."""
    save(here.folder, [SHIFTED])
    perform = here.store.perform

    async def busy(_command: object) -> None:
        raise StoreBusy("held")

    monkeypatch.setattr(here.store, "perform", busy)
    await here.keeper.keep()
    assert here.bus.given == [] and here.workers() == {}
    monkeypatch.setattr(here.store, "perform", perform)
    await here.keeper.keep()
    assert len(here.bus.given) == 1 and here.duty() == {"QH-1": True}

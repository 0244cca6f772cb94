"""A demo that runs for months keeps its day, its whistles and what is open, and everything real."""

from dashboard.incidents.commands import Command, Decision, RecordId
from dashboard.incidents.matters import Tell, Telling
from dashboard.incidents.reader_incidents import Page, Wanted
from dashboard.incidents.states import State
from dashboard.web.site import World
from dashboard.web.tidying import OPEN_KEPT_S, PORTION, Tidier
from feeds.model import Utc

NOW = Utc(1_763_600_400.0)
DAY = 86_400.0


def reported(
    world: World, name: str, age_s: float, *, closed: bool = True, provenance: str = "simulated"
) -> str:
    """One incident in the store; its id."""
    at = Utc(NOW - age_s)
    told = Telling(
        source="events|12345",
        external_id=name,
        revision=0,
        received_at=at,
        opened_at=at,
        provenance=provenance,
        state=State.CLOSED if closed else State.HANDLING,
    )
    return str(world.store.commit(Tell(told, "source:test")).answer["id"])


class Counting:
    """A reader that counts its pages."""

    def __init__(self, world: World) -> None:
        self._reader, self.pages = world.reader, 0

    def incidents(self, wanted: Wanted) -> Page:
        self.pages += 1
        return self._reader.incidents(wanted)


async def test_what_is_over_goes_after_two_days_and_what_is_open_after_ten(world: World) -> None:
    """Real ones stay for ever."""
    gone = [
        reported(world, "old", 3 * DAY),
        reported(world, "very old", 40 * DAY),
        reported(world, "given up", 11 * DAY, closed=False),
    ]
    kept = [
        reported(world, "today", DAY),
        reported(world, "still open", 5 * DAY, closed=False),
        reported(world, "real", 40 * DAY, provenance="real"),
    ]
    for portion in await Tidier(world.reader).portions(NOW):
        world.store.commit(portion)
    left = world.reader.kind("incident")
    assert set(left) == set(kept) and not set(left) & set(gone)


async def test_old_real_incidents_are_not_read_every_hour(world: World) -> None:
    """Once all was tidied, only what may have grown too old since is looked at."""
    for number in range(PORTION + 5):
        reported(world, f"real {number}", 3 * OPEN_KEPT_S + number, provenance="real")
    reader = Counting(world)
    tidier = Tidier(reader)
    assert await tidier.portions(NOW) == [] and reader.pages == 2
    tidier.done(NOW)
    assert await tidier.portions(Utc(NOW + 3600)) == [] and reader.pages == 3


async def test_what_was_reopened_meanwhile_stays(world: World) -> None:
    """Whether it is old is judged by what it is when it is removed."""
    id = reported(world, "old", 3 * DAY)
    (portion,) = await Tidier(world.reader).portions(NOW)
    record = RecordId("incident", id)
    body = {**world.reader.kind("incident")[id], "open": True}
    command: Command = portion
    assert command.apply({record: body}) == Decision((), {"removed": 0})

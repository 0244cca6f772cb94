"""Whether the store takes what must be kept."""

from dashboard.incidents.commands import Command, Committed
from dashboard.incidents.errors import StoreBusy
from dashboard.web.storing import Prove, Storing
from feeds.model import NOT_STORING


class Moody:
    """A store that takes writes, or does not; the clock goes on by a second with each."""

    def __init__(self) -> None:
        self.takes, self.now = True, 100.0
        self.asked: list[Command] = []

    async def perform(self, command: Command) -> Committed:
        """Answered, or not."""
        self.asked.append(command)
        self.now += 1.0
        if not self.takes:
            raise StoreBusy("the store is held by another process")
        return Committed({}, (), 0)


async def test_the_second_refusal_in_a_row_is_said_since_the_first() -> None:
    """And taken back by the first write that is taken."""
    store = Moody()
    storing = Storing(store, lambda: store.now)
    assert await storing.ask() and storing.facts() == {NOT_STORING: 0.0}
    store.takes = False
    assert not await storing.ask() and storing.not_storing_s() == 0.0
    assert not await storing.ask() and storing.not_storing_s() == 2.0
    store.takes = True
    assert await storing.ask() and storing.not_storing_s() == 0.0
    assert all(isinstance(command, Prove) for command in store.asked)


async def test_another_programs_moment_with_the_file_is_not_worth_a_word() -> None:
    """Refused once, taken, refused once: nothing is said."""
    store = Moody()
    storing = Storing(store, lambda: store.now)
    for takes in (False, True, False):
        store.takes = takes
        await storing.ask()
    assert storing.not_storing_s() == 0.0

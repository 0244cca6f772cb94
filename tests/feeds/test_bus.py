"""The bus, on a real server that can freeze and die."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from feeds.bus import BeatHeard, Bus, HealthHeard, Heard, HintHeard, Kind, PositionsHeard
from feeds.errors import BusUnavailable
from feeds.model import Beat, Provenance, SourceHealth, SourceState, Utc
from tests.feeds.conftest import Valkey

HEALTH = SourceHealth(
    "owntracks",
    "owntracks",
    "手机",
    "Phones",
    Provenance.REAL,
    SourceState.LIVE,
    Utc(5.0),
    1.0,
    0.5,
    7,
    1,
    180.0,
)
BEAT = Beat("feeds", 42, Utc(5.0), Utc(1.0), facts={"lag": 0.01})


@pytest_asyncio.fixture
async def bus(valkey: Valkey) -> AsyncIterator[Bus]:
    """One end of a fresh bus."""
    bus = Bus(valkey.url, "test")
    yield bus
    await bus.aclose()


class Ear:
    """Collects what a bus hears while the test goes on."""

    def __init__(self, bus: Bus, kinds: list[str]) -> None:
        self.heard: list[Heard] = []
        self._task = asyncio.create_task(self._run(bus, kinds))

    async def _run(self, bus: Bus, kinds: list[str]) -> None:
        async for heard in bus.listen(kinds):
            self.heard.append(heard)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def until(condition: Callable[[], bool], deadline_s: float = 60.0) -> None:
    """Wait for something to become true; the deadline only ends a broken test."""
    async with asyncio.timeout(deadline_s):
        while not condition():
            await asyncio.sleep(0.02)


async def listening(bus: Bus) -> None:
    """Wait until something of its own came back."""
    before = time.monotonic()
    await until(lambda: bus.heard_age(before) == 0.0)


async def test_everything_said_is_heard_as_it_was_said(bus: Bus) -> None:
    """Each kind arrives typed, and kinds that nobody asked for do not."""
    ear = Ear(bus, ["positions", "health", "beats"])
    await listening(bus)
    assert await bus.hint(7)
    assert await bus.publish_positions("320104", b"packed")
    assert await bus.publish_health([HEALTH], "feeds")
    assert await bus.beat(BEAT)
    await until(lambda: len(ear.heard) == 3)
    await ear.stop()
    assert ear.heard == [
        PositionsHeard("320104", b"packed"),
        HealthHeard("feeds", [HEALTH]),
        BeatHeard(BEAT),
    ]


async def test_hints_wake_a_listener(bus: Bus) -> None:
    """A hint carries the sequence."""
    ear = Ear(bus, [Kind.HINTS])
    await listening(bus)
    await bus.hint(7)
    await until(lambda: ear.heard == [HintHeard(7)])
    await ear.stop()


async def test_deployments_do_not_hear_each_other(valkey: Valkey, bus: Bus) -> None:
    """An exercise on the same server as the live wall stays apart."""
    other = Bus(valkey.url, "exercise")
    ear = Ear(bus, ["hints"])
    await listening(bus)
    await other.hint(1)
    await bus.hint(2)
    await until(lambda: bool(ear.heard))
    await ear.stop()
    await other.aclose()
    assert ear.heard == [HintHeard(2)]


async def test_nonsense_on_the_bus_is_counted_and_passed_over(bus: Bus) -> None:
    """One bad message does not end the listening."""
    ear = Ear(bus, ["beats", "health"])
    await listening(bus)
    await bus._publish("beats", b"\xc1")
    await bus._publish("health", b"\x81\xa1x\x01")
    await bus.beat(BEAT)
    await until(lambda: ear.heard == [BeatHeard(BEAT)])
    await ear.stop()
    assert bus.unreadable == 2


async def test_a_nonce_is_good_once(valkey: Valkey, bus: Bus) -> None:
    """Also when two relays are asked."""
    other = Bus(valkey.url, "test")
    assert [await bus.first_use("a", 30), await bus.first_use("a", 30), await other.first_use("a", 30)] == [
        True,
        False,
        False,
    ]
    await other.aclose()


async def test_a_frozen_server_is_noticed_and_taken_up_again(valkey: Valkey, bus: Bus) -> None:
    """It neither answers nor closes: the bus is deaf, drops, never raises, and hears again afterwards."""
    ear = Ear(bus, ["hints"])
    await listening(bus)
    assert not bus.deaf
    valkey.signal(signal.SIGSTOP)
    await until(lambda: bus.deaf)
    assert not await bus.hint(1)
    assert bus.dropped
    assert await bus.first_use("b", 30), "a new ticket is good while the bus is down"
    assert not await bus.first_use("b", 30), "but only once in this process"
    valkey.signal(signal.SIGCONT)
    await until(lambda: not bus.deaf)
    async with asyncio.timeout(60):
        while HintHeard(2) not in ear.heard:
            await bus.hint(2)
            await asyncio.sleep(0.05)
    await ear.stop()


async def test_without_a_server_telling_drops_and_checking_raises(valkey: Valkey, bus: Bus) -> None:
    """Nobody's hot path sees an exception; who wants to know asks."""
    valkey.stop()
    assert not await bus.publish_positions("320104", b"x")
    assert not await bus.publish_positions("320104", b"x")
    assert bus.dropped == 2
    with pytest.raises(BusUnavailable, match="the bus does not answer"):
        await bus.check()


@pytest.mark.parametrize(("error", "said"), [(TimeoutError(), "TimeoutError"), (OSError("gone"), "gone")])
async def test_an_error_without_words_is_said_by_its_name(bus: Bus, error: Exception, said: str) -> None:
    """Python's own timeouts say nothing."""
    with capture_logs() as log:
        bus._failed(error)
        bus._keeps_nothing(error)
    assert [entry["error"] for entry in log] == [said, said]


async def test_a_cancelled_publisher_stops_at_once(valkey: Valkey) -> None:
    """However the cancellation falls: one that was swallowed would leave a process that cannot be stopped."""
    bus = Bus(valkey.url, "test")

    async def publish_for_ever() -> None:
        while True:
            await bus.publish_positions("320104", b"x")

    for turn in range(400):
        task = asyncio.create_task(publish_for_ever())
        for _ in range(turn % 23):
            await asyncio.sleep(0)
        await asyncio.sleep(turn % 7 / 10_000)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=30)
        assert task in done, f"swallowed in turn {turn}"
    await bus.aclose()

"""From runners to the bus."""

import asyncio

from feeds import publisher as module
from feeds.batch import Batch
from feeds.model import Beat, Provenance, Status, Utc
from feeds.publisher import LISTENS, Publisher
from tests.feeds.test_batch import position


class FakeBus:
    """Keeps what it is given."""

    def __init__(self, up: bool = True) -> None:
        self.up = up
        self.batches: list[tuple[str, Batch]] = []

    async def publish_positions(self, scope: str, batch: bytes) -> bool:
        """Unpack, so that a test sees what a relay would."""
        self.batches.append((scope, Batch.decode(batch)))
        return self.up


async def test_only_the_newest_of_an_entity_is_sent() -> None:
    """Positions are conflated; a late one does not replace a newer one."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", {"owntracks": 4}.__getitem__)
    publisher.publish([position(at=5.0), position(at=9.0), position(at=7.0), position("b", at=1.0)])
    await publisher.flush()
    await publisher.flush()
    ((scope, batch),) = bus.batches
    assert (scope, batch.rank, batch.entities, batch.at.tolist()) == (
        "320104",
        4,
        ["QH-0421", "b"],
        [9.0, 1.0],
    )
    assert publisher.published == 2


async def test_sources_and_provenances_do_not_mix() -> None:
    """A batch has one source and one provenance."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish([position(), position(source="osmand"), position(provenance=Provenance.REPLAYED)])
    await publisher.flush()
    assert [(batch.source, batch.provenance.name) for _, batch in bus.batches] == [
        ("owntracks", "REAL"),
        ("osmand", "REAL"),
        ("owntracks", "REPLAYED"),
    ]


async def test_a_large_flush_becomes_several_batches() -> None:
    """No message on the bus grows without bound."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish(position(f"phone-{number}") for number in range(module.BATCH_ROWS + 1))
    await publisher.flush()
    assert [len(batch) for _, batch in bus.batches] == [module.BATCH_ROWS, 1]


async def test_what_the_bus_drops_is_not_kept() -> None:
    """Positions are lost without harm: nothing queues while the bus is down."""
    bus = FakeBus(up=False)
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish([position()])
    await publisher.flush()
    bus.up = True
    await publisher.flush()
    assert (len(bus.batches), publisher.published) == (1, 0)


async def test_a_call_for_help_waits_for_the_bus() -> None:
    """Until it is taken, and unless the same source has said something newer meanwhile."""
    bus = FakeBus(up=False)
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish([position("a"), position("b", status=Status.SOS), position("c", status=Status.SOS)])
    await publisher.flush()
    await publisher.flush()
    assert publisher.published == 0
    later = Utc(position().at + 1.0)
    publisher.publish([position("b", at=later)])
    bus.up, bus.batches = True, []
    await publisher.flush()
    await publisher.flush()
    ((_, batch),) = bus.batches
    assert dict(zip(batch.entities, batch.at.tolist(), strict=True)) == {"b": later, "c": position().at}
    assert publisher.published == 2


async def test_it_flushes_by_itself() -> None:
    """``run`` needs nobody to call ``flush``."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish([position()])
    task = asyncio.create_task(publisher.run())
    async with asyncio.timeout(60):
        while not bus.batches:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def relay_beat(started_at: float, listens: float = 1.0) -> Beat:
    """A relay saying that it lives, and whether it hears the bus yet."""
    return Beat("relay", 1, Utc(started_at), Utc(started_at), facts={LISTENS: listens})


async def test_a_relay_that_begins_is_told_everything_once() -> None:
    """Who stands still must not be missing after a restart of the relay; no relay is told twice."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish([position(at=100.0), position("b", at=101.0)])
    await publisher.flush()
    for beat in (relay_beat(1, listens=0.0), relay_beat(1), relay_beat(1), relay_beat(2)):
        publisher.welcome(beat, 110.0)
        await publisher.flush()
    assert [sorted(batch.entities) for _, batch in bus.batches] == [["QH-0421", "b"]] * 3


async def test_what_is_off_the_map_is_not_told_again_but_a_call_for_help_is() -> None:
    """After five ttls a place is history; a call stands however old."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish(
        [position(at=100.0, ttl_s=10.0), position("b", at=100.0, ttl_s=10.0, status=Status.SOS)]
    )
    await publisher.flush()
    publisher.welcome(relay_beat(1), 151.0)
    await publisher.flush()
    assert bus.batches[-1][1].entities == ["b"]


async def test_a_newer_report_is_not_replaced_by_what_is_told_again() -> None:
    """The repeat fills in, it does not overwrite what waits."""
    bus = FakeBus()
    publisher = Publisher(bus, "320104", lambda source: 0)
    publisher.publish([position(at=100.0)])
    await publisher.flush()
    publisher.publish([position(at=105.0)])
    publisher.welcome(relay_beat(1), 110.0)
    await publisher.flush()
    assert bus.batches[-1][1].at.tolist() == [105.0]

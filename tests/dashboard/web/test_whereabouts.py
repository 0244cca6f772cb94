"""The web process's own picture: who is near, who calls for help, and how it fills after a restart."""

import asyncio
import os
from typing import Any

import numpy as np
import pytest

from dashboard.web.whereabouts import Whereabouts
from feeds.batch import Batch
from feeds.bus import BeatHeard, PositionsHeard
from feeds.model import Beat, EntityId, Provenance, Status, Utc
from feeds.picture import Picture
from feeds.publisher import LISTENS, Publisher
from tests.dashboard.web.site_parts import FakeBus
from tests.feeds.test_picture import T0, said

SCOPE = "320104"


def heard(*batches: Batch, follow: Any = None) -> Whereabouts:
    """Whereabouts that were told these."""
    whereabouts = Whereabouts(FakeBus(), SCOPE, follow)
    for batch in batches:
        whereabouts.hear(PositionsHeard(SCOPE, batch.encode()))
    return whereabouts


def test_the_nearest_come_first() -> None:
    """As many as were asked for; the distance is in metres."""
    there = heard(
        said("own", 0, "far", lat=32.02), said("own", 0, "near", lat=32.001), said("own", 0, "mid", lat=32.01)
    )
    near = there.near(32.0, 118.78, Utc(T0 + 1), 2)
    assert [seen.entity for seen in near] == ["near", "mid"]
    assert near[0].distance_m == pytest.approx(110.9, abs=0.1)
    assert near[0].provenance is Provenance.REAL and near[0].speed_mps == 1.2


def test_other_scopes_and_nonsense_are_left_out() -> None:
    """A batch that cannot be read is counted, and costs nothing else."""
    there = heard(said("own", 0))
    there.hear(PositionsHeard("110101", said("own", 0, "elsewhere").encode()))
    there.hear(PositionsHeard(SCOPE, b"nonsense"))
    assert set(there.seen(Utc(T0))) == {"QH-0421"} and there.facts()["batches_refused"] == 1


def test_a_call_for_help_stands_from_its_first_report_until_taken_back() -> None:
    """Later reports of it, other sources and silence change nothing but the place."""
    there = heard(said("own", 0, status=Status.SOS))
    assert there.calls(Utc(T0 + 1))[EntityId("QH-0421")].since == T0
    there.hear(PositionsHeard(SCOPE, said("own", 5, lat=32.5, status=Status.SOS).encode()))
    there.hear(PositionsHeard(SCOPE, said("sim", 50).encode()))
    (call,) = there.calls(Utc(T0 + 3600)).values()
    assert (call.since, call.lat, call.source, call.provenance) == (T0, 32.5, "own", Provenance.REAL)
    there.hear(PositionsHeard(SCOPE, said("own", 60).encode()))
    assert there.calls(Utc(T0 + 3601)) == {}


def test_the_longest_call_comes_first() -> None:
    """Whoever waits longest is helped first."""
    there = heard(said("own", 9, "b", status=Status.SOS), said("own", 2, "a", status=Status.SOS))
    assert list(there.calls(Utc(T0 + 10))) == ["a", "b"]


def test_a_clock_that_is_set_back_does_no_harm() -> None:
    """The picture is never asked about a time before the last one."""
    there = heard(said("own", 0))
    there.near(32.0, 118.78, Utc(T0 + 100), 1)
    assert len(there.near(32.0, 118.78, Utc(T0), 1)) == 1


def test_whoever_follows_is_told_the_rows_that_changed() -> None:
    """Once for each change."""
    told: list[tuple[list[int], float]] = []

    def follow(picture: Picture, rows: "np.typing.NDArray[Any]", now: Utc) -> None:
        told.append((rows.tolist(), now))
        assert len(picture) == 2

    there = heard(said("own", 0, "a"), said("own", 0, "b"), follow=follow)
    there.seen(Utc(T0 + 1))
    there.seen(Utc(T0 + 2))
    assert told == [([0, 1], T0 + 1)]


async def test_a_web_process_that_begins_is_told_what_still_counts() -> None:
    """Its beat says that it listens once it heard itself; every publisher then tells all, once."""
    bus = FakeBus()
    bus.hears = [
        BeatHeard(Beat("web", os.getpid() + 1, Utc(0), Utc(0))),
        BeatHeard(Beat("web", os.getpid(), Utc(1), Utc(1))),
    ]
    there = Whereabouts(bus, SCOPE)
    there.hear(bus.hears[0])
    assert there.facts()[LISTENS] == 0.0
    task = asyncio.create_task(there.run())
    while not there.listens:
        await asyncio.sleep(0)
    task.cancel()
    publisher = Publisher(bus, SCOPE, lambda _source: 0)
    publisher.publish([position_now()])
    await publisher.flush()
    beat = Beat("web", os.getpid(), Utc(2), Utc(1), 0, there.facts())
    for _ in range(3):
        publisher.welcome(beat, T0 + 1)
        await publisher.flush()
    assert [batch.entities for batch in bus.batches] == [["QH-0421"], ["QH-0421"]]


def position_now() -> Any:
    """A fix at T0."""
    from tests.feeds.test_batch import position

    return position(at=T0)

"""Simulated phones speak so that the real parsers understand them, and mean what the world says."""

import itertools

import pytest

from feeds.geo.district import load
from feeds.model import Provenance, Report
from feeds.simulation import phones
from feeds.simulation.roster import Phone
from feeds.simulation.speech import SPEECH
from feeds.simulation.twins import twins
from feeds.simulation.world import World
from feeds.sources import SOURCES

NOW = 1_795_320_000


@pytest.fixture(scope="module")
def world() -> World:
    return World(load(), seed=1, scope="320104")


@pytest.mark.parametrize("phone", list(SPEECH))
def test_the_real_parser_reads_what_a_simulated_phone_says(world: World, phone: Phone) -> None:
    """Every message of a minute is one fix of a roster worker, at the time, place and pace the world says."""
    twin = next(twin for twin in twins(world, SOURCES) if twin.kind == phone)
    by_id = {worker.id: i for i, worker in enumerate(world.workers)}
    heard = 0
    for second in range(NOW, NOW + 60):
        for message in phones.messages(world, phone, second):
            report = twin.normalise(message, second)
            assert isinstance(report, Report), report
            (fix,) = report.fixes
            moment = world.patrol.at(second - phones.lag(phone, second))
            i = by_id[fix.entity]
            assert fix.stamp == pytest.approx(second - phones.lag(phone, second), abs=1.0)
            assert (fix.lat, fix.lon) == pytest.approx((moment.lat[i], moment.lon[i]), abs=1e-6)
            assert fix.speed_mps == pytest.approx(moment.speed_mps[i], abs=0.15)
            assert fix.battery == pytest.approx(moment.battery[i], abs=0.011)
            heard += 1
    assert heard > 40


def test_twins_are_marked_simulated_and_named_after_their_originals(world: World) -> None:
    """Provenance simulated, names sim-..., one for each language a phone speaks."""
    made = twins(world, SOURCES)
    assert {twin.name for twin in made} == {"sim-owntracks", "sim-osmand", "sim-traccar"}
    assert {twin.provenance for twin in made} == {Provenance.SIMULATED}


def test_only_the_forwarded_feed_lags(world: World) -> None:
    """One feed lags by up to a minute and recovers; the others do not."""
    lags = [phones.lag("traccar", NOW + s) for s in range(0, 600, 10)]
    assert max(lags) > 45 and 0 <= min(lags) < 10
    assert phones.lag("owntracks", NOW) == 0


def test_somebody_who_looks_first_sees_everybody_on_duty(world: World) -> None:
    """The opening messages cover each phone on duty once, off-duty and silent ones not at all."""
    ids = [
        twin.normalise(message, NOW).fixes[0].entity  # type: ignore[union-attr]
        for twin in twins(world, SOURCES)
        for message in phones.everybody(world, twin.kind, NOW)  # type: ignore[arg-type]
    ]
    assert len(ids) == len(set(ids))
    on_duty = int(world.patrol.at(NOW).on_duty.sum())
    assert 0.9 * on_duty <= len(ids) <= 1.02 * on_duty


def test_some_phones_fall_silent_for_minutes(world: World) -> None:
    """At any time a few per cent of phones say nothing for twelve minutes, and not always the same ones."""
    silent = [world.patrol.at(NOW // 1200 * 1200 + slot * 1200 + 60).silent for slot in range(4)]
    assert all(10 < int(s.sum()) < 70 for s in silent)
    assert any((a != b).any() for a, b in itertools.pairwise(silent))

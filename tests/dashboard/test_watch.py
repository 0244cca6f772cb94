"""The decision about a child: killed for silence, restarted with back-off, never blamed for a deaf bus."""

import pytest

from dashboard.watch import Action, Limits, Watch

LIMITS = Limits(silence=8, grace=20, backoff_first=0.2, backoff_max=10, healthy_after=60)


@pytest.fixture
def running() -> Watch:
    """A child started at 0 and heard at 1."""
    watch = Watch(LIMITS, now=0)
    watch.started(0)
    watch.beat(1)
    return watch


def test_a_new_child_is_started_at_once() -> None:
    """Nothing to wait for."""
    assert Watch(LIMITS, now=100).decide(100, hearing_since=None) is Action.START


def test_a_silent_child_is_killed_after_the_limit(running: Watch) -> None:
    """8 s after its last beat, not earlier."""
    assert running.decide(9.0, hearing_since=0) is Action.NOTHING
    assert running.decide(9.1, hearing_since=0) is Action.KILL


def test_the_silence_doubles_while_no_life_comes_to_health() -> None:
    """On a machine so starved that a child is killed between its beats, over and over: the next is waited for
    16 s, then 32, at most 64. A minute of beats ends it, and so one that freezes after years has 8 s.
    """
    watch, now = Watch(LIMITS, now=0), 0.0
    for silence in (8, 16, 32, 64, 64):
        watch.started(now)
        watch.beat(now + 1)
        assert watch.decide(now + 1 + silence, hearing_since=0) is Action.NOTHING
        now += 1.1 + silence
        assert watch.decide(now, hearing_since=0) is Action.KILL
        watch.exited(now)
    watch.started(now)
    watch.beat(now + 60)
    assert watch.decide(now + 68.1, hearing_since=0) is Action.KILL


def test_a_starting_child_has_its_grace() -> None:
    """20 s to the first beat; importing everything takes a while on a small machine."""
    watch = Watch(LIMITS, now=0)
    watch.started(0)
    assert watch.decide(20.0, hearing_since=0) is Action.NOTHING
    assert watch.decide(20.1, hearing_since=0) is Action.KILL


def test_a_start_that_gets_on_is_waited_for() -> None:
    """On a busy machine it computes little in a minute: what counts is that it does."""
    watch = Watch(LIMITS, now=0)
    watch.started(0)
    for second in range(90):
        watch.computed(second * 0.1, second)
        assert watch.decide(second, hearing_since=0) is Action.NOTHING
    assert watch.decide(108.0, hearing_since=0) is Action.NOTHING
    assert watch.decide(109.1, hearing_since=0) is Action.KILL


def test_a_start_that_only_spins_is_ended() -> None:
    """One that has computed for the whole of its grace, and one that gets on for ever and nowhere."""
    spins, crawls = Watch(LIMITS, now=0), Watch(LIMITS, now=0)
    for watch in (spins, crawls):
        watch.started(0)
    spins.computed(20.1, 20.1)
    assert spins.decide(20.2, hearing_since=0) is Action.KILL
    for second in range(160):
        crawls.computed(second * 0.1, second)
        assert crawls.decide(second, hearing_since=0) is Action.NOTHING
    crawls.computed(16.1, 160.1)
    assert crawls.decide(160.1, hearing_since=0) is Action.KILL


def test_a_start_that_stands_still_is_ended_after_its_grace() -> None:
    """Frozen, or waiting for what never comes; also the next start begins at nothing."""
    watch = Watch(LIMITS, now=0)
    watch.started(0)
    watch.computed(5.0, 3)
    watch.computed(5.1, 22)
    assert watch.decide(23.1, hearing_since=0) is Action.KILL
    watch.exited(24)
    watch.started(25)
    assert watch.decide(65.0, hearing_since=0) is Action.NOTHING
    assert watch.decide(65.1, hearing_since=0) is Action.KILL


def test_a_deaf_bus_is_not_held_against_a_child(running: Watch) -> None:
    """If nothing is heard at all, Redis is the suspect."""
    assert running.decide(1000, hearing_since=None) is Action.NOTHING


def test_after_the_bus_healed_a_child_has_its_full_time(running: Watch) -> None:
    """Its clock starts anew when the bus begins to carry beats again, and then it does run."""
    assert running.decide(101, hearing_since=100) is Action.NOTHING
    assert running.decide(108.1, hearing_since=100) is Action.KILL


def test_the_wait_doubles_to_its_limit() -> None:
    """A crash loop costs a start every ten seconds, not a busy machine."""
    watch, now, waits = Watch(LIMITS, now=0), 0.0, []
    for _ in range(9):
        watch.started(now)
        watch.exited(now)
        assert watch.decide(watch.due_at - 0.01, hearing_since=0) is Action.NOTHING
        assert watch.decide(watch.due_at, hearing_since=0) is Action.START
        waits.append(round(watch.due_at - now, 3))
        now = watch.due_at
    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0, 10.0]
    assert watch.restarts == 9


def test_health_makes_the_wait_short_again() -> None:
    """After a minute of beats a crash is an accident, not a loop."""
    watch = Watch(LIMITS, now=0)
    for _ in range(5):
        watch.started(0)
        watch.exited(0)
    watch.started(10)
    watch.beat(69.9)
    watch.exited(69.9)
    assert watch.decide(69.9 + 0.3, hearing_since=0) is Action.NOTHING
    watch.started(80)
    watch.beat(140)
    watch.exited(141)
    assert watch.decide(141.2, hearing_since=0) is Action.START


def test_beating_means_heard_lately(running: Watch) -> None:
    """A pid is not a beat."""
    assert running.beating(9)
    assert not running.beating(9.1)
    running.exited(9)
    running.started(9)
    assert not running.beating(9)


def test_the_grace_doubles_while_no_start_comes_to_a_beat() -> None:
    """On a machine too busy for a start in 20 s the next one has 40, then 80, at most 160; a beat ends it."""
    watch, now, graces = Watch(LIMITS, now=0), 0.0, []
    for _ in range(5):
        watch.started(now)
        grace = next(s for s in range(1000) if watch.decide(now + s + 0.1, hearing_since=0) is Action.KILL)
        graces.append(grace)
        now += grace
        watch.exited(now)
    assert graces == [20, 40, 80, 160, 160]
    watch.started(now)
    watch.beat(now + 1)
    watch.exited(now + 2)
    watch.started(now + 3)
    assert watch.decide(now + 23.1, hearing_since=0) is Action.KILL

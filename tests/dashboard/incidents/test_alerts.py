"""Alerts: two independent bits, a cause of their own, and the same end whatever comes first."""

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.alerts import (
    MISSED_KEPT_MS,
    AlertKind,
    Settle,
    acknowledged,
    cleared,
    ended,
    from_body,
    plan,
    raised,
    to_body,
)
from feeds.model import Utc
from tests.dashboard.incidents.alarms import Records, held, obeyed, order, settled, situation


def test_situation_once_found_makes_one_alert_however_often_it_is_found() -> None:
    """The id follows from kind, subject and since; the second finder changes nothing."""
    steps = plan([], [situation()], (), 60_000)
    once = settled({}, steps)
    again = settled(settled(once, steps, 51.0), plan(held(once), [situation()], (), 61_000), 52.0)
    assert once == again
    (alert,) = held(once)
    assert alert.sounds
    assert alert.raised_at_ms == 50_000


def test_nothing_is_raised_before_its_time() -> None:
    """A deadline that lies ahead is no alert yet."""
    ahead = situation(AlertKind.OVERDUE, "I-1", since_ms=70_000)
    assert plan([], [ahead], (), 69_999) == []
    assert len(plan([], [ahead], (), 70_000)) == 1


def test_both_bits_are_independent() -> None:
    """Acknowledged stays active; cleared by hand stays unacknowledged."""
    alert = raised(None, situation(), 5_000)
    seen = acknowledged(alert, "王", 6_000)
    over = cleared(alert, "李", "已电话核实", 7_000)
    assert seen is not None
    assert over is not None
    assert (seen.active, seen.acknowledged_by) == (True, "王")
    assert (over.active, over.acknowledged_by, over.cleared_by) == (False, None, "李")


def test_every_order_of_end_acknowledgement_and_clearing_ends_alike() -> None:
    """The source's end, an officer's eye and an officer's hand may come in any order."""
    acts = {
        "end": lambda alert: ended(alert, 6_000),
        "see": lambda alert: acknowledged(alert, "王", 7_000),
        "clear": lambda alert: cleared(alert, "李", None, 8_000),
    }
    for way in permutations(acts):
        alert = raised(None, situation(), 5_000)
        for name in way:
            alert = alert and acts[name](alert)
        assert alert is None, way


def test_missed_alert_stays_until_it_is_seen() -> None:
    """Over, and nobody looked: it stays, silent; seen, it leaves."""
    missed = ended(raised(None, situation(), 5_000), 6_000)
    assert missed is not None
    assert (missed.active, missed.stands, missed.cleared_by) == (False, False, None)
    assert acknowledged(missed, "王", 9_000) is None


def test_silent_alert_leaves_with_its_cause() -> None:
    """Nobody has to acknowledge a deadline that was met after all."""
    late = raised(None, situation(AlertKind.OVERDUE, "I-1"), 5_000)
    assert not late.sounds
    assert ended(late, 6_000) is None


def test_call_cleared_by_hand_comes_back_only_on_a_new_call() -> None:
    """The same call is not raised again; after its source took it back, the next one is."""
    records = settled({}, plan([], [situation()], (), 60_000))
    (alert,) = held(records)
    records, _ = obeyed(records, order(alert.id, "clear", reason="已电话核实"))
    records, _ = obeyed(records, order(alert.id, "acknowledge", click=2))
    assert plan(held(records), [situation(since_ms=90_000)], (), 95_000) == []
    records = settled(records, plan(held(records), [], {"QH-0421"}, 96_000))
    assert held(records) == []
    (again,) = held(settled(records, plan([], [situation(since_ms=97_000)], (), 97_000)))
    assert again.active
    assert again.acknowledged_by is None


def test_call_that_is_not_heard_of_is_no_all_clear() -> None:
    """After a restart nobody calls, as far as this process knows: the alert stands."""
    records = settled({}, plan([], [situation()], (), 60_000))
    assert plan(held(records), [], (), 61_000) == []


def test_incident_that_was_taken_in_ends_its_alert() -> None:
    """Records are known whole: a situation that is not among them is over."""
    critical = situation(AlertKind.CRITICAL, "I-1")
    records = settled({}, plan([], [critical], (), 60_000))
    records = settled(records, plan(held(records), [], (), 61_000), 61.0)
    (missed,) = held(records)
    assert not missed.active


def test_later_limit_of_a_whistle_sounds_again_and_an_earlier_one_does_not() -> None:
    """Signing late does not raise the alarm anew; missing the next limit does."""
    first, second = (situation(AlertKind.WHISTLE_OVERDUE, "W-1", since_ms=ms) for ms in (1_000, 9_000))
    records = settled({}, plan([], [first, second], (), 5_000))
    records, _ = obeyed(records, order(held(records)[0].id, "acknowledge"))
    records = settled(records, plan(held(records), [first, second], (), 9_000))
    (alert,) = held(records)
    assert (alert.since_ms, alert.acknowledged_by) == (9_000, None)
    assert plan(held(records), [first], (), 9_500) == []


def test_missed_simulated_alerts_do_not_pile_up() -> None:
    """A demo that nobody watches forgets after two days; what is real is never forgotten."""
    for provenance, left in (("simulated", 0), ("real", 1)):
        records = settled({}, plan([], [situation(provenance=provenance)], (), 60_000))
        records = settled(records, plan(held(records), [], {"QH-0421"}, 61_000))
        records = settled(records, plan(held(records), [], (), 61_000 + MISSED_KEPT_MS))
        assert len(held(records)) == left


def test_alert_goes_through_json_unchanged() -> None:
    """What is read back is what was written."""
    alert = raised(None, situation(), 5_000)
    assert from_body(to_body(alert)) == alert


def test_clock_set_back_ends_no_alert_before_it_began() -> None:
    """Times of one alert never run backwards."""
    missed = ended(raised(None, situation(), 5_000), 1_000)
    assert missed is not None
    assert missed.cleared_at_ms == 5_000


@given(st.data(), st.integers(0, 2**32))
def test_restarts_and_repeats_lose_and_double_nothing(data: st.DataObject, seed: int) -> None:
    """Whatever happens, and whoever dies between plan and commit: at the end exactly what stands is active,
    but for what an officer cleared by hand, and every missed alarm is still listed."""
    dice = random.Random(seed)
    records: Records = {}
    calling: dict[str, int] = {}
    for now_ms in range(10_000, 10_000 + 1_000 * data.draw(st.integers(1, 25)), 1_000):
        taken_back = _happens(dice, calling, now_ms)
        steps = plan(held(records), [situation(id=id, since_ms=ms) for id, ms in calling.items()],
                     taken_back, now_ms)  # fmt: skip
        for cut in (dice.randrange(len(steps) + 1), len(steps)):  # died after some, did all again
            records = settled(records, steps[:cut], now_ms / 1000)
        alerts = held(records)
        assert {a.subject.id for a in alerts if a.stands} == set(calling)
        assert len({a.subject.id for a in alerts if a.stands}) == sum(a.stands for a in alerts)
        assert plan(alerts, [situation(id=id, since_ms=ms) for id, ms in calling.items()], (), now_ms) == []
        missed = {a.id for a in alerts if not a.stands}
        records = _somebody_acts(dice, records, now_ms)
        assert missed - {a.id for a in held(records)} <= {a.id for a in alerts if not a.stands}


def _happens(dice: random.Random, calling: dict[str, int], now_ms: int) -> set[str]:
    back = {id for id in list(calling) if dice.random() < 0.3}
    for id in back:
        del calling[id]
    for id in ("QH-1", "QH-2", "QH-3"):
        if id not in calling and dice.random() < 0.4:
            calling[id] = now_ms
    return back


def _somebody_acts(dice: random.Random, records: Records, now_ms: int) -> Records:
    for number, alert in enumerate(held(records)):
        do = dice.choice(("acknowledge", "clear", None))
        if do is not None:
            reason = "误触" if do == "clear" else None
            click = order(alert.id, do, reason=reason, click=now_ms + number, at=now_ms / 1000)
            records, _ = obeyed(records, click)
    return records


def test_settling_never_refuses_what_was_done_meanwhile() -> None:
    """An alert that left between plan and commit is no mistake."""
    steps = plan([raised(None, situation(), 5_000)], [], {"QH-0421"}, 6_000)
    assert Settle(steps, Utc(7.0)).apply({}).writes == ()


@pytest.mark.parametrize("kind", list(AlertKind))
def test_only_deadlines_are_silent(kind: AlertKind) -> None:
    """A hundred overdue cases at dawn ring nobody's bell."""
    assert raised(None, situation(kind), 0).sounds == (kind is not AlertKind.OVERDUE)

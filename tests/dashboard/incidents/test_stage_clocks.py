"""The clocks that a screen is told of: which run, since when, and when they turn."""

from typing import Any

from dashboard.incidents import moves as do
from dashboard.incidents.scales import Urgency
from dashboard.incidents.sla import emergency_hours, working_hours
from dashboard.incidents.stage_clocks import StageClock, stage_clocks
from tests.dashboard.incidents.cases import NOW_MS, SAMPLES, TUESDAY_NINE, after, handled, reported

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def by_stage(*commands: do.DeskCommand) -> dict[str, StageClock]:
    return {clock.stage.value: clock for clock in stage_clocks(after(reported(), *commands))}


def test_a_report_waits_for_its_registration() -> None:
    """Five minutes around the clock from our receipt; amber at 70 %."""
    (clock,) = stage_clocks(reported())
    assert (clock.stage, clock.started_at_ms, clock.stopped_at_ms) == ("accept", NOW_MS, None)
    assert clock.due_at_ms == NOW_MS + 5 * MINUTE_MS
    assert clock.amber_at_ms == NOW_MS + 3.5 * MINUTE_MS
    assert clock.twice_at_ms == NOW_MS + 10 * MINUTE_MS


def test_what_is_taken_in_waits_for_its_dispatch() -> None:
    """From its registration on, through the filing."""
    assert by_stage(do.Accept(), SAMPLES[do.File])["dispatch"].due_at_ms == NOW_MS + 15 * MINUTE_MS


def test_what_came_back_waits_since_it_came_back() -> None:
    """A return two hours later starts the wait for a dispatch anew."""
    out = after(reported(), do.Accept(), SAMPLES[do.File], SAMPLES[do.Dispatch])
    back = after(out, SAMPLES[do.Return], at=TUESDAY_NINE + 7200)
    (clock,) = stage_clocks(back)
    assert (clock.stage, clock.started_at_ms) == ("dispatch", NOW_MS + 2 * HOUR_MS)


def test_a_dispatched_case_has_two_clocks() -> None:
    """The department's signature, and the whole handling on its own term."""
    clocks = by_stage(do.Accept(), SAMPLES[do.File], SAMPLES[do.Dispatch])
    assert list(clocks) == ["sign", "handle"]
    assert clocks["handle"].terms == (working_hours(4),)
    assert clocks["handle"].due_at_ms == NOW_MS + 5.5 * HOUR_MS, "over noon the office rests"


def test_the_clock_of_a_handling_says_when_it_turns_amber_after_an_extension() -> None:
    """70 % of all terms together, pauses and off-duty time left out."""
    start = [do.Accept(), SAMPLES[do.File], do.Dispatch(department="greening", term=emergency_hours(2))]
    clock = by_stage(*start, do.Extend(term=emergency_hours(2), reason="下雨"))["handle"]
    assert (clock.due_at_ms, clock.amber_at_ms) == (NOW_MS + 4 * HOUR_MS, NOW_MS + 2.8 * HOUR_MS)


def test_feedback_stops_the_handling_and_starts_the_check() -> None:
    """Both are told: the one stands still."""
    record = after(handled(), do.GiveFeedback(result="已清理"), at=TUESDAY_NINE + 3600)
    clocks = {clock.stage.value: clock for clock in stage_clocks(record)}
    assert clocks["handle"].stopped_at_ms == NOW_MS + HOUR_MS
    assert clocks["check"].started_at_ms == NOW_MS + HOUR_MS


def test_a_suspended_case_waits_for_nobody() -> None:
    """Only its own clock is left, and stands still."""
    (clock,) = stage_clocks(after(handled(), SAMPLES[do.Suspend]))
    assert (clock.stage, clock.stopped_at_ms) == ("handle", NOW_MS)


def test_what_only_its_sender_moved_has_no_clock() -> None:
    """Nobody here knows since when it is at work."""
    assert stage_clocks({**reported(), "status": "HANDLING"}) == ()


def sent(urgency: Urgency) -> dict[str, Any]:
    """Dispatched at nine, of that urgency."""
    return after(reported(), do.Accept(), do.File(urgency=urgency), SAMPLES[do.Dispatch])


def test_a_dispatched_case_says_until_when_it_must_be_acknowledged() -> None:
    """Half an hour of the department's duty, with the moments at which a screen changes its light."""
    record = sent(Urgency.NORMAL)
    sign = record["case"]["sign"]
    assert (sign["started_at_ms"], sign["due_at_ms"]) == (NOW_MS, NOW_MS + 30 * MINUTE_MS)
    assert (sign["amber_at_ms"], sign["twice_at_ms"]) == (NOW_MS + 21 * MINUTE_MS, NOW_MS + 60 * MINUTE_MS)
    assert stage_clocks(record)[0].due_at_ms == sign["due_at_ms"]


def test_the_time_to_acknowledge_follows_the_urgency_and_ends_with_it() -> None:
    """Made urgent it is five minutes from the dispatch; signed or suspended there is none, resumed again."""
    record = sent(Urgency.NORMAL)
    urgent = after(record, do.SetUrgency(urgency=Urgency.URGENT))
    assert urgent["case"]["sign"]["due_at_ms"] == NOW_MS + 5 * MINUTE_MS
    assert "sign" not in after(record, do.Sign())["case"]
    suspended = after(record, SAMPLES[do.Suspend])
    assert "sign" not in suspended["case"]
    assert after(suspended, SAMPLES[do.Resume])["case"]["sign"] == record["case"]["sign"]

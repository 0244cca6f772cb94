"""The figures of a door's tile."""

from dashboard.web.tally import COMPLAINT_S, EXPECTED_S, Tally
from feeds.model import Provenance, SourceState, Utc


def tally() -> Tally:
    """A fresh one."""
    return Tally("events", "events", ("事件接入", "Incident intake"), Provenance.REAL)


def test_a_door_never_knocked_at_is_waiting() -> None:
    """That is neither quiet nor dead."""
    health = tally().health(Utc(100.0))
    assert (health.state, health.last_heard, health.lag_s) == (SourceState.WAITING, None, None)


def test_rate_and_lag_are_of_the_last_ten_seconds() -> None:
    """Older ones are only counted."""
    counted = tally()
    for at, lag in ((80.0, 99.0), (95.0, 1.0), (99.0, 3.0)):
        counted.accept(Utc(at), lag)
    health = counted.health(Utc(100.0))
    assert (health.accepted, health.rate_per_s, health.lag_s, health.state) == (3, 0.2, 2.0, SourceState.LIVE)
    assert counted.health(Utc(99.0 + EXPECTED_S + 1)).state is SourceState.QUIET


def test_a_rejection_is_shown_for_a_minute_and_counted_for_ever() -> None:
    """With the sentence its sender got."""
    counted = tally()
    counted.reject(Utc(100.0), "lat is 95")
    assert counted.health(Utc(101.0)).error == "lat is 95"
    healed = counted.health(Utc(100.0 + COMPLAINT_S + 1))
    assert healed.error is None and healed.rejected == 1

"""Rates of whistles by hand, and what makes one whistle a repeat of another."""

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.assessment import Period, Rate
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import Grade, Outcome, WhistleState
from dashboard.incidents.whistle_figures import by_department, earlier, figures
from dashboard.incidents.whistle_record import Whistle
from feeds.model import Utc
from tests.dashboard.incidents.local_time import at
from tests.dashboard.incidents.whistles import MONDAY, blown, drafted, obeyed

LEAD = Role.SHIFT_LEAD
HOUR = 3600.0
DAY = Period(at("2026-11-23 00:00"), at("2026-11-24 00:00"))


def came(whistle: Whistle, number: int, after_s: float) -> Whistle:
    """Summons ``number`` signed and reported in so many seconds after it was blown."""
    now = Utc(MONDAY + after_s)
    signed = obeyed(whistle, do.Sign(summons=number), LEAD, at=now)
    return obeyed(signed, do.ReportIn(summons=number, attendee="赵"), LEAD, at=now)


def closed(outcome: Outcome, *points: int) -> Whistle:
    """An emergency both departments came to after 20 and 40 minutes, closed in the evening."""
    whistle = came(came(blown(Grade.EMERGENCY), 1, 1200), 2, 2400)
    evening = Utc(MONDAY + 8 * HOUR)
    for command in (
        do.Convene(),
        do.Answer(summons=1, spoke_with="甲", measure="乙"),
        do.Answer(summons=2, spoke_with="甲", measure="乙"),
        do.Resolve(outcome=outcome, result="丙"),
        *(do.ScoreDepartment(summons=n, points=score) for n, score in enumerate(points, 1)),
        do.Close(),
    ):
        whistle = obeyed(whistle, command, LEAD, at=evening)
    return whistle


def test_the_figures_of_a_day_by_hand() -> None:
    """Two closed emergencies, one ordinary whistle just blown, one held, one draft."""
    held = obeyed(blown(), do.Suspend(reason="等", approver="王", review_at_ms=2_000_000_000_000), LEAD)
    whistles = [closed(Outcome.SOLVED, 90, 70), closed(Outcome.PARTLY, 80, 60), blown(), held, drafted()]
    found = figures(whistles, DAY, 500)
    assert (found.blown, found.open, found.suspended) == (4, 2, 1)
    assert found.solved == Rate(1, 2)
    assert found.signed_on_time == Rate(0, 6)  # too late, not at all, and one stands still
    assert found.reported_on_time == Rate(2, 4)  # three working days are not over yet
    assert (found.report_in.n, found.report_in.mean_s) == (4, 1800)
    assert found.per_thousand == 8.0
    assert figures(whistles, DAY, 0).per_thousand is None


def test_a_limit_that_has_not_passed_is_neither_met_nor_missed() -> None:
    """Half an hour after the whistle nobody is late; signed in time counts at once."""
    soon = Period(DAY.begin, Utc(MONDAY + HOUR / 2))
    assert figures([blown()], soon, 1).signed_on_time == Rate(0, 0)
    signed = obeyed(blown(), do.Sign(summons=1), LEAD, at=Utc(MONDAY + 600))
    assert figures([signed], soon, 1).signed_on_time == Rate(1, 1)


def test_a_decline_counts_nowhere() -> None:
    """The one called in its place does."""
    no = do.Decline(summons=1, reason="不属")
    declined = obeyed(blown(), no, Role.DEPARTMENT, unit="ecology-environment", at=Utc(MONDAY + 60))
    assert figures([declined], DAY, 1).signed_on_time == Rate(0, 1)
    assert [line.department for line in by_department([declined], DAY)] == ["market-supervision"]


def test_leaders_are_in_no_departments_figures() -> None:
    """双报到 is no competition."""
    assert {line.department for line in by_department([blown(Grade.KEY)], DAY)} == {
        "ecology-environment",
        "market-supervision",
    }


def test_each_department_by_hand() -> None:
    """Scores with how many, and the time each took to come."""
    first, second = by_department([closed(Outcome.SOLVED, 90, 70), closed(Outcome.PARTLY, 80, 60)], DAY)
    assert (first.department, first.zh, first.en) == (
        "ecology-environment",
        "区生态环境局",
        "Ecology and Environment Bureau",
    )
    assert (first.summons, first.scored, first.points) == (2, 2, 85)
    assert (first.reported_on_time, second.reported_on_time) == (Rate(2, 2), Rate(0, 2))
    assert (second.points, second.report_in.p50_s) == (65, 2400)
    assert by_department([blown()], Period(Utc(0), Utc(1))) == ()


def test_earlier_whistles_about_the_same_matter() -> None:
    """The same incident, or the same spot; not later ones, nor withdrawn ones, nor another street's."""
    new = drafted(incidents=("I-1",))

    def other(id: str, **facts: object) -> Whistle:
        far = {"lat": 32.03, "lon": 118.79, "incidents": (), "drafted_at_ms": new.drafted_at_ms - 1000}
        return msgspec.structs.replace(new, id=id, **(far | facts))

    others = [
        other("W-SAME", incidents=("I-1", "I-9")),
        other("W-NEAR", lat=new.lat, lon=new.lon, drafted_at_ms=1),
        other("W-NEIGHBOUR", lat=new.lat, lon=new.lon, street="320104002"),
        other("W-FAR"),
        other("W-NOWHERE", lat=None, lon=None),
        other("W-LATER", incidents=("I-1",), drafted_at_ms=new.drafted_at_ms + 1),
        other("W-GONE", incidents=("I-1",), status=WhistleState.WITHDRAWN),
        new,
    ]
    assert earlier(new, others) == ("W-SAME", "W-NEAR")

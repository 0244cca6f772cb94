"""Whom to send: what must hold whatever the figures, and what is said of each."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.advice import MADE_UP, Advice, Candidate, Matter, advise
from feeds.model import Status

GRID = "320104004001001"
MATTERS = st.builds(
    Matter, st.sampled_from(("real", "simulated", "replayed", "manual")), st.sampled_from((None, GRID))
)
CANDIDATES = st.builds(
    Candidate,
    id=st.sampled_from("abcdefgh"),
    distance_m=st.floats(0, 20_000),
    age_s=st.floats(-5, 4_000),
    ttl_s=st.floats(1, 900),
    status=st.sampled_from((Status.NORMAL, Status.BAD_CLOCK, Status.SOS)),
    provenance=st.sampled_from(("real", "simulated", "replayed", "manual")),
    load=st.integers(0, 9),
    on_roster=st.booleans(),
    off_duty=st.booleans(),
    role=st.sampled_from((None, "grid_worker", "driver")),
    grid=st.sampled_from((None, GRID)),
    ebike=st.booleans(),
)


def changed(who: Candidate, **more: Any) -> Candidate:
    """Somebody else, equal in all but this."""
    values = {name: getattr(who, name) for name in Candidate.__struct_fields__}
    return Candidate(**values | {"id": "z"} | more)


def order(matter: Matter, *candidates: Candidate, demo: bool = True) -> list[str]:
    """Ids, the best first."""
    return [advice.id for advice in advise(matter, candidates, demo=demo)]


def of(who: Candidate, matter: Matter = Matter("real"), *, demo: bool = False) -> Advice:  # noqa: B008 - frozen
    """What is said of one."""
    (advice,) = advise(matter, [who], demo=demo)
    return advice


def near(**more: Any) -> Candidate:
    """A free grid worker, 180 m away, seen 40 s ago."""
    return Candidate(**{"id": "QH-1", "distance_m": 180.0, "age_s": 40.0, "ttl_s": 120.0, **more})


@given(MATTERS, CANDIDATES, st.floats(0, 5_000), st.booleans())
def test_closer_is_never_worse(matter: Matter, who: Candidate, farther_m: float, demo: bool) -> None:
    """All else equal: the closer one scores and ranks at least as well."""
    other = changed(who, distance_m=who.distance_m + farther_m)
    one, two = advise(matter, [who], demo=demo)[0], advise(matter, [other], demo=demo)[0]
    assert one.score >= two.score and one.suitable == two.suitable
    if farther_m > 1:
        assert order(matter, other, who, demo=demo)[0] == who.id


@given(MATTERS, CANDIDATES, st.floats(1, 4_000), st.booleans())
def test_a_stale_one_is_never_above_an_equal_fresh_one(
    matter: Matter, who: Candidate, older_s: float, demo: bool
) -> None:
    """Whatever else is true of both."""
    fresh = changed(who, age_s=min(who.age_s, who.ttl_s))
    stale = changed(who, id="a", age_s=max(0.0, fresh.age_s) + who.ttl_s + older_s)
    assert order(matter, stale, fresh, demo=demo) == ["z", "a"]


@given(MATTERS, st.lists(CANDIDATES, max_size=8))
def test_what_is_made_up_and_what_is_real_never_meet_outside_a_demo(
    matter: Matter, candidates: list[Candidate]
) -> None:
    """Nobody made up is advised for a real matter, nobody real for a made-up one."""
    for who in candidates:
        if of(who, matter).suitable:
            assert (who.provenance in MADE_UP) == (matter.provenance in MADE_UP)


@given(MATTERS, st.lists(CANDIDATES, max_size=8), st.booleans())
def test_everybody_is_named_and_the_suitable_come_first(
    matter: Matter, candidates: list[Candidate], demo: bool
) -> None:
    """With reasons in both languages; whoever is suitable is on duty."""
    found = advise(matter, candidates, demo=demo)
    assert sorted(advice.id for advice in found) == sorted(who.id for who in candidates)
    assert [advice.suitable for advice in found] == sorted(
        (advice.suitable for advice in found), reverse=True
    )
    for advice in found:
        assert advice.reasons and all(reason.zh and reason.en for reason in advice.reasons)
        assert 0 <= advice.score <= 100 and (advice.on_duty or not advice.suitable)


def test_the_reasons_are_figures_one_can_check() -> None:
    """Distance, load, age; in both languages."""
    advice = of(near(load=2))
    assert [reason.zh for reason in advice.reasons] == ["180 米", "已有 2 件在手", "位置 40 秒前"]
    rider = of(near(ebike=True, age_s=300.0, ttl_s=400.0, distance_m=1234))
    assert [reason.en for reason in rider.reasons] == [
        "1.2 km", "free", "position 5 min ago", "by e-bike",
    ]  # fmt: skip
    assert "本网格" in [reason.zh for reason in of(near(grid=GRID), Matter("real", GRID)).reasons]


def test_whoever_is_not_suitable_is_told_why() -> None:
    """The first reason says it."""
    for who, why in (
        (near(on_roster=False), "not on the roster"),
        (near(off_duty=True), "off duty"),
        (near(role="driver"), "a role that does not go out"),
        (near(status=Status.SOS), "calls for help"),
        (near(age_s=500.0), "position too old: on duty or not is unknown"),
        (near(provenance="simulated"), "a simulated worker is not sent to a real matter"),
    ):
        advice = of(who)
        assert not advice.suitable and advice.reasons[0].en == why


def test_a_demo_says_that_the_worker_is_simulated() -> None:
    """Suitable then, and never passed off as real."""
    advice = of(near(provenance="simulated"), demo=True)
    assert advice.suitable and advice.reasons[-1].zh == "模拟人员（演示）"
    assert "真实人员" in of(near(), Matter("simulated"), demo=True).reasons[-1].zh


def test_a_free_worker_a_little_farther_away_goes_before_a_busy_one() -> None:
    """A case in hand counts for five minutes' walk."""
    busy, free = near(id="busy", load=1), near(id="free", distance_m=500.0)
    assert order(Matter("real"), busy, free) == ["free", "busy"]
    assert order(Matter("real"), busy, near(id="free", distance_m=700.0)) == ["busy", "free"]

"""Two reports of one matter are found, two matters are not taken for one, and the reason is told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.categories import BY_CODE
from dashboard.incidents.duplicates import RELATED, Candidate, Rule, distance_m, likely, related
from feeds.model import Utc

NOON = Utc(1_795_665_600.0)
LAT, LON = 32.0205, 118.7745


def report(name: str, north: float = 0.0, east: float = 0.0, after: float = 0.0, **more: object) -> Candidate:
    """A report so many metres north and east of the bridge and so many seconds after noon."""
    facts: dict[str, object] = {
        "category": "06010",
        "lat": LAT + north / 111_320,
        "lon": LON + east / (111_320 * math.cos(math.radians(LAT))),
    }
    return Candidate(name, Utc(NOON + after), **(facts | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (report("b"), True),
        (report("b", north=79.9), True),
        (report("b", north=80.1), False),
        (report("b", north=60, east=60), False),  # 85 m across the corner
        (report("b", after=1200), True),
        (report("b", after=1201), False),
        (report("b", after=-1200), True),  # told later, begun earlier
        (report("b", category="06042"), True),
        (report("b", category="09005"), False),
        (report("b", category=None), True),
        (report("b", lat=None, lon=None), False),
        (report("a"), False),
    ],
)
def test_what_counts_as_the_same_matter(other: Candidate, expected: bool) -> None:
    """80 m, 20 minutes, the same or a related kind; an incident is no duplicate of itself."""
    assert bool(likely(report("a"), [other]).others) is expected


def test_the_likeliest_comes_first_with_its_reasons() -> None:
    """The same kind before a related one, then by distance."""
    found = likely(
        report("a"),
        [
            report("far", north=50),
            report("bin", north=5, category="06042"),
            report("near", north=20, after=60),
        ],
    )
    assert [likeness.id for likeness in found.others] == ["near", "far", "bin"]
    near = found.others[0]
    assert near.distance_m == pytest.approx(20, abs=0.01) and near.apart_s == 60 and near.same_kind
    assert not found.others[2].same_kind


def test_three_reports_make_a_crowd() -> None:
    """Two are only offered."""
    others = [report("b", north=10), report("c", east=10)]
    assert not likely(report("a"), others[:1]).crowded
    assert likely(report("a"), others).crowded
    assert not likely(report("a"), others, Rule(crowd=4)).crowded
    assert not likely(report("a", lat=None, lon=None), others).crowded


def test_related_kinds_exist_and_belong_to_one_group() -> None:
    """A kind in two groups would tie them together."""
    codes = [code for group in RELATED for code in group]
    assert set(codes) <= set(BY_CODE) and len(codes) == len(set(codes))
    assert related("10006", "10002") and not related("10006", "06010")


DEGREES = st.tuples(st.floats(31.97, 32.05), st.floats(118.75, 118.88))


@given(DEGREES, DEGREES)
def test_distance_agrees_with_the_sphere(here: tuple[float, float], there: tuple[float, float]) -> None:
    """To a part in a thousand, within the district; the sphere of 111,320 m a degree."""
    one, two = (math.radians(value) for value in here), (math.radians(value) for value in there)
    (lat, lon), (other_lat, other_lon) = one, two
    half = (
        math.sin((other_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    )
    sphere = 2 * math.asin(math.sqrt(half)) * math.degrees(111_320)
    assert distance_m(here, there) == pytest.approx(sphere, rel=1e-3, abs=0.01)


@given(st.lists(st.tuples(st.floats(-200, 200), st.floats(-200, 200), st.floats(-3000, 3000)), max_size=8))
def test_likeness_is_mutual(places: list[tuple[float, float, float]]) -> None:
    """What is like this report finds this report likely too."""
    reports = [report(str(n), *place) for n, place in enumerate(places)]
    pairs = {(one.id, other.id) for one in reports for other in likely(one, reports).others}
    assert pairs == {(other, one) for one, other in pairs}

"""The dictionary is consistent, keeps the codes others rely on, and understands what other systems send."""

import pytest

from dashboard.incidents.categories import BY_CODE, BY_KEY, CATEGORIES, Category, Sensitivity, find
from dashboard.incidents.majors import (
    LEGACY_MAJORS,
    LOCAL,
    MAJORS,
    MATTERS_2005,
    MATTERS_2013,
    MATTERS_2026,
    Kind,
)
from dashboard.incidents.states import Urgency
from feeds.simulation.matters import KINDS

LOCAL_MAJORS = {"10", "21", "22", "23", "24", "25", "26"}


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: str(category.code))
def test_a_category_is_consistent(category: Category) -> None:
    """Five digits of a known major, both names, reachable, honest about where its code comes from."""
    assert len(category.code) == 5 and category.code.isdigit() and category.zh and category.en
    assert BY_CODE[category.code] is category and find(category.code) is category
    assert category.is_local_extension == (category.code[:2] in LOCAL_MAJORS)
    assert category.standard_ref in (MATTERS_2026, LOCAL)
    assert not (category.verified and category.is_local_extension)
    assert category.kind is (Kind.COMPONENT if category.code < "06" else Kind.MATTER)


@pytest.mark.parametrize("category", [c for c in CATEGORIES if c.legacy], ids=lambda c: str(c.code))
def test_an_older_code_leads_to_its_category(category: Category) -> None:
    """Same minor number; a matter's major moved up by five, a component's stayed."""
    moved = 5 if category.kind is Kind.MATTER else 0
    assert category.code == f"{int(category.legacy[:2]) + moved:02}{int(category.legacy[2:]):03}"
    assert find(category.legacy, category.kind) is category is BY_KEY[category.kind, category.legacy]


def test_no_code_is_given_twice() -> None:
    """Neither among the new codes nor, within a kind, among the old ones."""
    assert len({category.code for category in CATEGORIES}) == len(CATEGORIES)
    old = [(category.kind, category.legacy) for category in CATEGORIES if category.legacy]
    assert len(set(old)) == len(old)


@pytest.mark.parametrize(
    ("code", "kind", "edition", "expected"),
    [
        (" 06010 ", Kind.MATTER, MATTERS_2013, "06010"),
        ("0110", Kind.MATTER, MATTERS_2013, "06010"),
        ("0405", Kind.MATTER, MATTERS_2013, "09005"),
        ("0505", Kind.MATTER, MATTERS_2005, "09005"),  # street order was 05 then
        ("0401", Kind.MATTER, MATTERS_2005, None),  # an emergency then: ours are numbered locally
        ("0501", Kind.MATTER, MATTERS_2013, None),
        ("0110", Kind.MATTER, "GB/T 0", None),
        ("0101", Kind.MATTER, MATTERS_2013, "06001"),
        ("0101", Kind.COMPONENT, MATTERS_2013, "01001"),
        ("32010406010", Kind.MATTER, MATTERS_2013, "06010"),
        ("3205080101000001", Kind.MATTER, MATTERS_2013, "01001"),  # an older component's own number
        ("32010401001000001", Kind.MATTER, MATTERS_2013, "01001"),
        ("06999", Kind.MATTER, MATTERS_2013, None),
        ("0199", Kind.MATTER, MATTERS_2013, None),
        ("ZZ-9", Kind.MATTER, MATTERS_2013, None),
        ("", Kind.MATTER, MATTERS_2013, None),
        ("０６０１０", Kind.MATTER, MATTERS_2013, None),
        ("9" * 40, Kind.MATTER, MATTERS_2013, None),
    ],
)
def test_codes_of_other_systems(code: str, kind: Kind, edition: str, expected: str | None) -> None:
    """Old editions, whole identifiers, nonsense."""
    found = find(code, kind, edition)
    assert (found.code if found else None) == expected


def test_every_major_is_named_and_the_older_editions_lead_to_real_ones() -> None:
    """Both editions know the same four classes."""
    assert {category.code[:2] for category in CATEGORIES} <= set(MAJORS)
    assert all(major.zh and major.en and major.code == code for code, major in MAJORS.items())
    for majors in LEGACY_MAJORS.values():
        assert {MAJORS[code].kind for code in majors.values()} == {Kind.MATTER} and len(majors) == 4


def test_persons_in_need_or_under_care_are_never_drawn() -> None:
    """Nor a crowd; a quarrel and a cry for help lose their words and their place."""
    hidden = {category.code for category in CATEGORIES if category.sensitivity is Sensitivity.HIDDEN}
    dimmed = {category.code for category in CATEGORIES if category.sensitivity is Sensitivity.DIMMED}
    assert hidden == {"10009", "23002", "24003"}
    assert dimmed == {"21001", "21002", "21003", "23001", "24001"}


def test_danger_to_life_starts_critical_and_goes_to_whoever_can_stop_it() -> None:
    """Rubbish does not."""
    gas, rubbish, lid = BY_CODE["10003"], BY_CODE["06010"], BY_CODE["01011"]
    assert (gas.urgency, gas.owner, gas.owner_first) == (Urgency.CRITICAL, "gas-company", True)
    assert (rubbish.urgency, rubbish.owner_first) == (Urgency.NORMAL, False)
    assert (lid.owner, lid.owner_first) == ("gas-company", True)


def test_what_the_simulation_reports_is_in_the_dictionary() -> None:
    """A demo whose matters have no name would show it."""
    assert {kind.code for kind in KINDS} <= set(BY_CODE)

"""The directory is whole, and the right department is suggested first."""

import pytest

from dashboard.incidents.categories import BY_CODE, CATEGORIES
from dashboard.incidents.departments import (
    BY_ID,
    DEPARTMENTS,
    SQUADS,
    Branch,
    calendar_of,
    department,
    directory,
    find,
    suggested,
)
from dashboard.incidents.duty_calendar import CALENDARS, EVERY_DAY, OFFICE, ROUND_THE_CLOCK
from dashboard.incidents.errors import Refused
from dashboard.incidents.majors import MAJORS


def test_every_department_is_named_and_has_hours() -> None:
    """Ids are unique; the calendar is one there is."""
    assert len(BY_ID) == len(DEPARTMENTS)
    for each in DEPARTMENTS:
        assert each.zh and each.en and each.calendar_name in CALENDARS
        assert (each.street is not None) == (each.branch is Branch.STREET)


def test_every_owner_of_the_dictionary_is_in_the_directory() -> None:
    """Nobody is suggested who does not exist."""
    owners = {category.owner for category in CATEGORIES} | {major.owner for major in MAJORS.values()}
    assert owners <= set(BY_ID)


def test_each_street_has_its_squad() -> None:
    """Twelve, under the codes of the schematic."""
    assert len(SQUADS) == 12
    assert BY_ID["street-320104004"].zh == "双塘街道综合行政执法队"
    assert BY_ID["street-320104004"].en == "Shuangtang street squad"


def test_hours_fit_the_work() -> None:
    """Offices keep office hours, squads come every day, rescue never closes."""
    assert BY_ID["civil-affairs"].calendar is OFFICE
    assert BY_ID["street-320104004"].calendar is EVERY_DAY
    assert BY_ID["gas-company"].calendar is ROUND_THE_CLOCK


@pytest.mark.parametrize(
    ("code", "street", "expected"),
    [
        ("01002", "320104004", ["drainage-company", "street-320104004"]),  # 部件先属主
        ("06010", "320104004", ["street-320104004", "urban-management"]),  # 事项先属地
        ("10003", "320104004", ["gas-company", "street-320104004"]),  # an emergency waits for nobody
        ("06010", None, ["urban-management"]),
        ("06010", "110101001", ["street-110101001", "urban-management"]),  # an imported district
        (None, "320104004", ["street-320104004"]),
        (None, None, []),
    ],
)
def test_who_is_suggested(code: str | None, street: str | None, expected: list[str]) -> None:
    """A thing's owner first, a happening's ground first, and what is known when half of it is not."""
    found = suggested(BY_CODE[code] if code else None, street)
    assert [each.id for each in found] == expected


@pytest.mark.parametrize(
    "id", ["street-", "street-11010100", "street-1101010011", "street-11010100x", "x-110101001", None]
)
def test_only_a_streets_code_makes_a_squad(id: str | None) -> None:
    """Nine digits: nobody is dispatched to half a code."""
    assert find(id) is None


def test_an_unknown_department_is_refused_by_name() -> None:
    """Nobody is dispatched to a typing error; a case nobody has runs on office hours."""
    assert department("justice").zh == "区司法局"
    with pytest.raises(Refused, match="no department 'justise'"):
        calendar_of("justise")
    assert calendar_of(None) is OFFICE and calendar_of("police") is ROUND_THE_CLOCK


def test_the_directory_of_an_imported_district_has_its_own_squads() -> None:
    """And none of ours; what it lists is what its id means."""
    offices = directory([("110101001", "东华门街道", "Donghuamen Subdistrict")])
    assert len(offices) == len(DEPARTMENTS) - len(SQUADS) + 1
    assert (offices[-1].id, offices[-1].zh) == ("street-110101001", "东华门街道综合行政执法队")
    assert department("street-110101001").calendar is EVERY_DAY

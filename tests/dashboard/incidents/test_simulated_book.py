"""The simulated dispatcher's book agrees with the centre's own dictionary, which it may not import."""

from dashboard.incidents.categories import BY_CODE
from dashboard.incidents.departments import BY_ID, suggested
from dashboard.incidents.duty_calendar import EVERY_DAY, OFFICE
from dashboard.incidents.sla import Clock, Term
from dashboard.incidents.states import Urgency
from dashboard.incidents.terms import Stage, term
from feeds.simulation.centre import book
from feeds.simulation.centre.whistle_plans import HELPERS
from feeds.simulation.matters import KINDS

STREET = "320104004"


def test_every_kind_of_the_simulation_is_in_the_book() -> None:
    """And nothing else."""
    assert set(book.BOOK) == {kind.code for kind in KINDS}


def test_departments_terms_and_hours_are_those_of_the_centre() -> None:
    """For every kind, urgent or not."""
    for code in book.BOOK:
        category = BY_CODE[code]
        wanted = tuple(department.id for department in suggested(category, STREET))
        assert book.departments(code, STREET) == wanted, code
        for urgency in (Urgency.NORMAL, Urgency.URGENT):
            said = book.term(code, urgency.value, 1.0)
            assert Term(Clock(said["clock"]), said["count"]) == term(Stage.HANDLE, category, urgency), code  # type: ignore[arg-type]
        for id in wanted:
            names = {OFFICE.name: "office", EVERY_DAY.name: "daily"}
            assert book.hours_of(id) == names.get(BY_ID[id].calendar_name, "always"), id


def test_helpers_of_a_whistle_exist() -> None:
    """Each is a department."""
    assert set(HELPERS) <= set(BY_ID)

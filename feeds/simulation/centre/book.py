"""The simulated dispatcher's book: whose each kind of matter is, and how long they get. Pure.

A stranger's centre would keep such a list of its own; a test holds this one to the centre's dictionary.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from feeds.simulation.centre.hours import Hours


class Entry(NamedTuple):
    """One kind of matter."""

    owner: str
    """Id of the department that owns such things (属主)."""
    clock: str = "working_hour"
    amount: int = 240
    """Minutes; days where ``clock`` counts days."""
    owner_first: bool = False
    """Otherwise the street's own squad comes first (先属地)."""


BOOK: Final[Mapping[str, Entry]] = {
    "06010": Entry("urban-management"),
    "06011": Entry("urban-management", "working_day", 2),
    "06012": Entry("urban-management"),
    "06036": Entry("urban-management"),
    "06042": Entry("urban-management"),
    "07003": Entry("urban-management", "working_day", 1),
    "08011": Entry("urban-management", amount=120),
    "09005": Entry("urban-management", amount=120),
    "09006": Entry("urban-management", amount=120),
    "09009": Entry("traffic-police", amount=120),
    "09010": Entry("urban-management", amount=120),
    "10001": Entry("housing-construction", "emergency_hour", 1440, owner_first=True),
    "10002": Entry("water-company", "emergency_hour", 1440, owner_first=True),
    "10003": Entry("gas-company", "emergency_hour", 1440, owner_first=True),
    "10004": Entry("drainage-company", "emergency_hour", 1440),
    "10006": Entry("drainage-company", "emergency_hour", 120),
    "21001": Entry("justice", "working_day", 5),
    "22001": Entry("fire-rescue"),
    "22002": Entry("fire-rescue", amount=120),
    "23001": Entry("civil-affairs"),
    "24001": Entry("police"),
    "26001": Entry("ecology-environment", "working_day", 5),
}
UNLISTED: Final = Entry("urban-management", "working_day", 1)
"""Of a kind the book does not know: somebody changed it."""

_OFFICES: Final = frozenset({"housing-construction", "ecology-environment", "civil-affairs", "justice"})
_DAILY: Final = frozenset({"urban-management"})
DAY_MINUTES: Final = 8 * 60
"""A working day, where it must be said in minutes."""


def entry_of(category: str | None) -> Entry:
    """What the book says of a kind."""
    return BOOK.get(category or "", UNLISTED)


def departments(category: str | None, street: str) -> tuple[str, str]:
    """Who should have it, and who else might."""
    entry = entry_of(category)
    squad = f"street-{street}"
    return (entry.owner, squad) if entry.owner_first else (squad, entry.owner)


def hours_of(department: str | None) -> Hours:
    """When its people are there."""
    if department is None or department in _DAILY or department.startswith("street-"):
        return "daily"
    return "office" if department in _OFFICES else "always"


def term(category: str | None, urgency: str, speed: float) -> dict[str, object]:
    """The deadline that goes with a dispatch. What is urgent is counted around the clock; so is everything
    where the world runs faster than the clock, shortened alike: else no deadline would ever come near.
    """
    entry = entry_of(category)
    if speed > 1:
        minutes = entry.amount * DAY_MINUTES if entry.clock == "working_day" else entry.amount
        return {"clock": "emergency_hour", "count": max(1, round(minutes / speed))}
    hurried = urgency != "normal" and entry.clock == "working_hour"
    return {"clock": "emergency_hour" if hurried else entry.clock, "count": entry.amount}

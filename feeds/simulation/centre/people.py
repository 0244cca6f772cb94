"""Who acts in the simulated centre: invented officers, and the workers who are near. Pure."""

from typing import Final, NamedTuple, Protocol

from feeds.simulation.chance import generator
from feeds.simulation.roster import SURNAMES

MARK: Final = "演示"
"""Ends the name of everybody who does not exist."""
STAFF: Final = {"intake_agent": 6, "shift_lead": 3, "dispatcher": 4, "evaluator": 2}
"""How many share a post; one a unit everywhere else."""


class Officer(NamedTuple):
    """Who gives an order. ``unit`` is the department of somebody who acts as one."""

    name: str
    role: str
    unit: str | None = None


class Found(NamedTuple):
    """A worker who can go there."""

    id: str
    surname: str


class Crew(Protocol):
    """The workers outside."""

    def near(self, lat: float, lon: float, at: float) -> Found | None:
        """Who is on duty nearest to a place; None when nobody is."""


def officer(seed: int, role: str, about: str, unit: str | None = None) -> Officer:
    """Who has this post in this matter: always the same one."""
    desk = generator(seed, "desk", role, about).randrange(STAFF.get(role, 2))
    # the two who sign a key whistle together must be two people
    names = SURNAMES[1::2] if role == "street_director" else SURNAMES[::2]
    surname = generator(seed, "officer", role, unit, desk).choice(names)
    return Officer(f"{surname}{MARK}", role, unit)


def field_officer(surname: str, role: str) -> Officer:
    """The worker who was sent, as who reports."""
    return Officer(f"{surname}{MARK}", role)


def is_simulated(name: str) -> bool:
    """Whether nobody stands behind this name."""
    return name.endswith(MARK)

"""What the simulated centre means to do next, and how that is said at the officers' door. Pure."""

from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

import msgspec

from feeds.simulation.centre.people import Crew, Officer, is_simulated

Body = dict[str, Any]
"""A record as the centre shows it."""

SIMULATED: Final = "simulated"
NAMESPACE: Final = UUID("5f2b7f5e-6a1d-4c6e-9a55-3c1f0d1b8a10")
PATIENCE_S: Final = 600.0
"""After a person acted, so long goes by before the simulation goes on: whoever practises is not hurried."""


class Centre(NamedTuple):
    """What decisions need besides the record. ``speed`` shortens what people take."""

    seed: int
    speed: float
    crew: Crew


class Planned(msgspec.Struct, frozen=True):
    """One order to come."""

    due_at: float
    officer: Officer
    command: dict[str, Any]

    def order(self, body: Body) -> dict[str, Any]:
        """The request body. Its id follows from the record, so that asking again after a restart is a
        repeat and not a second order.
        """
        which = (body["id"], body.get("revision", 0), self.command["do"], self.command.get("summons", ""))
        who = {"name": self.officer.name}
        return {
            "id": str(uuid5(NAMESPACE, "|".join(map(str, which)))),
            "officer": who if self.officer.unit is None else who | {"unit": self.officer.unit},
            "role": self.officer.role,
            "expected_revision": body.get("revision", 0),
            "command": self.command,
        }


def not_before(last: dict[str, Any] | None, begun_at: float) -> tuple[float, float]:
    """Since when the next step is awaited, and the earliest moment at which it may come."""
    if last is None:
        return begun_at, begun_at
    since = float(last["at_ms"]) / 1000
    return since, since if is_simulated(str(last["by"])) else since + PATIENCE_S

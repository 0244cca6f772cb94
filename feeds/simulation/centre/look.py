"""One record as a simulated officer looks at it: since when it waits, how long such a step takes. Pure."""

from typing import Any, Final

from feeds.simulation.centre import people
from feeds.simulation.centre.hours import Hours, later, on_duty
from feeds.simulation.centre.people import Found, Officer
from feeds.simulation.centre.plan import Body, Centre, Planned, not_before
from feeds.simulation.chance import generator

LATE: Final = 0.05
"""Share of steps that miss their limit."""
SPREAD: Final = 0.45
"""Of the logarithm of a step's time."""


class Look:
    """``begun_ms`` is when the record began to wait for its first step; ``turn`` makes chances of one step
    differ from those of the next.
    """

    def __init__(
        self, body: Body, last: dict[str, Any] | None, begun_ms: float, centre: Centre, turn: int = 0
    ) -> None:
        self.body, self.centre, self._turn = body, centre, turn
        self.last_do = None if last is None else str(last["do"])
        self.since, self.earliest = not_before(last, begun_ms / 1000)

    def happens(self, what: str, share: float) -> bool:
        """Whether this record is one of so many: the same answer every time."""
        return generator(self.centre.seed, what, self.body["id"]).random() < share

    def pick(self, what: str, among: tuple[str, ...]) -> str:
        """One of several words."""
        return generator(self.centre.seed, what, self.body["id"]).choice(among)

    def between(self, what: str, low: float, high: float) -> float:
        """A number."""
        return generator(self.centre.seed, what, self.body["id"], self._turn).uniform(low, high)

    def took(
        self, step: str, usual_s: float, limit_s: float, hours: Hours = "always", since: float | None = None
    ) -> float:
        """When a step is done that usually takes so long and may take so much longer; few miss the limit."""
        dice = generator(self.centre.seed, step, self.body["id"], self._turn)
        seconds = min(usual_s * dice.lognormvariate(0.0, SPREAD), 0.97 * limit_s)
        if dice.random() < LATE:
            seconds = limit_s * dice.uniform(1.05, 1.8)
        return self.after(seconds, hours, since)

    def after(self, seconds: float, hours: Hours = "always", since: float | None = None) -> float:
        """So long after the last step (or ``since``), in the hours of whoever does it; a world that runs
        faster than the clock has no night.
        """
        begun = self.since if since is None else since
        hours = "always" if self.centre.speed > 1 else hours
        return max(self.earliest, later(begun, seconds / self.centre.speed, hours))

    def not_at_night(self, at: float, hours: Hours) -> float:
        """That moment, or the next when its people are there."""
        return max(self.earliest, at if self.centre.speed > 1 else on_duty(at, hours))

    def worker(self, at: float) -> Found | None:
        """Who can go there."""
        if self.body["lat"] is None:
            return None
        return self.centre.crew.near(self.body["lat"], self.body["lon"], at)

    def officer(self, role: str, unit: str | None = None) -> Officer:
        """Who has that post in this matter."""
        return people.officer(self.centre.seed, role, self.body["id"] if unit is None else unit, unit)

    def plan(self, at: float, role: str, do: str, **said: Any) -> Planned:
        """An order of the centre."""
        return self.plan_by(self.officer(role), at, do, **said)

    def plan_by(self, officer: Officer, at: float, do: str, **said: Any) -> Planned:
        """Somebody's order."""
        given = {name: value for name, value in said.items() if value is not None}
        return Planned(at, officer, {"do": do, **given})

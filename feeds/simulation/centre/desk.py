"""The simulated officers at work: look at what is open, plan, and give what is due at the officers' doors.

Nothing is remembered that a look would not tell again, so people may act at any time, and a restart goes on
where things stand. Only what is simulated is ever touched.
"""

import asyncio
import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import structlog

from feeds.simulation.centre.incident_orders import next_order
from feeds.simulation.centre.plan import SIMULATED, Body, Centre, Planned
from feeds.simulation.centre.whistle_orders import next_whistle_order
from feeds.simulation.centre.whistle_plans import Occasion, draft, occasions, worst
from feeds.simulation.door import Door, Unheard
from feeds.simulation.matters import LOCAL

LOOK_S: Final = 5.0
"""At the pace of life; faster worlds are looked at more often, down to a second."""
RETRY_S: Final = 2.0
PAGE: Final = "1000"
MISSED_S: Final = 2 * 3600.0
"""A street's occasion to blow that was missed for so long is let go."""
OBEYED: Final = (200, 201)

log = structlog.get_logger()

Key = tuple[str, int]


class Desk:
    """Goes on where the past ends at ``since``. ``orders`` counts what was obeyed, by command; ``refusals``
    what was not, by status and command.
    """

    def __init__(self, centre: Centre, door: Door, streets: Sequence[str], since: float) -> None:
        self._centre, self._door, self._streets = centre, door, streets
        self._incidents: dict[str, Body] = {}
        """Open ones, and closed ones that still wait for a call."""
        self._whistles: dict[str, Body] = {}
        self._plans: dict[Key, Planned | None] = {}
        """By id and revision: None where nothing follows, or where it was refused."""
        self._blown: dict[str, float] = {}
        """Occasions that were taken, and when they came."""
        self._since = since
        self.orders: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()

    async def run(self) -> None:
        """Work for ever."""
        await self._insisted(self.take_up)
        while True:
            await self._insisted(self.round)
            await asyncio.sleep(min(LOOK_S, max(1.0, LOOK_S / self._centre.speed)))

    async def _insisted(self, task: Any) -> None:
        while True:
            try:
                await task()
            except Unheard:
                await asyncio.sleep(RETRY_S)
            else:
                return

    async def take_up(self) -> None:
        """Closed cases that wait for a call are seen once; later ones are seen closing."""
        status, answer = await self._door.read("/api/incidents", status="CLOSED", limit=PAGE)
        if status == 200:
            self._incidents |= _simulated(answer["incidents"])

    async def round(self) -> None:
        """Look, plan, and give what is due. Raises Unheard."""
        await self._look()
        self._plan()
        now = time.time()
        for path, bodies in (("/api/incidents", self._incidents), ("/api/whistles", self._whistles)):
            due = [(plan, body) for body in bodies.values() if (plan := self._due(body, now)) is not None]
            for plan, body in sorted(due, key=lambda pair: pair[0].due_at):
                await self._order(f"{path}/{body['id']}/commands", plan.order(body), body)
        await self._blow(now)

    # Looking

    async def _look(self) -> None:
        seen = await self._open_incidents()
        gone = [id for id, body in self._incidents.items() if body["open"] and id not in seen]
        waiting = {id: body for id, body in self._incidents.items() if self._waits_for_call(body)}
        self._incidents = waiting | seen
        for id in gone:
            status, body = await self._door.read(f"/api/incidents/{id}")
            if status == 200:
                self._incidents[id] = body
        status, answer = await self._door.read("/api/whistles", status="open", limit=PAGE)
        self._whistles = _simulated(answer["whistles"]) if status == 200 else {}

    async def _open_incidents(self) -> dict[str, Body]:
        found: dict[str, Body] = {}
        page: dict[str, str] = {}
        while True:
            status, answer = await self._door.read("/api/incidents", status="open", limit=PAGE, **page)
            if status != 200:
                raise Unheard(f"{status} {answer}")
            found |= _simulated(answer["incidents"])
            if answer["next"] is None:
                return found
            page = {"after": answer["next"]}

    def _waits_for_call(self, body: Body) -> bool:
        return not body["open"] and self._plans.get(_key(body)) is not None

    # Planning

    def _plan(self) -> None:
        """Each record once a revision; what is no longer there is forgotten."""
        before, self._plans = self._plans, {}
        by_kind = _by_category(self._incidents.values())
        for body in self._incidents.values():
            key = _key(body)
            keeps = key in before and not _may_change(before[key])
            self._plans[key] = (
                before[key] if keeps else next_order(body, self._centre, by_kind[body["category"]])
            )
        for body in self._whistles.values():
            key = _key(body)
            self._plans[key] = before[key] if key in before else next_whistle_order(body, self._centre)

    def _due(self, body: Body, now: float) -> Planned | None:
        plan = self._plans.get(_key(body))
        return plan if plan is not None and plan.due_at <= now else None

    # Acting

    async def _order(self, path: str, order: dict[str, Any], body: Body | None = None) -> None:
        """What is refused is not asked again before the record changes: somebody else was quicker."""
        status, answer = await self._door.ordered(path, order)
        do = str(order["command"]["do"])
        if status in OBEYED:
            self.orders[do] += 1
            await self._look_again(body)
            return
        self.refusals[f"{status} {do}"] += 1
        if body is not None:
            self._plans[_key(body)] = None
        said = answer.get("error") if isinstance(answer, dict) else answer
        log.info("a simulated order was refused", path=path, do=do, status=status, error=said)

    async def _look_again(self, body: Body | None) -> None:
        """What is closed is not among what is looked at every time."""
        if body is not None and not body["open"]:
            status, now_is = await self._door.read(f"/api/incidents/{body['id']}")
            if status == 200:
                self._incidents[body["id"]] = now_is

    async def _blow(self, now: float) -> None:
        since = max(self._since, now - MISSED_S)
        self._blown = {name: at for name, at in self._blown.items() if at > since}
        for occasion in self._occasions(since, now):
            self._blown[occasion.name] = occasion.at
            trouble = worst(self._incidents.values(), occasion.street, now)
            if trouble is not None:
                await self._order("/api/whistles", draft(occasion, trouble, self._centre.seed)[1])

    def _occasions(self, since: float, now: float) -> list[Occasion]:
        """Those that came meanwhile."""
        dates = {dt.datetime.fromtimestamp(at, LOCAL).date() for at in (since, now)}
        return [
            occasion
            for date in sorted(dates)
            for occasion in occasions(self._streets, date, self._centre.seed, self._centre.speed)
            if since < occasion.at <= now and occasion.name not in self._blown
        ]


def _simulated(bodies: Iterable[Body]) -> dict[str, Body]:
    return {body["id"]: body for body in bodies if body["provenance"] == SIMULATED}


def _may_change(plan: Planned | None) -> bool:
    """What another report is to be merged into may be over by then."""
    return plan is not None and plan.command["do"] == "merge"


def _by_category(bodies: Iterable[Body]) -> dict[str | None, list[Body]]:
    found: dict[str | None, list[Body]] = {}
    for body in bodies:
        found.setdefault(body["category"], []).append(body)
    return found


def _key(body: Body) -> Key:
    return body["id"], int(body.get("revision", 0))

"""The demo's days so far, made at its first start: the same reports and officers, at past times. Pure.

Reports are read as the doors read them and orders are decided as the officers' door decides them, so nothing
can come about here that could not have come about by itself.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, Final

from dashboard.incidents.commands import Body, Command, RecordId
from dashboard.incidents.departments import calendar_of, department
from dashboard.incidents.desk import Perform
from dashboard.incidents.errors import Refused
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.matters import Spot, Tell
from dashboard.incidents.orders import Officer, Rules, read_order
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import KIND as WHISTLE
from dashboard.incidents.whistle_desk import Whistling
from dashboard.incidents.whistle_orders import read_draft, read_whistle_order
from dashboard.web.incident_events import Locate
from dashboard.web.seeding_reports import telling_of
from feeds.model import Utc
from feeds.simulation.centre.incident_orders import next_order
from feeds.simulation.centre.plan import SIMULATED, Centre, Planned
from feeds.simulation.centre.whistle_orders import next_whistle_order
from feeds.simulation.centre.whistle_plans import Occasion, Trouble, draft, worst
from feeds.simulation.matters import Matter

HEARD_S: Final = 3.0
"""A report was on its way for so long."""

Event = Callable[[], Iterator[Command]]


class Past:
    """Everything that happened until ``until``, as commands in order of time."""

    def __init__(self, centre: Centre, locate: Locate, until: float) -> None:
        self._centre, self._locate, self._until = centre, locate, until
        self._rules = Rules(calendar_of, partial(_spot, locate))
        self._records: dict[RecordId, Body] = {}
        self._kinds: dict[str | None, dict[str, Body]] = {}
        """Open incidents by category: where a second report looks for the first."""
        self._agenda: list[tuple[float, int, Event]] = []
        self._turn = count()
        self.refused: list[str] = []
        """What the rules did not let happen: nothing, unless the simulation errs."""

    def of(
        self, matters: Sequence[Matter], occasions: Sequence[tuple[Occasion, Trouble | None]]
    ) -> Iterator[Command]:
        """The commands that these matters and whistles came to. A whistle without a trouble of its own is
        blown about the street's worst case.
        """
        for matter in matters:
            self._later(matter.opened_at + HEARD_S, partial(self._reported, matter))
        for occasion, trouble in occasions:
            self._later(occasion.at, partial(self._drafted, occasion, trouble))
        while self._agenda:
            yield from heapq.heappop(self._agenda)[2]()

    def _later(self, at: float, event: Event) -> None:
        if at <= self._until:
            heapq.heappush(self._agenda, (at, next(self._turn), event))

    def _reported(self, matter: Matter) -> Iterator[Command]:
        told = telling_of(matter, Utc(matter.opened_at + HEARD_S), self._locate)
        yield from self._done(Tell(told, f"source:{told.source.partition('|')[0]}"))

    def _drafted(self, occasion: Occasion, trouble: Trouble | None) -> Iterator[Command]:
        bodies = [body for record, body in self._records.items() if record.kind == INCIDENT]
        about = trouble or worst(bodies, occasion.street, occasion.at)
        if about is not None:
            by, order = draft(occasion, about, self._centre.seed)
            read = read_draft(_without_officer(order), _officer(by.name, None), Utc(occasion.at), SIMULATED)
            yield from self._done(Whistling(read, department))

    def _ordered(self, record: RecordId, revision: int, planned: Planned) -> Iterator[Command]:
        body = self._records[record]
        if body["revision"] != revision:
            return  # it was moved meanwhile, as when another report was merged into it: planned anew
        if planned.command["do"] == "merge" and self._planned(record, body) != planned:
            return self._keep(record, body)  # what it was to be merged into is over
        order, by = _without_officer(planned.order(body)), planned.officer
        officer, at = _officer(by.name, by.unit), Utc(planned.due_at)
        if record.kind == INCIDENT:
            yield from self._done(Perform(read_order(order, record.id, officer, at), self._rules))
        else:
            yield from self._done(Whistling(read_whistle_order(order, record.id, officer, at), department))

    def _done(self, command: Command) -> Iterator[Command]:
        """Keep what it comes to and plan what follows. What the rules refuse did not happen."""
        seen = {record: self._records[record] for record in command.reads if record in self._records}
        try:
            decision = command.apply(seen)
        except Refused as exc:
            self.refused.append(str(exc))
            return
        yield command
        for write in decision.writes:
            if write.body is not None:
                self._keep(write.record, write.body)

    def _keep(self, record: RecordId, body: Body) -> None:
        self._records[record] = body
        planned = self._planned(record, body) if record.kind in (INCIDENT, WHISTLE) else None
        if planned is not None:
            self._later(planned.due_at, partial(self._ordered, record, body["revision"], planned))

    def _planned(self, record: RecordId, body: Body) -> Planned | None:
        if record.kind == WHISTLE:
            return next_whistle_order(body, self._centre)
        alike = self._kinds.setdefault(body["category"], {})
        alike[record.id] = body
        if not body["open"]:
            del alike[record.id]
        return next_order(body, self._centre, tuple(alike.values()))


def _officer(name: str, unit: str | None) -> Officer:
    return Officer(name, frozenset(Role), unit)


def _without_officer(order: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in order.items() if name != "officer"}


def _spot(locate: Locate, lat: float, lon: float) -> Spot:
    place = locate(lat, lon)
    return Spot(lat, lon) if place is None else Spot(lat, lon, place.street, place.community, place.grid)

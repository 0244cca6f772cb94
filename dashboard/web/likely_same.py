"""What a door tells the sender of a new incident: which others are probably the same matter.

Looked up after the commit by the index of places, and only for what is new and has a place; the record gets
nothing. It is an offer: a store that cannot be asked, or a burst of reports, costs the sender the offer and
not the answer.
"""

from collections.abc import Iterable
from typing import Any, Final, Protocol

import structlog
from starlette.concurrency import run_in_threadpool

from dashboard.incidents.commands import Body, Committed
from dashboard.incidents.duplicates import USUAL, Candidate, likely
from dashboard.incidents.matters import Telling
from dashboard.incidents.reader_nearby import Around, There
from feeds.errors import StoreUnavailable
from feeds.model import Utc

FIELD: Final = "likely_duplicates"
LOOKED_AT: Final = 50
"""Of a crowd's reports at one place, the newest are compared."""
ASKING_MOST: Final = 2
"""Look-ups at once; a sender who comes in a burst is answered without the offer."""
NAMED: Final = 10
"""At most so many are named; an officer sees them all."""

LOG: Final = structlog.get_logger("likely")


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def around(self, wanted: Around) -> There:
        """What was reported at a place."""


class LikelySame:
    """Shared by all doors, so that a burst of reports costs no more than ``ASKING_MOST`` look-ups at once."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._asking = 0

    async def named(self, told: Iterable[tuple[Telling, Committed]]) -> dict[str, list[dict[str, Any]]]:
        """Incident -> the others that are probably it; one that has none is not there."""
        new = [telling for telling, done in told if _is_new(done) and telling.spot is not None]
        if not new or self._asking >= ASKING_MOST:
            return {}
        self._asking += 1
        try:
            found = await run_in_threadpool(lambda: [_same(self._reader, telling) for telling in new])
        except StoreUnavailable as exc:
            LOG.warning("duplicates are not looked for", why=str(exc))
            return {}
        finally:
            self._asking -= 1
        return {telling.record.id: same for telling, same in zip(new, found, strict=True) if same}


def _is_new(done: Committed) -> bool:
    return done.answer.get("outcome") == "created" and not done.repeated


def _same(reader: Reads, telling: Telling) -> list[dict[str, Any]]:
    spot = telling.spot
    if spot is None:
        return []
    opened = telling.received_at if telling.opened_at is None else telling.opened_at
    first, last = (round((opened + apart) * 1000) for apart in (-USUAL.within_s, USUAL.within_s))
    wanted = Around(
        lat=spot.lat, lon=spot.lon, within_m=USUAL.within_m, since_ms=first, until_ms=last, most=LOOKED_AT
    )
    there = [before.body for before in reader.around(wanted).newest]
    me = Candidate(telling.record.id, Utc(opened), telling.category, spot.lat, spot.lon)
    others = likely(me, [_candidate(body) for body in there if _may_be_merged(body, telling)]).others
    return [
        {"id": one.id, "distance_m": round(one.distance_m), "apart_s": round(one.apart_s)}
        for one in others[:NAMED]
    ]


def _may_be_merged(body: Body, telling: Telling) -> bool:
    """What is simulated is not merged with what is real."""
    return bool(body["open"]) and (body["provenance"] == "simulated") == (telling.provenance == "simulated")


def _candidate(body: Body) -> Candidate:
    return Candidate(body["id"], Utc(body["opened_at_ms"] / 1000), body["category"], body["lat"], body["lon"])

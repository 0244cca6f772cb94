"""What each row of the picture is: a worker of the roster or an unknown, and on which street it counts.

Pure. A worker belongs to the street of the roster wherever he walks; an unknown to the street it is on.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from feeds.discretion import Eyes, hours_of
from feeds.duty import NAMED_SHIFT
from feeds.model import EntityId
from feeds.picture import NOBODY, Picture
from feeds.wire import E7

Column = NDArray[Any]

StreetsOf = Callable[[ArrayLike, ArrayLike], Sequence[str | None]]
"""Street code of each WGS-84 point (latitudes, longitudes), None outside the district."""

FACTS: Final = ("no", "surname", "role", "street", "grid", "vehicle", *NAMED_SHIFT)
"""What of a worker's record goes to screens, as far as it is there."""

NAME: Final = "surname"

NOWHERE: Final = 0
"""Street number of a row that is on no street we know."""

MOVED_E7: Final = 3_000
"""An unknown that moved so far (about 30 m) is looked up again."""

_ENCODER: Final = msgspec.json.Encoder()


class Roster:
    """Grows with the picture it follows."""

    def __init__(self, streets_of: StreetsOf) -> None:
        self.names_on_walls = False
        self.street = np.zeros(0, np.int64)  # nine digits as a number, by row
        self._facts: list[msgspec.Raw] = []  # JSON, by row
        self._nameless: dict[int, msgspec.Raw] = {}  # the same for a wall, where it is told less
        self._named: dict[int, msgspec.Raw] = {}  # and for one that is told names, where it is told less
        self._streets_of = streets_of
        self._workers: dict[str, dict[str, Any]] = {}
        self._corrected: set[str] = set()  # workers whose record changed since the last follow
        self._unknown = np.zeros(0, np.bool_)  # by row
        self._looked_up = np.zeros((0, 2), np.int64)  # lat, lon of an unknown's last look-up, by row

    def correct(self, worker: str, body: dict[str, Any] | None) -> None:
        """The worker's record is now this; None: struck off. Takes effect at the next ``follow``."""
        if body is None:
            self._workers.pop(worker, None)
        else:
            self._workers[worker] = body
        self._corrected.add(worker)

    def follow(self, picture: Picture, changed: Column) -> Column:
        """Learn the rows that are new, moved or corrected; returns those whose facts changed, ascending."""
        first_new = len(self._facts)
        self._grow(len(picture))
        learnt = set(range(first_new, len(picture)))
        for worker in self._corrected:
            if (row := picture.row(EntityId(worker))) is not None:
                learnt.add(row)
        self._corrected.clear()
        for row in learnt:
            self._learn(row, picture.names[row])
        learnt |= self._look_up(picture, changed)
        return np.array(sorted(learnt), np.int64)

    def facts(self, rows: Column, eyes: Eyes = Eyes.DESK) -> list[msgspec.Raw]:
        """What a ``rows`` message says of each; a wall is told role and work number, and neither a name nor
        the hours of an imported roster.
        """
        if eyes is Eyes.DESK:
            return [self._facts[row] for row in rows.tolist()]
        told = self._named if self.names_on_walls else self._nameless
        return [told.get(row, self._facts[row]) for row in rows.tolist()]

    # Inside

    def _grow(self, size: int) -> None:
        if size > len(self.street):
            more = max(size, 2 * len(self.street)) - len(self.street)
            self.street = np.append(self.street, np.zeros(more, np.int64))
            self._unknown = np.append(self._unknown, np.zeros(more, np.bool_))
            self._looked_up = np.append(self._looked_up, np.full((more, 2), 1 << 40, np.int64), axis=0)
        self._facts += [msgspec.Raw(b"")] * (size - len(self._facts))

    def _learn(self, row: int, entity: EntityId) -> None:
        body = self._workers.get(entity)
        self._unknown[row] = body is None
        if body is None:
            self._looked_up[row] = 1 << 40  # nowhere near: the next report is looked up
            self._set_unknown(row, entity, None)
            return
        self.street[row] = _number(body.get("street"))
        facts = {"row": row, "id": entity, "kind": "worker"}
        facts |= {name: body[name] for name in FACTS if name in body}
        self._facts[row] = msgspec.Raw(_ENCODER.encode(facts))
        hours = hours_of(body)
        _keep_less(self._named, row, facts, hours)
        _keep_less(self._nameless, row, facts, (NAME, *hours))

    def _set_unknown(self, row: int, entity: EntityId, street: str | None) -> None:
        self.street[row] = _number(street)
        self._nameless.pop(row, None)
        self._named.pop(row, None)
        facts = {"row": row, "id": entity, "kind": "unknown", "street": street}
        self._facts[row] = msgspec.Raw(_ENCODER.encode(facts))

    def _look_up(self, picture: Picture, changed: Column) -> set[int]:
        """Unknowns that moved may have changed streets; returns those that did."""
        rows = changed[self._unknown[changed] & (picture.winner[changed] != NOBODY)]
        reports = picture.reports.take(rows)
        here = np.stack((reports["lat"], reports["lon"]), axis=1).astype(np.int64)
        moved = (np.abs(here - self._looked_up[rows]) > MOVED_E7).any(axis=1)
        rows, here = rows[moved], here[moved]
        if not len(rows):
            return set()
        self._looked_up[rows] = here
        learnt = set()
        streets = self._streets_of(here[:, 0] / E7, here[:, 1] / E7)
        for row, street in zip(rows.tolist(), streets, strict=True):
            if self.street[row] != _number(street):
                self._set_unknown(row, picture.names[row], street)
                learnt.add(row)
        return learnt


def _keep_less(
    told: dict[int, msgspec.Raw], row: int, facts: Mapping[str, Any], without: Sequence[str]
) -> None:
    less = {name: fact for name, fact in facts.items() if name not in without}
    if len(less) < len(facts):
        told[row] = msgspec.Raw(_ENCODER.encode(less))
    else:
        told.pop(row, None)


def _number(street: str | None) -> int:
    return int(street) if street and street.isdecimal() else NOWHERE

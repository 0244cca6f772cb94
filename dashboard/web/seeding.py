"""Putting a demo's or an exercise's roster, grids and cameras into the store: one transaction, only what
differs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from dashboard.incidents.commands import EVERY, Body, Decision, RecordId, Write
from feeds.model import Utc

SIMULATED: Final = "simulated"


class Seed(msgspec.Struct, frozen=True):
    """Make the simulated records of these kinds what ``bodies`` says: add, change, remove; leave others
    alone.

    Each body has an "id". Idempotent by content: seeding the same twice writes nothing.
    """

    bodies: Mapping[str, Sequence[Mapping[str, Any]]]
    """Kind -> bodies."""
    at: Utc
    actor: str = "seed"
    key: None = None

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """All records of the kinds that are seeded."""
        return tuple(RecordId(kind, EVERY) for kind in self.bodies)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """The differences, in a stable order."""
        wanted = {
            RecordId(kind, str(body["id"])): _plain(body)
            for kind, bodies in self.bodies.items()
            for body in bodies
        }
        changed = [Write(record, body) for record, body in wanted.items() if seen.get(record) != body]
        gone = [
            Write(record, None)
            for record, body in sorted(seen.items())
            if record not in wanted and body.get("provenance") == SIMULATED
        ]
        return Decision((*changed, *gone), {"written": len(changed), "removed": len(gone)})


def _plain(body: Mapping[str, Any]) -> Body:
    """The body as it will be read back, so that it can be compared: tuples are lists, keys are text."""
    return msgspec.json.decode(msgspec.json.encode(body), type=dict[str, Any])

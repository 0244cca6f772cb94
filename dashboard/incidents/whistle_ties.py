"""What a whistle is tied to: the incidents it was blown about, and earlier whistles about the same. Pure.

The whistle names its incidents, and an incident names its whistles in its case: whoever has one open sees the
other.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.casefile import Step, case_of, with_case
from dashboard.incidents.categories import Sensitivity
from dashboard.incidents.commands import Body, RecordId, Write
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.whistle import KIND
from dashboard.incidents.whistle_record import Whistle
from feeds.errors import shown

REAL: Final = "real"
SIMULATED: Final = "simulated"
WHISTLED: Final = "whistle"
"""The ``do`` of the step in an incident's history."""


def tied_by(command: do.WhistleCommand) -> tuple[RecordId, ...]:
    """The records that a command ties to its whistle."""
    if not isinstance(command, do.Draft | do.Link):
        return ()
    incidents = [RecordId(INCIDENT, id) for id in command.incidents]
    return tuple(dict.fromkeys([*incidents, *(RecordId(KIND, id) for id in command.repeats)]))


def world_of(tied: Sequence[Body | None], *, live: bool) -> str:
    """The provenance of a new whistle: of what it is about; tied to nothing, an exercise's is simulated."""
    known = [body["provenance"] for body in tied if body is not None]
    if known:
        return SIMULATED if known[0] == SIMULATED else REAL
    return REAL if live else SIMULATED


def require_ties(whistle: Whistle, command: do.WhistleCommand, seen: Mapping[RecordId, Body]) -> None:
    """Incidents and whistles tied to it exist, and are of the same world. Raises Illegal."""
    for tied in tied_by(command):
        body = seen.get(tied)
        if body is None:
            raise nothing_at(tied)
        if (body["provenance"] == SIMULATED) != (whistle.provenance == SIMULATED):
            raise Illegal("模拟与真实不能关联", "what is simulated and what is real are not tied together")


def nothing_at(tied: RecordId) -> Illegal:
    """The refusal of what is not there; whoever may not see it is told the same."""
    return Illegal(f"没有 {shown(tied.id)}", f"there is no {tied.kind} {shown(tied.id)}")


def strictest(whistle: Whistle, command: do.WhistleCommand, seen: Mapping[RecordId, Body]) -> Sensitivity:
    """What walls may be shown of the whistle once the command has tied it."""
    known = [Sensitivity(seen[tied].get("sensitivity", Sensitivity.OPEN)) for tied in tied_by(command)]
    return max([whistle.sensitivity, *known], key=list(Sensitivity).index)


def told_incidents(
    whistle: Whistle, command: do.WhistleCommand, seen: Mapping[RecordId, Body]
) -> Iterable[Write]:
    """The incidents that a command tied and that did not name the whistle yet, now naming it."""
    for tied in tied_by(command):
        if tied.kind == INCIDENT and whistle.id not in case_of(seen[tied]).whistles:
            yield Write(tied, _naming(seen[tied], whistle))


def _naming(body: Body, whistle: Whistle) -> Body:
    """Its state, and whose word that is, stay as they were."""
    case, last = case_of(body), whistle.last
    at_ms = max(last.at_ms, case.last.at_ms if case.last else 0)
    step = Step(last.by, last.role, at_ms, WHISTLED, {"whistle": whistle.id})
    named = msgspec.structs.replace(case, whistles=(*case.whistles, whistle.id), last=step)
    return with_case({**body, "revision": body.get("revision", 0) + 1}, named)

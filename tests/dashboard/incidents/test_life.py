"""Random lives of two incidents: what is refused changes nothing, what is obeyed can be played again."""

from typing import NamedTuple
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.incidents import moves as do
from dashboard.incidents.casefile import case_of
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.desk import Perform
from dashboard.incidents.errors import Refused
from dashboard.incidents.matters import KIND, Tell, Telling
from dashboard.incidents.moves import DeskCommand
from dashboard.incidents.orders import Order
from dashboard.incidents.sla import working_days
from dashboard.incidents.states import OVER, TRANSITIONS, Role, State
from dashboard.incidents.timeline import Past, timeline
from feeds.model import Utc
from tests.dashboard.incidents.cases import BRIDGE, RULES, SAMPLES, TUESDAY_NINE, handled, reported

Records = dict[RecordId, Body]

VARIANTS: tuple[DeskCommand, ...] = (
    *SAMPLES.values(),
    do.ReportVerification(found=False),
    do.ReportCheck(agrees=False),
    do.Accept(unverified_reason="急"),
    do.Dispatch(department="street-320104004", term=working_days(1)),
    do.Return(ground=do.ReturnGround.OTHER, reason="力量不足", approver="李"),
    do.SetPlace(lat=33.0, lon=118.0),
)
WAY: tuple[type[DeskCommand], ...] = (
    do.AskVerification,
    do.ReportVerification,
    do.Accept,
    do.File,
    do.Dispatch,
    do.Sign,
    do.Start,
    do.GiveFeedback,
    do.AskCheck,
    do.ReportCheck,
    do.Rework,
    do.Close,
    do.Resume,
)
"""What drives a case on; without a liking for it, random lives hardly leave the first state."""


class Step(NamedTuple):
    """One try: at which record, how its command is chosen, by whom, how long after the last."""

    first: bool
    liking: str
    choice: int
    role: Role
    seconds: int
    stale: bool


STEP = st.builds(
    Step,
    first=st.sampled_from([True, True, True, False]),
    liking=st.sampled_from(["way", "way", "legal", "any"]),
    choice=st.integers(0, 999),
    role=st.sampled_from(Role),
    seconds=st.integers(0, 90_000),
    stale=st.sampled_from([False] * 9 + [True]),
)


def beginning(*, late: bool = False) -> Records:
    """A worker's report and one of the hotline, in the same place; or a case that is being handled."""
    first = handled() if late else reported("events|grid-worker", "A")
    bodies = [first, reported("events|12345", "B", title="桥下有垃圾")]
    return {RecordId(KIND, body["id"]): body for body in bodies}


def chosen(step: Step, record: Body, other: Body) -> DeskCommand:
    """A command: one that leads on from here, one the table knows here, or any."""
    here = [each for each in VARIANTS if (State(record["status"]), type(each)) in TRANSITIONS]
    onward = [each for each in here if type(each) in WAY]
    pool = {"way": onward or here, "legal": here, "any": list(VARIANTS)}[step.liking]
    command = pool[step.choice % len(pool)]
    if isinstance(command, do.Merge):
        return msgspec.structs.replace(command, into=other["id"])
    if isinstance(command, do.Unmerge):
        return msgspec.structs.replace(command, out_of=other["id"])
    return command


def apply(records: Records, command: Perform | Tell) -> Records:
    """The records after one command, as a store would keep them."""
    seen = {record: records[record] for record in command.reads if record in records}
    writes = command.apply(seen).writes
    return records | {write.record: msgspec.json.decode(msgspec.json.encode(write.body)) for write in writes}


def incidents(records: Records) -> Records:
    """Without what an order writes besides, such as the receipt for the district."""
    return {record: body for record, body in records.items() if record.kind == KIND}


def check(records: Records) -> None:
    """What is true of two incidents at any time."""
    for record, body in incidents(records).items():
        case = case_of(body)
        assert body["open"] == (body["status"] not in OVER and case.merged_into is None)
        assert (body["closed_at_ms"] is None) == (body["status"] not in OVER)
        if case.merged_into is not None:
            assert case_of(records[RecordId(KIND, case.merged_into)]).merged_from == (record.id,)
        for other in case.merged_from:
            assert case_of(records[RecordId(KIND, other)]).merged_into == record.id
        if case.clock is not None:
            spans = [case.clock.started_at_ms, *(end for span in case.clock.paused for end in span)]
            assert spans == sorted(spans) and case.department is not None
            running = body["status"] in ("DISPATCHED", "SIGNED", "HANDLING") and case.suspended is None
            assert (case.clock.stopped_at_ms is None) == running
        if "DISPATCHED" in case.entered:
            assert case.clock is not None
            extra = case.dispatches - case.returns
            assert 0 < extra <= case.reopenings + 1, "some reopenings were of the void"


def asked(step: Step, number: int, records: Records, at: Utc) -> Perform:
    """The order that a step comes to."""
    body, other = list(incidents(records).values())[:: 1 if step.first else -1]
    command = chosen(step, body, other)
    move = TRANSITIONS.get((State(body["status"]), type(command)))
    given = step.role if move is None or step.liking == "any" or step.role in move.by else move.by[0]
    order = Order(
        id=UUID(int=number),
        incident=body["id"],
        actor=f"D-{number}",
        role=given,
        unit=case_of(body).department,
        at=at,
        expected_revision=body["revision"] - step.stale,
        command=command,
    )
    return Perform(order, RULES)


@settings(max_examples=100, deadline=None)
@given(st.lists(STEP, min_size=15, max_size=40), st.lists(st.sampled_from(State), max_size=3), st.booleans())
def test_any_life_can_be_played_again(steps: list[Step], told: list[State], late: bool) -> None:
    """Refusals leave every byte; the accepted orders alone, from the beginning, give the same records."""
    records, accepted, at = beginning(late=late), [], TUESDAY_NINE
    for number, step in enumerate(steps):
        at = Utc(at + step.seconds)
        order = asked(step, number, records, at)
        before = msgspec.json.encode(list(records.values()))
        try:
            after = apply(records, order)
        except Refused:
            assert msgspec.json.encode(list(records.values())) == before
            continue
        touched = order.reads[0]
        assert not step.stale and after[touched]["revision"] == records[touched]["revision"] + 1
        records = after
        accepted.append(order)
        check(records)
    again = beginning(late=late)
    for order in accepted:
        again = apply(again, order)
    assert again == records
    _told_meanwhile(records, next(iter(records)), told)


def _told_meanwhile(records: Records, record: RecordId, states: list[State]) -> None:
    """Whatever the sender says of the state now, a case somebody has touched stays where it is."""
    for revision, state in enumerate(states, start=10):
        telling = Telling(
            source=records[record]["source"],
            external_id=records[record]["external_id"],
            revision=revision,
            received_at=TUESDAY_NINE,
            provenance="real",
            state=state,
            spot=BRIDGE,
        )
        before = records[record]
        records = apply(records, Tell(telling, "source:events"))
        if "status" in before["told"]:
            assert records[record]["status"] == before["status"]
            assert records[record]["told"]["status"]["status"] == state
        else:
            assert records[record]["status"] == state


def test_the_log_of_a_life_names_every_step() -> None:
    """The timeline of the change log is the list of accepted commands."""
    records, rows = beginning(), []
    record = next(iter(records))
    way: tuple[type[DeskCommand], ...] = (do.Accept, do.File, do.Dispatch, do.Sign, do.Start)
    for number, kind in enumerate(way):
        body = records[record]
        order = Order(
            id=UUID(int=number),
            incident=record.id,
            actor="D-01",
            role=TRANSITIONS[State(body["status"]), kind].by[0],
            unit="greening",
            at=Utc(TUESDAY_NINE + 60 * number),
            expected_revision=body["revision"],
            command=SAMPLES[kind],
        )
        records = apply(records, Perform(order, RULES))
        rows.append(Past(round(order.at * 1000), order.actor, records[record]))
    assert [line.do for line in timeline(rows)] == [
        "accept",
        "file",
        "dispatch",
        "sign",
        "start",
    ]

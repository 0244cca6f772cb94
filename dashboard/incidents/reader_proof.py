"""The last steps of the proof: the head and every current record follow from the log that was walked, and
every remembered answer is the one that was given.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, func, or_, select

from dashboard.incidents.chain import GENESIS, Answer, Verdict, answer_digest
from dashboard.incidents.schema import CHANGE, HEAD, IDEMPOTENCY, RECORD

TOTALS: Final = (
    select(CHANGE.c.kind, CHANGE.c.id, func.count().label("changes"), func.max(CHANGE.c.seq).label("last"))
    .group_by(CHANGE.c.kind, CHANGE.c.id)
    .subquery()
)
"""How often each record changed, and last when: from an index alone."""

SAME_RECORD: Final = (TOTALS.c.kind == RECORD.c.kind) & (TOTALS.c.id == RECORD.c.id)

UNFOUNDED: Final = (
    select(RECORD.c.kind, RECORD.c.id, func.coalesce(TOTALS.c.last, RECORD.c.seq).label("seq"))
    .join(TOTALS, SAME_RECORD, isouter=True)
    .join(CHANGE, CHANGE.c.seq == TOTALS.c.last, isouter=True)
    .where(
        or_(
            RECORD.c.seq.is_distinct_from(TOTALS.c.last),
            RECORD.c.revision.is_distinct_from(TOTALS.c.changes),
            RECORD.c.body.is_distinct_from(CHANGE.c.body),
        )
    )
    .order_by(RECORD.c.seq)
    .limit(1)
)
"""Records that are not what their last change made them, or that count another number of changes: one put
back to what it once was is not what its last change made it.
"""

LOST: Final = (
    select(TOTALS.c.kind, TOTALS.c.id, TOTALS.c.last.label("seq"))
    .join(RECORD, SAME_RECORD, isouter=True)
    .where(RECORD.c.seq.is_(None))
    .order_by(TOTALS.c.last)
    .limit(1)
)
"""Records that changed and are not there; one that was removed rightly is there, without a body."""

ANSWERS: Final = (
    select(IDEMPOTENCY).where(IDEMPOTENCY.c.number > bindparam("after")).order_by(IDEMPOTENCY.c.number)
)
ANSWERS_END: Final = select(HEAD.c.answers, HEAD.c.answers_hash)


class Answers(msgspec.Struct, frozen=True):
    """How far the chain of answers was walked and found sound."""

    number: int = 0
    hash: str = GENESIS
    bad: int | None = None
    problem: str | None = None


def walk_answers(rows: Iterable[Row[Any]], before: Answers) -> Answers:
    """Follow the chain of answers and stop at the first that does not fit."""
    number, prev_hash = before.number, before.hash
    for row in rows:
        number += 1
        if row.number != number:
            return Answers(number, prev_hash, number, f"answer {number} is missing")
        answer = Answer(row.number, row.source, row.external_id, row.revision, row.answer, row.seq)
        if row.hash != answer_digest(answer, prev_hash):
            return Answers(number, prev_hash, number, f"answer {number} was altered")
        prev_hash = row.hash
    return Answers(number, prev_hash)


def ended(connection: Connection, answers: Answers) -> Answers:
    """The walk at its end, compared with the head."""
    end = connection.execute(ANSWERS_END).one()
    if (end.answers, end.answers_hash) == (answers.number, answers.hash):
        return answers
    problem = f"the answers end at {answers.number}, the head says {end.answers}"
    return Answers(answers.number, answers.hash, answers.number + 1, problem)


def checked_against_state(connection: Connection, verdict: Verdict) -> Verdict:
    """The verdict on a sound log, once head and records were compared with it."""
    head = connection.execute(select(HEAD.c.seq, HEAD.c.hash)).one()
    if (head.seq, head.hash) != (verdict.head_seq, verdict.head_hash):
        problem = f"the log ends at change {verdict.head_seq}, the head says {head.seq}: its end is missing"
        return msgspec.structs.replace(verdict, bad_seq=verdict.head_seq + 1, problem=problem)
    for query, what in ((UNFOUNDED, "is not what change {seq} made it"), (LOST, "is lost: change {seq}")):
        row = connection.execute(query).first()
        if row is not None:
            problem = f"record {row.kind} {row.id} {what.format(seq=row.seq)}"
            return msgspec.structs.replace(verdict, bad_seq=row.seq, problem=problem)
    return verdict

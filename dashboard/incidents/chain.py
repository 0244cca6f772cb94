"""The hash chain over the change log: each row's hash covers the row and the hash before it. The answers that
were given under a key are a second chain of the same kind.

It shows an edit, a removed row in the middle and a reordering. It cannot show a tail that was cut off or a
history rewritten whole: for that the head hash must also be kept somewhere else. The store logs it whenever
it opens, and ``wanglou audit verify`` prints it.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

GENESIS: Final = "0" * 64
"""The hash before the first row."""


class Link(msgspec.Struct, frozen=True):
    """One row of the change log as it is hashed. ``body`` is the stored JSON text, None when the record was
    removed.
    """

    seq: int
    kind: str
    id: str
    at_ms: int
    actor: str
    body: str | None


class Answer(msgspec.Struct, frozen=True):
    """One remembered answer as it is hashed: a chain of its own, beside that of the changes."""

    number: int
    source: str
    external_id: str
    revision: int
    answer: str
    seq: int


class HashedLink(msgspec.Struct, frozen=True):
    """A stored row with its two hashes."""

    link: Link
    prev_hash: str
    hash: str


class Verdict(msgspec.Struct, frozen=True):
    """What walking the chain found. ``problem`` None means every row is as it was written."""

    rows: int
    head_seq: int
    head_hash: str
    bad_seq: int | None = None
    problem: str | None = None
    answers: int = 0
    answers_hash: str = GENESIS
    """Where the chain of answers ends."""
    bad_answer: int | None = None
    """Where the first bad row is an answer: its number. ``bad_seq`` is then None."""


def digest(link: Link, prev_hash: str) -> str:
    """The hash of one row, given its predecessor's."""
    material = [prev_hash, link.seq, link.kind, link.id, link.at_ms, link.actor, link.body]
    return sha256(msgspec.json.encode(material)).hexdigest()


def answer_digest(answer: Answer, prev_hash: str) -> str:
    """The hash of one answer, given its predecessor's."""
    material = [prev_hash, *msgspec.structs.astuple(answer)]
    return sha256(msgspec.json.encode(material)).hexdigest()


def fault(row: HashedLink, expected_seq: int, prev_hash: str) -> str | None:
    """Why this row cannot follow the one before it; None when it does."""
    if row.link.seq != expected_seq:
        return f"change {expected_seq} is missing (found {row.link.seq} in its place)"
    if row.prev_hash != prev_hash:
        return f"change {row.link.seq} does not name the hash of the change before it"
    if row.hash != digest(row.link, prev_hash):
        return f"change {row.link.seq} was altered: its content does not have its hash"
    return None


START: Final = Verdict(0, 0, GENESIS)
"""Nothing was looked at yet."""


def walk(rows: Iterable[HashedLink], before: Verdict = START) -> Verdict:
    """Follow the chain, from where ``before`` found it sound, and stop at the first row that does not fit."""
    seq, prev_hash = before.head_seq, before.head_hash
    for row in rows:
        problem = fault(row, seq + 1, prev_hash)
        if problem is not None:
            return Verdict(seq, seq, prev_hash, bad_seq=seq + 1, problem=problem)
        seq, prev_hash = row.link.seq, row.hash
    return Verdict(seq, seq, prev_hash)

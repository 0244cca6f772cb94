"""The tables of the store, as SQLAlchemy sees them. They are made and changed by ``migrations``, never from
here.
"""

from typing import Final

from sqlalchemy import Column, Integer, MetaData, Table, Text

METADATA: Final = MetaData()

RECORD: Final = Table(
    "record",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text),
    Column("seq", Integer, nullable=False),
)
"""Current state. ``body`` is JSON, NULL once removed; ``revision`` counts the record's changes; ``seq`` is
the last of them.
"""

CHANGE: Final = Table(
    "change",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Append only; triggers refuse anything else."""

IDEMPOTENCY: Final = Table(
    "idempotency",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("seq", Integer, nullable=False),
)
"""Every keyed request ever answered, with its answer, so that a repeat gets the same one."""

HEAD: Final = Table(
    "head",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)
"""One row, updated in the same transaction as the changes: sequence is commit order on every database."""

"""The tables of the store, as SQLAlchemy sees them. They are made and changed by ``migrations``, never from
here.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

METADATA: Final = MetaData()

WHOLE: Final = BigInteger().with_variant(Integer, "sqlite")
"""Whole numbers of 64 bits: SQLite has those under the name INTEGER."""

RECORD: Final = Table(
    "record",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("revision", WHOLE, nullable=False),
    Column("body", Text),
    Column("seq", WHOLE, nullable=False),
)
"""Current state. ``body`` is JSON, NULL once removed; ``revision`` counts the record's changes; ``seq`` is
the last of them.
"""

CHANGE: Final = Table(
    "change",
    METADATA,
    Column("seq", WHOLE, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("at_ms", WHOLE, nullable=False),
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
    Column("revision", WHOLE, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("seq", WHOLE, nullable=False),
    Column("number", WHOLE, unique=True),
    Column("hash", Text),
)
"""Every keyed request ever answered, with its answer, so that a repeat gets the same one. ``seq`` is where
the log stood; ``number`` and ``hash`` make them a chain of their own, and are NULL for those answered before
there was one.
"""

HEAD: Final = Table(
    "head",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("seq", WHOLE, nullable=False),
    Column("hash", Text, nullable=False),
    Column("answers", WHOLE, nullable=False),
    Column("answers_hash", Text, nullable=False),
)
"""One row, updated in the same transaction as the changes: sequence is commit order on every database."""

LISTING: Final = Table(
    "listing",
    METADATA,
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("opened_at_ms", WHOLE, nullable=False),
    Column("open", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("street", Text),
    Column("grid", Text),
    Column("category", Text),
    Column("urgency", Text, nullable=False),
    Column("closed_at_ms", WHOLE),
    Column("words", Text, nullable=False),
    Column("cell", WHOLE),
    Column("lat_e7", WHOLE),
    Column("lon_e7", WHOLE),
    Column("worker", Text),
)
"""What incidents are listed and searched by: one row per incident, following from its record and rebuilt
from there after each migration. ``number`` orders them by opening (``search.first_number``); ``words`` is
what ``search.words`` makes of title, place and ids; ``cell`` (``cells.cell``) finds what is near a place;
``worker`` is who was sent. Beside it stands the index of tokens: the FTS5 table
``listing_tokens`` in SQLite, the column ``tokens`` in PostgreSQL.
"""

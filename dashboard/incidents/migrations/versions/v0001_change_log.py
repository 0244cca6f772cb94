"""The change log, the current records, answered requests and the head."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from dashboard.incidents.migrations.append_only import triggers

revision: Final = "0001"
down_revision: Final = None

WHOLE: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
GENESIS: Final = "0" * 64


def upgrade() -> None:
    """Make the four tables and the triggers that keep the change log append-only."""
    op.create_table(
        "record",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("seq", WHOLE, nullable=False),
    )
    op.create_table(
        "change",
        sa.Column("seq", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at_ms", WHOLE, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("prev_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "idempotency",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("external_id", sa.Text, primary_key=True),
        sa.Column("revision", WHOLE, primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
    )
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": GENESIS}])
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """There is no way back from the first version: removing the log would remove the audit trail."""
    raise NotImplementedError("the change log is not removed by a migration")

"""The change log, the current records, answered requests and the head."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

GENESIS: Final = "0" * 64

REFUSALS: Final = {
    "change_never_updated": "BEFORE UPDATE ON change",
    "change_never_deleted": "BEFORE DELETE ON change",
    # INSERT OR REPLACE deletes without firing the DELETE trigger, so it is refused by its own one.
    "change_never_replaced": (
        "BEFORE INSERT ON change WHEN EXISTS (SELECT 1 FROM change WHERE seq = NEW.seq)"
    ),
}


def upgrade() -> None:
    """Make the four tables and the triggers that keep the change log append-only."""
    op.create_table(
        "record",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at_ms", sa.Integer, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("prev_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "idempotency",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("external_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": GENESIS}])
    for name, when in REFUSALS.items():
        op.execute(
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        )


def downgrade() -> None:
    """There is no way back from the first version: removing the log would remove the audit trail."""
    raise NotImplementedError("the change log is not removed by a migration")

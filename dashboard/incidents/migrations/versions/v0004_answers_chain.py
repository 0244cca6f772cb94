"""A hash chain over the remembered answers, too. Those remembered before stay outside it."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"

WHOLE: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
GENESIS: Final = "0" * 64


def upgrade() -> None:
    """Number and hash of each answer; the head knows the last of them."""
    for column in (sa.Column("number", WHOLE), sa.Column("hash", sa.Text)):
        op.add_column("idempotency", column)
    op.create_index("answers_in_order", "idempotency", ["number"], unique=True)
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("answers", WHOLE, nullable=False, server_default="0"),
        sa.Column("answers_hash", sa.Text, nullable=False, server_default=GENESIS),
    )
    for column in columns:
        op.add_column("head", column)


def downgrade() -> None:
    """Forget the chain; the answers stay."""
    op.drop_index("answers_in_order", "idempotency")
    for table, names in (("idempotency", ("number", "hash")), ("head", ("answers", "answers_hash"))):
        for name in names:
            op.drop_column(table, name)

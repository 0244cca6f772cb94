"""The listing of incidents: columns to filter by, tokens to search by; and a record's history."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"

WHOLE: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")

INDEXES: Final = {
    "listing_of_open": ("open", "number"),
    "listing_of_status": ("status", "number"),
    "listing_of_street": ("street", "open", "number"),
    "listing_of_street_status": ("street", "status", "number"),
    "listing_of_grid": ("grid", "number"),
    "listing_of_category": ("category", "number"),
    "listing_of_urgency": ("urgency", "open", "number"),
    "listing_of_closed": ("closed_at_ms",),
}

TOKENS: Final = {
    # The tokens are ours already: separated by spaces, so the tokenizer only has to leave them alone. Only
    # the numbers are kept (detail=none, no content): we look for tokens and never for phrases.
    "sqlite": (
        "CREATE VIRTUAL TABLE listing_tokens USING fts5 (tokens, content='', detail=none, columnsize=0, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_'\")",
    ),
    # Neither pg_trgm, which knows only ASCII where the locale is C, nor a text search parser, whose idea of
    # a letter depends on the locale, too.
    "postgresql": (
        "ALTER TABLE listing ADD COLUMN tokens tsvector",
        "CREATE INDEX listing_tokens ON listing USING gin (tokens)",
    ),
}


def upgrade() -> None:
    """Make the listing empty; ``upgrade.migrate`` fills it from the records."""
    op.create_table(
        "listing",
        sa.Column("number", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("opened_at_ms", WHOLE, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("street", sa.Text),
        sa.Column("grid", sa.Text),
        sa.Column("category", sa.Text),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("closed_at_ms", WHOLE),
        sa.Column("words", sa.Text, nullable=False),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "listing", list(columns))
    for statement in TOKENS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_index("change_of_record", "change", ["kind", "id", "seq"])


def downgrade() -> None:
    """Forget the listing; it follows from the records."""
    op.drop_index("change_of_record", "change")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("listing_tokens")
    op.drop_table("listing")

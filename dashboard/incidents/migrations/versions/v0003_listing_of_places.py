"""Where incidents are and who was sent, in the listing: what is near a place is found without a record."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"

WHOLE: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")

COLUMNS: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    "cell": WHOLE,
    "lat_e7": WHOLE,
    "lon_e7": WHOLE,
    "worker": sa.Text(),
}

INDEXES: Final = {
    # Holds all that measuring needs, so that a year of a busy corner costs one walk along the index.
    "listing_of_cell": ("cell", "number", "lat_e7", "lon_e7", "id"),
    "listing_of_worker": ("worker", "open"),
}


def upgrade() -> None:
    """Add them empty; ``upgrade.migrate`` fills them from the records."""
    for name, kind in COLUMNS.items():
        op.add_column("listing", sa.Column(name, kind))
    for name, columns in INDEXES.items():
        op.create_index(name, "listing", list(columns))


def downgrade() -> None:
    """Forget them; they follow from the records."""
    for name in INDEXES:
        op.drop_index(name, "listing")
    for name in COLUMNS:
        op.drop_column("listing", name)

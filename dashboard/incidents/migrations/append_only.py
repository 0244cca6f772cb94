"""Triggers that refuse to change the change log, in each database's words."""

from collections.abc import Sequence
from typing import Final

WHY: Final = "the change log is append-only"

_SQLITE: Final = {
    "change_never_updated": "BEFORE UPDATE ON change",
    "change_never_deleted": "BEFORE DELETE ON change",
    # INSERT OR REPLACE deletes without firing the DELETE trigger, so it is refused by its own one.
    "change_never_replaced": (
        "BEFORE INSERT ON change WHEN EXISTS (SELECT 1 FROM change WHERE seq = NEW.seq)"
    ),
}

_POSTGRESQL: Final = (
    "CREATE FUNCTION change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WHY}'; END $$",
    "CREATE TRIGGER change_never_rewritten BEFORE UPDATE OR DELETE ON change "
    "FOR EACH ROW EXECUTE FUNCTION change_is_append_only()",
    "CREATE TRIGGER change_never_truncated BEFORE TRUNCATE ON change "
    "FOR EACH STATEMENT EXECUTE FUNCTION change_is_append_only()",
)


def triggers(dialect: str) -> Sequence[str]:
    """The statements that make them; ``dialect`` is sqlite or postgresql."""
    if dialect == "postgresql":
        return _POSTGRESQL
    return [
        f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        for name, when in _SQLITE.items()
    ]

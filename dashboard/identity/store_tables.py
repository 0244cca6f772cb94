"""The tables of identity, version ``FORM``, and the triggers that keep its log append-only.

They have a prefix, for in PostgreSQL they stand beside those of the store.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

FORM: Final = 1
"""Counts up with every change of these tables; ``store_engines`` has the steps."""

METADATA: Final = MetaData()
WHOLE: Final = BigInteger().with_variant(Integer, "sqlite")
WHY: Final = "the log of identity is append-only"

HEAD: Final = Table(
    "identity_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("form", Integer, nullable=False),
    Column("seq", WHOLE, nullable=False),
    Column("hash", Text, nullable=False),
)
"""One row: the last of the log. Whoever writes locks it first, so the log's order is that of the commits."""

AUDIT: Final = Table(
    "identity_audit",
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
"""The columns of the store's ``change``, so that the same walk proves it."""

ACCOUNT: Final = Table(
    "identity_account",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("unit", Text),
    Column("scope", Text, nullable=False),
    Column("disabled", Integer, nullable=False),
    Column("admin", Integer, nullable=False),
    Column("must_change", Integer, nullable=False),
    Column("password", Text),
    Column("created_at_ms", WHOLE, nullable=False),
)
"""``password`` is an argon2id string; NULL where only the city's own sign-on knows one."""

SESSION: Final = Table(
    "identity_session",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("secret", Text, nullable=False, unique=True),
    Column("begun_at_ms", WHOLE, nullable=False),
    Column("seen_at_ms", WHOLE, nullable=False),
    Column("ends_at_ms", WHOLE, nullable=False),
    Column("ended_at_ms", WHOLE),
)
"""``secret``, here and below: its SHA-256."""

SCREEN: Final = Table(
    "identity_screen",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("secret", Text, nullable=False, unique=True),
    Column("enrolled_at_ms", WHOLE, nullable=False),
    Column("seen_at_ms", WHOLE),
    Column("revoked_at_ms", WHOLE),
)

TOKEN: Final = Table(
    "identity_token",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("entities", Text, nullable=False),
    Column("secret", Text, nullable=False, unique=True),
    Column("issued_at_ms", WHOLE, nullable=False),
    Column("revoked_at_ms", WHOLE),
)

REVOCATION: Final = Table(
    "identity_revocation",
    METADATA,
    Column("what", Text, primary_key=True),
    Column("seq", WHOLE, nullable=False, index=True),
    Column("at_ms", WHOLE, nullable=False),
)
"""What counts no longer, and the row of the log that says so."""

COUNT: Final = Table(
    "identity_count",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at_ms", WHOLE, nullable=False, index=True),
)
"""The back-off's counts."""

SIGN_IN: Final = Table(
    "identity_sign_in",
    METADATA,
    Column("number", WHOLE, primary_key=True, autoincrement=True),
    Column("at_ms", WHOLE, nullable=False, index=True),
    Column("account", Text),
    Column("address", Text, nullable=False),
    Column("succeeded", Integer, nullable=False),
)
"""Each try that was looked at. Not in the chain: addresses must be forgotten one day."""

_SQLITE: Final = {
    "identity_audit_never_updated": "BEFORE UPDATE ON identity_audit",
    "identity_audit_never_deleted": "BEFORE DELETE ON identity_audit",
    # INSERT OR REPLACE deletes without firing the DELETE trigger, so it is refused by its own one.
    "identity_audit_never_replaced": (
        "BEFORE INSERT ON identity_audit WHEN EXISTS (SELECT 1 FROM identity_audit WHERE seq = NEW.seq)"
    ),
}
_POSTGRESQL: Final = (
    "CREATE FUNCTION identity_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WHY}'; END $$",
    "CREATE TRIGGER identity_audit_never_rewritten BEFORE UPDATE OR DELETE ON identity_audit "
    "FOR EACH ROW EXECUTE FUNCTION identity_audit_is_append_only()",
    "CREATE TRIGGER identity_audit_never_truncated BEFORE TRUNCATE ON identity_audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION identity_audit_is_append_only()",
)


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that make them; ``dialect`` is sqlite or postgresql."""
    if dialect == "postgresql":
        return _POSTGRESQL
    return tuple(
        f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        for name, when in _SQLITE.items()
    )

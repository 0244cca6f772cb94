"""Who and what may come in, as values: accounts, sessions, screens, tokens of sources. None is secret."""

from dataclasses import dataclass, field

from dashboard.incidents.states import Role
from feeds.model import Utc

COMMAND_LINE = "command line"
"""Who did what somebody did with ``wanglou user|screen|token`` on the machine itself."""


@dataclass(frozen=True, slots=True)
class Account:
    """One officer."""

    id: str
    """The name of signing in, casefolded."""
    name: str
    roles: frozenset[Role]
    unit: str | None
    """The id of a department."""
    scope: str
    """A division code; "" means all of this installation."""
    disabled: bool
    admin: bool
    """May manage accounts, screens and tokens. No role of the case: an admin without roles moves nothing."""
    must_change: bool
    """The password is one that somebody else chose: nothing but changing it is allowed."""
    created_at: Utc


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of an officer. ``id`` is a handle for lists and revocations, not the secret."""

    id: str
    account: str
    begun_at: Utc
    seen_at: Utc
    ends_at: Utc
    """The absolute end, whatever is done meanwhile."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that just began. ``secret`` exists here and in the browser's cookie, nowhere else."""

    session: Session
    account: Account
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """A wall: it may look, and nothing else."""

    id: str
    name: str
    scope: str
    enrolled_at: Utc
    seen_at: Utc | None
    revoked_at: Utc | None


@dataclass(frozen=True, slots=True)
class IntakeToken:
    """What a source shows at a door."""

    id: str
    source: str
    """The name of the source whose door it opens."""
    entities: tuple[str, ...]
    """Shell-style patterns of the entity ids it may speak of; none: of any."""
    issued_at: Utc
    revoked_at: Utc | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the log of identity. ``facts`` has ``did``, in one word, and what belongs to it."""

    seq: int
    at: Utc
    by: str
    kind: str
    subject: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class SignInTry:
    """One try to sign in. ``account`` is None where no such account is: the name that was typed is not kept,
    for people type passwords into the wrong field.
    """

    at: Utc
    account: str | None
    address: str
    succeeded: bool

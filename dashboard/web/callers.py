"""Who asks, and for whom a door is. Pure; who it is, ``access`` finds out, and ``gate`` before any door."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from starlette.requests import HTTPConnection

from dashboard.identity.people import Account, Screen, Session

CALLER: Final = "wanglou.caller"
"""Where a request's scope holds its caller, once the gate has seen it."""
GROUND: Final = "wanglou.ground"
"""Where it holds which part of the installation the caller may see."""


class Who(StrEnum):
    """For whom a door is. Each declares one; there is no default."""

    ANYBODY = "anybody"
    MACHINE = "machine"
    """Whoever asks from this very machine, and every screen."""
    SCREEN = "screen"
    """An enrolled screen, or any officer."""
    OFFICER = "officer"
    """Any account that is signed in. What each role may do is in the desk's rules."""
    ADMIN = "admin"
    SOURCE = "source"
    """A source's token, which the door itself checks: it must know whose it is."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody we know. ``why`` says what is wrong with what was shown; "" when nothing was."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class ScreenCaller:
    """A wall: it may look."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class OfficerCaller:
    """Somebody who signed in."""

    account: Account
    session: Session


@dataclass(frozen=True, slots=True)
class SelfNamed:
    """The demonstration's officer, and an exercise's before it has accounts: in every role, by their own
    word. ``bearer`` as on live tickets.
    """

    bearer: str = "demo"


Caller = Nobody | ScreenCaller | OfficerCaller | SelfNamed


class Ground(NamedTuple):
    """The part of the installation that a caller may see: ``scope`` is a division's code, "" all of it, None
    nothing.
    """

    scope: str | None = ""

    def holds(self, body: Mapping[str, Any]) -> bool:
        """Whether a record lies within. What has no place belongs to those who see everything."""
        if not self.scope:
            return self.scope == ""
        place = str(body.get("grid") or body.get("community") or body.get("street") or "")
        street = str(body.get("street") or "")
        return place.startswith(self.scope) or street.startswith(self.scope)

    def holds_scope(self, scope: str) -> bool:
        """Whether a division lies within."""
        return self.scope is not None and scope.startswith(self.scope)


def ground_within(own: str, installation: str) -> Ground:
    """What somebody bound to ``own`` ("": to nothing) may see of an installation of this scope."""
    if installation.startswith(own):
        return Ground()
    return Ground(own if own.startswith(installation) else None)


def caller_of(request: HTTPConnection) -> Caller:
    """Who asks; Nobody for a request that did not come through the gate."""
    caller: Caller = request.scope.get(CALLER) or Nobody()
    return caller


def ground_of(request: HTTPConnection) -> Ground:
    """What the caller may see; nothing for a request that did not come through the gate."""
    ground: Ground = request.scope.get(GROUND) or Ground(None)
    return ground


def bearer_of(caller: Caller) -> str:
    """The caller as a live ticket names it, and as a revocation does; "" for nobody."""
    match caller:
        case OfficerCaller(session=session):
            return f"session:{session.id}"
        case ScreenCaller(screen=screen):
            return f"screen:{screen.id}"
        case SelfNamed(bearer=bearer):
            return bearer
        case Nobody():
            return ""


def may(caller: Caller, who: Who, *, local: bool = False) -> bool:
    """Whether a door that is for ``who`` opens; ``local``: asked from this very machine."""
    match who:
        case Who.ANYBODY | Who.SOURCE:
            return True
        case Who.MACHINE:
            return local or not isinstance(caller, Nobody)
        case Who.SCREEN:
            return not isinstance(caller, Nobody)
        case Who.OFFICER:
            return isinstance(caller, OfficerCaller | SelfNamed)
        case Who.ADMIN:
            return isinstance(caller, OfficerCaller) and caller.account.admin


def why_not(caller: Caller, who: Who) -> tuple[int, str]:
    """The answer to somebody who may not: 401 where another credential would help, else 403."""
    if isinstance(caller, Nobody):
        how = "sign in" if who in (Who.OFFICER, Who.ADMIN) else "sign in, or open /wall?screen=<token> once"
        return 401, f"{caller.why or 'nobody is signed in here'}: {how}"
    if isinstance(caller, ScreenCaller):
        return 403, "a screen may look and nothing else: sign in as an officer"
    return 403, "this is for administrators"

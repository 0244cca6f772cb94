"""``wanglou user|screen|token``: who may come in, from the machine itself, also while the centre works.

Passwords come from a prompt or from standard input, never from the command line, which every process here can
read. Secrets that are made are printed once, alone on their line.
"""

import argparse
import getpass
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from dashboard.home_district import divisions_here, require_division
from dashboard.identity.identities import COMMAND_LINE, Identities, identity_url
from dashboard.identity.people import Account
from dashboard.incidents.errors import StoreUnavailable
from dashboard.settings import Settings
from feeds.errors import BadInput
from feeds.model import Utc

DONE: Final = 0
WRONG: Final = 2
NOT_READ: Final = 3
SQLITE: Final = "sqlite:///"


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do what the options say; the exit code: 2 for what cannot be, 3 where there are no accounts to be read
    or written.
    """
    url = identity_url(settings.data, settings.database_url)
    first_admin = (options.verb, options.what) == ("user", "add") and options.admin
    missing = _missing(url)
    if missing is not None and not first_admin:
        print(f"wanglou: {missing} holds no accounts; see --mode and --data. {_FIRST}", file=sys.stderr)
        return NOT_READ
    try:
        if scope := getattr(options, "scope", None):
            require_division(scope, divisions_here(settings))  # only then: it reads the map
        if missing is not None:
            _rehearse(options, Utc(time.time()))
            print(f"no accounts so far: {missing} is made, for this first one", file=sys.stderr)
            missing.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        identities = Identities(url)
        try:
            _DO[options.verb, options.what](identities, options, Utc(time.time()))
        finally:
            identities.close()
        if (options.verb, options.what) == ("token", "issue"):
            _note_of_unknown(options.source, settings)
    except BadInput as exc:
        print(f"wanglou: {exc}", file=sys.stderr)
        return WRONG
    except (StoreUnavailable, OSError) as exc:
        print(f"wanglou: {exc}", file=sys.stderr)
        return NOT_READ
    return DONE


_FIRST: Final = "The first account is made by: wanglou user add ID --admin"


def _note_of_unknown(source: str, settings: Settings) -> None:
    """A sender of incidents is in no table, so its name is free; a mistyped one is said, not refused."""
    names = [str(table.get("name") or table.get("kind")) for table in settings.sources]
    if source not in names:
        known = f"those are {', '.join(names)}" if names else "there is none"
        print(f"note: no [[source]] has the name {source!r} ({known}): no positions", file=sys.stderr)


def _missing(url: str) -> Path | None:
    """The file that is not there; None where there is one, or a server."""
    path = Path(url.removeprefix(SQLITE))
    return path if url.startswith(SQLITE) and not path.exists() else None


def _rehearse(options: argparse.Namespace, now: Utc) -> None:
    """The first account in a store that is thrown away, so that what is refused leaves no file behind.
    Raises as ``add_account`` does.
    """
    options.password = _password()
    with tempfile.TemporaryDirectory() as folder:
        identities = Identities(identity_url(Path(folder), SQLITE))
        try:
            _added(identities, options, now)
        finally:
            identities.close()


def _user_add(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    print(f"added {_added(identities, options, now).id}; {_first_sign_in(options)}")
    if not any(each.admin and not each.disabled for each in identities.accounts()):
        print("note: nobody is an administrator yet: wanglou user change ID --admin yes", file=sys.stderr)


def _added(identities: Identities, options: argparse.Namespace, now: Utc) -> Account:
    return identities.add_account(
        options.id,
        by=COMMAND_LINE,
        now=now,
        name=options.name or "",
        roles=options.roles or (),
        unit=options.unit,
        scope=options.scope or "",
        admin=options.admin,
        password=getattr(options, "password", None) or _password(),
        must_change=not options.own,
    )


def _user_list(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    rows = [
        (
            each.id,
            each.name,
            ",".join(sorted(each.roles)) or "-",
            each.unit or "-",
            each.scope or "all",
            "admin" if each.admin else "-",
            "disabled" if each.disabled else "must change password" if each.must_change else "-",
        )
        for each in identities.accounts()
    ]
    _table(("id", "name", "roles", "unit", "scope", "admin", "state"), rows)


def _user_change(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    given: dict[str, object] = {
        name: getattr(options, name)
        for name in ("name", "roles", "unit", "scope")
        if getattr(options, name) is not None
    }
    if options.admin is not None:
        given["admin"] = options.admin == "yes"
    if not given:
        raise BadInput("id", options.id, "nothing to change: give --name, --role, --unit, --scope or --admin")
    identities.change_account(_known(options), by=COMMAND_LINE, now=now, **given)
    print(f"changed {_known(options)}")


def _user_password(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    if identities.account(_known(options)) is None:  # said before anybody types
        raise BadInput("id", options.id, "is the id of no account")
    identities.set_password(
        _known(options), _password(), by=COMMAND_LINE, now=now, must_change=not options.own
    )
    print(f"password of {_known(options)} set, signed out everywhere; {_first_sign_in(options)}")


def _user_disable(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    identities.change_account(_known(options), by=COMMAND_LINE, now=now, disabled=True)
    print(f"{_known(options)} is disabled and signed out")


def _user_enable(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    identities.change_account(_known(options), by=COMMAND_LINE, now=now, disabled=False)
    print(f"{_known(options)} may sign in")


def _screen_enrol(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    screen, secret = identities.enrol_screen(options.name, options.scope or "", by=COMMAND_LINE, now=now)
    bound = {"scope": screen.scope} if screen.scope else {}
    print(f"enrolled {screen.id}; open this once on the screen, it is not shown again; before it goes")
    print("the address of this centre, such as https://wall.example:")
    print(f"/wall?{urlencode({**bound, 'screen': secret})}")


def _screen_list(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    rows = [
        (each.id, each.name, each.scope or "all", _day(each.enrolled_at), _day(each.seen_at), _over(each))
        for each in identities.screens()
    ]
    _table(("id", "name", "scope", "enrolled", "last seen", "state"), rows)


def _screen_revoke(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    identities.revoke_screen(options.id, by=COMMAND_LINE, now=now)
    print(f"screen {options.id} is revoked")


def _token_issue(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    token, secret = identities.issue_token(options.source, options.entities, by=COMMAND_LINE, now=now)
    print(f"issued {token.id} for {token.source}; it is not shown again:")
    print(secret)


def _token_list(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    rows = [
        (each.id, each.source, ",".join(each.entities) or "anybody", _day(each.issued_at), _over(each))
        for each in identities.tokens()
    ]
    _table(("id", "source", "may speak of", "issued", "state"), rows)


def _token_revoke(identities: Identities, options: argparse.Namespace, now: Utc) -> None:
    identities.revoke_token(options.id, by=COMMAND_LINE, now=now)
    print(f"token {options.id} is revoked")


_DO: Final[dict[tuple[str, str], Callable[[Identities, argparse.Namespace, Utc], None]]] = {
    ("user", "add"): _user_add,
    ("user", "list"): _user_list,
    ("user", "change"): _user_change,
    ("user", "password"): _user_password,
    ("user", "disable"): _user_disable,
    ("user", "enable"): _user_enable,
    ("screen", "enrol"): _screen_enrol,
    ("screen", "list"): _screen_list,
    ("screen", "revoke"): _screen_revoke,
    ("token", "issue"): _token_issue,
    ("token", "list"): _token_list,
    ("token", "revoke"): _token_revoke,
}


def _password() -> str:
    """Typed twice where somebody sits there, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("password: ")
    if getpass.getpass("again: ") != password:
        raise BadInput("password", "", "both times must be the same")
    return password


def _known(options: argparse.Namespace) -> str:
    return str(options.id).casefold()


def _first_sign_in(options: argparse.Namespace) -> str:
    return "the password is its own" if options.own else "the first sign-in asks for another password"


def _day(at: Utc | None) -> str:
    return "never" if at is None else f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}"


def _over(bearer: Any) -> str:
    return "-" if bearer.revoked_at is None else f"revoked {_day(bearer.revoked_at)}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [head, *rows]
    widths = [max(_columns(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (cell + " " * (width - _columns(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def _columns(text: str) -> int:
    """What a terminal gives it: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "FW" else 1 for each in text)

"""What may follow ``wanglou user``, ``wanglou screen`` and ``wanglou token``."""

import argparse
from pathlib import Path
from typing import Any, Final

from dashboard.incidents.states import Role

VERBS: Final = {
    "user": "officers' accounts: who may sign in, and as what",
    "screen": "wall screens: enrol one, take one back",
    "token": "the tokens that sources show",
}

PURGE: Final = "purge"


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The three verbs, each with its own, and the one that forgets."""
    purge = _one(verbs, PURGE, "remove what is past its time; a running centre does it every night")
    purge.add_argument("--dry-run", action="store_true", help="say what would be removed, change nothing")
    _add_user(_whats(verbs, "user"))
    screen = _whats(verbs, "screen")
    enrol = _one(screen, "enrol", "a new screen; prints its address, once")
    enrol.add_argument("name", metavar="NAME", help="what people call it, such as 大屏一")
    _scope(enrol)
    _one(screen, "list", "all, revoked ones too")
    _id(_one(screen, "revoke", "take it back; it is told nothing more after 5 s"))
    token = _whats(verbs, "token")
    issue = _one(token, "issue", "a new token; prints it, once")
    issue.add_argument("source", metavar="SOURCE", help="the source's name in [[source]]")
    issue.add_argument(
        "--entity",
        dest="entities",
        action="append",
        default=[],
        metavar="PATTERN",
        help='whom it may speak of, such as "QH-04*"; repeat it for more; default: anybody',
    )
    _one(token, "list", "all, revoked ones too")
    _id(_one(token, "revoke", "take it back; what shows it is refused from then on"))


def _add_user(user: Any) -> None:
    add = _one(user, "add", "a new account; asks for its password")
    _account_id(add)
    _about(add)
    add.add_argument("--admin", action="store_true", help="may manage accounts, screens and tokens")
    _own(add)
    _one(user, "list", "all, disabled ones too")
    change = _one(user, "change", "what is given is changed, the rest stays")
    _account_id(change)
    _about(change)
    change.add_argument("--admin", choices=("yes", "no"), help="may manage accounts, screens and tokens")
    password = _one(user, "password", "set another password; signs the account out everywhere")
    _account_id(password)
    _own(password)
    _account_id(_one(user, "disable", "may not sign in any more; signs it out everywhere"))
    _account_id(_one(user, "enable", "may sign in again"))


def _about(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--name", metavar="NAME", help="the person's name, as others see it")
    verb.add_argument(
        "--role",
        dest="roles",
        action="append",
        metavar="ROLE",
        help=f"repeat it for more; all of them are set anew: {', '.join(Role)}",
    )
    verb.add_argument("--unit", metavar="ID", help="the id of a department")
    _scope(verb)


def _own(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--own",
        action="store_true",
        help="whose password it is types it here; else it must be changed after the first sign-in",
    )


def _scope(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--scope",
        metavar="CODE",
        help="a district's or street's code: what it sees; default: everything here",
    )


def _account_id(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("id", metavar="ID", help="the name of signing in: 2 to 32 of a-z, 0-9, dot, _ and -")


def _id(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("id", metavar="ID", help="as list shows it")


def _whats(verbs: Any, name: str) -> Any:
    verb = verbs.add_parser(name, help=VERBS[name], description=VERBS[name])
    return verb.add_subparsers(dest="what", required=True, metavar="WHAT")


def _one(verb: Any, name: str, what: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verb.add_parser(name, help=what, description=what)
    made.add_argument("--config", type=Path, metavar="FILE", help="settings file; default: wanglou.toml here")
    made.add_argument("--data", dest="set_data", metavar="VALUE", help="the data folder of that wanglou")
    made.add_argument("--mode", dest="set_mode", metavar="VALUE", help="its mode")
    return made

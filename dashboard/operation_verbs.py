"""The verbs of operation on the command line: ``backup``, ``restore`` and ``roster``."""

import argparse
from pathlib import Path
from typing import Final

from dashboard.incidents.work_orders import NAMED
from dashboard.settings import Settings, config_path

BACKUP: Final = "backup"
RESTORE: Final = "restore"
ROSTER: Final = "roster"
VERBS: Final = (BACKUP, RESTORE, ROSTER)


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Their options."""
    backup = verbs.add_parser(BACKUP, help="everything that cannot be made again, in one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file; exit code 1: the store is bad")
    backup.add_argument(
        "--without-secrets", action="store_true", help="leave secrets and the settings file out"
    )
    restore = verbs.add_parser(RESTORE, help="a backup into an empty data folder")
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup; exit code 1: it is not sound")
    for each in (backup, restore, *_add_roster(verbs.add_parser(ROSTER, help="who works where and when"))):
        each.add_argument(
            "--config", type=Path, metavar="FILE", help="settings file; default: wanglou.toml here"
        )
        each.add_argument("--data", dest="set_data", metavar="VALUE", help="the data folder of that wanglou")
        each.add_argument("--mode", dest="set_mode", metavar="VALUE", help="its mode")


def _add_roster(verb: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    what = verb.add_subparsers(dest="what", required=True, metavar="WHAT")
    taken = what.add_parser("import", help="a duty roster; exit code 1: it must be mended first")
    taken.add_argument("file", type=Path, metavar="FILE", help="CSV: one row a worker and shift")
    taken.add_argument("--encoding", choices=NAMED, default="auto", help="default: as the file shows")
    taken.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    return taken, what.add_parser("clear", help="take the roster away again")


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do it; returns the exit code. Raises BadSetting."""
    if options.verb == ROSTER:
        from dashboard import roster_import

        if options.what == "clear":
            return roster_import.clear_roster(settings)
        return roster_import.import_roster(settings, options.file, options.encoding, dry_run=options.dry_run)
    if options.verb == RESTORE:
        from dashboard import restore

        return restore.bring_back(settings, options.file)
    from dashboard import backup

    config = config_path(options.config)
    return backup.make(settings, config, options.file, secrets=not options.without_secrets)

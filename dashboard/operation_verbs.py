"""The verbs of operation on the command line: ``backup`` and ``restore``."""

import argparse
from pathlib import Path
from typing import Final

from dashboard.settings import Settings, config_path

BACKUP: Final = "backup"
RESTORE: Final = "restore"
VERBS: Final = (BACKUP, RESTORE)


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Their options."""
    backup = verbs.add_parser(BACKUP, help="everything that cannot be made again, in one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file; exit code 1: the store is bad")
    backup.add_argument(
        "--without-secrets", action="store_true", help="leave secrets and the settings file out"
    )
    restore = verbs.add_parser(RESTORE, help="a backup into an empty data folder")
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup; exit code 1: it is not sound")
    for each in (backup, restore):
        each.add_argument(
            "--config", type=Path, metavar="FILE", help="settings file; default: wanglou.toml here"
        )
        each.add_argument("--data", dest="set_data", metavar="VALUE", help="the data folder of that wanglou")
        each.add_argument("--mode", dest="set_mode", metavar="VALUE", help="its mode")


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do it; returns the exit code. Raises BadSetting."""
    if options.verb == RESTORE:
        from dashboard import restore

        return restore.bring_back(settings, options.file)
    from dashboard import backup

    config = config_path(options.config)
    return backup.make(settings, config, options.file, secrets=not options.without_secrets)

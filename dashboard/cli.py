"""The command ``wanglou``: ``demo`` and ``up`` run all of it; ``web``, ``feeds``, ``relay`` one process;
``audit verify`` proves both logs, ``import`` hands a file to the web process that runs, ``geo`` reads
the centre's own map, ``roster`` says who works when; ``backup``, ``restore`` and ``purge`` are about all of
it; ``user``, ``screen`` and ``token`` say who may come in.
"""

import argparse
import asyncio
import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, get_args

import structlog

from dashboard import logs, open_files, operation_verbs, orphan, people_options
from dashboard.data_folder import with_secrets
from dashboard.home_district import check_scope
from dashboard.settings import Mode, Settings, load
from dashboard.settings_table import SETTINGS
from feeds.errors import BadSetting
from feeds.model import Datum
from feeds.sources import configure_all

VERBS: Final = {
    "demo": "the whole wall with simulated workers, on this machine",
    "up": "the whole wall, on this machine",
    "web": "the pages, the doors and the store",
    "feeds": "the sources that fetch, and the simulation",
    "relay": "the live lane to the screens; start as many as you like",
    "audit": "verify: walk the change log and the log of accounts, name the first row that was altered",
}
WHOLE: Final = ("demo", "up")
LISTENING: Final = (*WHOLE, "web", "relay")
"""What serves other machines; only there is it a fault to do so in the clear."""
IMPORT: Final = "import"
IMPORTS: Final = ("work-orders",)
GEO: Final = "geo"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code: 2 for a wrong setting."""
    if not (sys.argv[1:] if arguments is None else arguments):
        parser().print_help(sys.stderr)
        return 2
    options = parser().parse_args(arguments)
    os.umask(0o077)  # where people are is nobody else's business on this machine
    try:
        settings = _settings(options)
        if options.verb == GEO:
            return _run_geo(settings, options)
        if options.verb in operation_verbs.VERBS:
            return operation_verbs.run(settings, options)
        if options.verb in people_options.VERBS:
            return _run_people(settings, options)
        if options.verb == people_options.PURGE:
            return _run_purge(settings, options)
        if options.verb == "audit":
            return _audit(settings)
        settings = with_secrets(settings)  # makes the data folder: only for what works there
        configure_all(settings.sources)  # a wrong source stops the start, not one process later
        if options.verb == IMPORT:
            return _run_import(settings, options)
        check_scope(settings)
        if options.verb in WHOLE:
            return _run_whole(settings, options)
        return _run_one(settings, options.verb, options.name or options.verb)
    except BadSetting as exc:
        print(f"wanglou: {exc}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """The command line: verbs, and an option for each setting."""
    whole = argparse.ArgumentParser(prog="wanglou", description="望楼: the live wall of a command centre.")
    verbs = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, what in VERBS.items():
        usage = f"wanglou {verb}{' verify' * (verb == 'audit')} [-h] [--config FILE] [--SETTING VALUE]..."
        one = verbs.add_parser(verb, help=what, description=what, usage=usage)
        one.add_argument(
            "--config", type=Path, metavar="FILE", help="settings file; default: wanglou.toml here"
        )
        if verb == "audit":
            one.add_argument("what", choices=("verify",), help="exit code 1: a row is bad; 3: not readable")
        elif verb in WHOLE:
            one.add_argument("--no-browser", action="store_true", help="do not open the wall in a browser")
        else:
            one.add_argument("--name", metavar="SLOT", help='its name where several run, such as "relay-2"')
        for setting in SETTINGS:
            if not setting.secret:
                help_text = f"{setting.zh}; {setting.en}".replace("%", "%%")
                one.add_argument(setting.option, dest=f"set_{setting.name}", metavar="VALUE", help=help_text)
    _add_import(verbs.add_parser(IMPORT, help="hand a file to the web process that runs"))
    operation_verbs.add_verbs(verbs)
    _add_geo(verbs.add_parser(GEO, help="the centre's own grids, and land from OpenStreetMap"))
    people_options.add_verbs(verbs)
    return whole


def _add_import(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", choices=IMPORTS, help="what the file holds")
    verb.add_argument("file", type=Path, metavar="FILE", help="a CSV")
    verb.add_argument(
        "--map", type=Path, metavar="MAP", help="TOML: which column is what; see docs/intake.md"
    )
    verb.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    verb.add_argument("--to", default="", metavar="URL", help="the web process; default: the port set here")
    verb.add_argument("--source", default="", metavar="NAME", help="whose token to show; default: the demo's")
    verb.add_argument("--token-stdin", action="store_true", help="show the token that standard input holds")
    verb.add_argument("--config", type=Path, metavar="FILE", help="settings file; default: wanglou.toml here")
    verb.add_argument("--data", dest="set_data", metavar="VALUE", help="the data folder of that wanglou")
    verb.add_argument("--port", dest="set_port", metavar="VALUE", help="its port on this machine")
    verb.add_argument("--mode", dest="set_mode", metavar="VALUE", help="its mode")


def _add_geo(verb: argparse.ArgumentParser) -> None:
    what = verb.add_subparsers(dest="what", required=True, metavar="WHAT")
    grids = what.add_parser("import", help="your own grids; exit code 1: the file must be mended first")
    grids.add_argument("file", type=Path, metavar="FILE", help="GeoJSON: one feature a grid, 15-digit codes")
    grids.add_argument("--datum", choices=get_args(Datum), default="wgs84", help="what it was drawn in")
    land = what.add_parser("import-osm", help="roads, water and places; exit code 1: nothing near in it")
    land.add_argument("file", type=Path, metavar="FILE", help="an extract of OpenStreetMap, .osm.pbf")
    for each in (grids, land):
        each.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        each.add_argument(
            "--config", type=Path, metavar="FILE", help="settings file; default: wanglou.toml here"
        )
        each.add_argument("--data", dest="set_data", metavar="VALUE", help="the data folder of that wanglou")
        each.add_argument("--mode", dest="set_mode", metavar="VALUE", help="its mode")


def _settings(options: argparse.Namespace) -> Settings:
    given = {setting.name: getattr(options, f"set_{setting.name}", None) for setting in SETTINGS}
    mode: Mode | None = "demo" if options.verb == "demo" else None
    return load(given, config=options.config, mode=mode, listens=options.verb in LISTENING)


def _run_whole(settings: Settings, options: argparse.Namespace) -> int:
    from dashboard.processes import supervised

    return supervised.run(settings, options.config, browser=not options.no_browser)


def _audit(settings: Settings) -> int:
    from dashboard import audit
    from dashboard.identity.identities import identity_url

    return audit.verify(settings.database_url, identity_url(settings.data, settings.database_url))


def _run_purge(settings: Settings, options: argparse.Namespace) -> int:
    from dashboard import purge

    return purge.run(settings, dry_run=options.dry_run)


def _run_people(settings: Settings, options: argparse.Namespace) -> int:
    from dashboard import people_commands

    return people_commands.run(settings, options)


def _run_import(settings: Settings, options: argparse.Namespace) -> int:
    from dashboard.importing import import_work_orders

    return import_work_orders(
        settings,
        options.file,
        options.map,
        options.to,
        options.source,
        dry_run=options.dry_run,
        token_stdin=options.token_stdin,
    )


def _run_geo(settings: Settings, options: argparse.Namespace) -> int:
    from dashboard import geo_import

    if options.what == "import-osm":
        return geo_import.import_land(settings, options.file, dry_run=options.dry_run)
    return geo_import.import_grids(settings, options.file, options.datum, dry_run=options.dry_run)


def _run_one(settings: Settings, verb: str, name: str) -> int:
    if not settings.redis_url:
        raise BadSetting("REDIS_URL", "", "one process alone needs the bus that the others use")
    logs.configure(settings, name)
    orphan.watch(settings.supervisor)
    open_files.allow_many()
    with logs.stacks_file(settings, name).open("w") as stacks:
        faulthandler.register(signal.SIGUSR1, stacks)  # the supervisor asks a stuck process where it hangs
        try:
            _PROCESSES[verb](settings, name)
        except BadSetting:
            raise
        except Exception as exc:  # noqa: BLE001 - last resort: one line in the log, then the supervisor's turn
            structlog.get_logger().critical("the process failed", exc_info=exc)
            return 1
        finally:
            faulthandler.unregister(signal.SIGUSR1)
    return 0


# Each imports its process when it is chosen: the relay must not wait for Dash.


@contextmanager
def _unswept() -> Iterator[None]:
    """Whatever is imported meanwhile stays: the collector does not look through it, now or ever."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _web(settings: Settings, name: str) -> None:
    with _unswept():
        from dashboard.web.app import serve

    serve(settings)


def _feeds(settings: Settings, name: str) -> None:
    with _unswept():
        from dashboard.processes.feeds import run

    _until_stopped(run(settings, name))


def _relay(settings: Settings, name: str) -> None:
    with _unswept():
        from dashboard.processes.relay import run

    _until_stopped(run(settings, name))


_PROCESSES: Final[dict[str, Callable[[Settings, str], None]]] = {
    "web": _web,
    "feeds": _feeds,
    "relay": _relay,
}


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends, or until SIGTERM or SIGINT cancels it, which is no error."""

    async def cancellable() -> None:
        task = asyncio.ensure_future(work)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    asyncio.run(cancellable())

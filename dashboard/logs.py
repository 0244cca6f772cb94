"""One structured log for all processes: ``structlog.get_logger().info("source healed", name=...)``.

One line an event, to the terminal and to ``log/wanglou.log`` in the data folder, readable or as JSON. What
libraries write by the standard ``logging`` goes the same way, from warnings up.
"""

import logging
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import structlog

from dashboard.log_file import LogFile
from dashboard.log_lines import Event, Hide, as_text, flat_exception, one_line
from dashboard.settings import Settings
from dashboard.settings_table import SETTINGS

_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def configure(settings: Settings, process: str) -> None:
    """Send this process's events to the terminal and the file; call once, before anything is logged."""
    file = LogFile(settings.log_file, settings.log_bytes)
    hide = Hide(_secrets(settings))

    def add_process(_logger: object, _method: str, event: Event) -> Event:
        return {"process": process, **event}

    as_json = settings.log == "json"
    clock = "iso" if as_json else "%m-%d %H:%M:%S.%f"
    shared: list[Any] = [
        structlog.processors.TimeStamper(fmt=clock, utc=as_json, key="at"),
        structlog.processors.add_log_level,
        add_process,
        flat_exception,
    ]
    render: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else as_text
    sink = _Sink(file, hide)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[settings.log_level]),
        logger_factory=lambda *_: sink,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_FromLibraries()], force=True)


def _secrets(settings: Settings) -> list[str]:
    tokens = [str(table.get("token", "")) for table in settings.sources]
    passwords = [urlsplit(url).password or "" for url in (settings.redis_url, settings.database_url)]
    return [*(getattr(settings, each.name) for each in SETTINGS if each.secret), *tokens, *passwords]


def stacks_file(settings: Settings, process: str) -> Path:
    """Where a process that the supervisor finds stuck writes all its stacks."""
    return settings.log_file.with_name(f"stacks-{process}.log")


class _Sink:
    """Where finished lines go. A full disk stops no process: the terminal says what the file could not."""

    def __init__(self, file: LogFile, hide: Hide) -> None:
        self._file = file
        self._hide = hide

    def msg(self, line: str) -> None:
        safe = one_line(self._hide(line))
        print(safe, file=sys.stderr, flush=True)
        try:
            self._file.write(safe)
        except OSError as exc:
            print(f"the log file cannot be written: {exc}", file=sys.stderr, flush=True)

    debug = info = warning = error = critical = msg


class _FromLibraries(logging.Handler):
    """Hands a library's record to our log."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info or None)

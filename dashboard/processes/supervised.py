"""``wanglou demo`` and ``wanglou up``: everything on one machine, under one supervisor."""

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from dashboard import announcement, redis_server
from dashboard.beats import Heart
from dashboard.data_folder import claimed
from dashboard.logs import configure
from dashboard.ports import require_free
from dashboard.settings import Settings, child_environment, has_screen
from dashboard.supervisor import BUS, REFUSED, Program, Supervisor, WillNotStart
from dashboard.tls import own_context, server_context
from dashboard.watch import Limits
from feeds.bus import Bus

NAME: Final = "supervisor"
_BUS_SILENCE_S: Final = 1.5
"""On top of the time after which the bus calls itself deaf."""

_BUS_GRACE_S: Final = 6.0


def run(settings: Settings, config: Path | None, *, browser: bool) -> int:
    """Start all, say so when the wall is live, and stop all at SIGTERM, SIGINT or SIGHUP.

    Returns the exit code; raises ``BadSetting`` when a port or the data folder is taken, or a certificate
    cannot be used.
    """
    server_context(settings.tls_cert, settings.tls_key)  # said before anything starts
    require_free(settings.host, settings.port, "--port")
    require_free(settings.relay_host, settings.relay_port, "--relay-port")
    with claimed(settings.data):
        configure(settings, NAME)
        try:
            asyncio.run(_run(settings, config, browser=browser))
        except ExceptionGroup as group:
            if not group.subgroup(WillNotStart):
                raise
            return REFUSED
    return 0


async def _run(settings: Settings, config: Path | None, *, browser: bool) -> None:
    programs: list[Program] = []
    server = None if settings.redis_url else redis_server.prepare(settings.data)
    if server:
        settings = replace(settings, redis_url=server.url)
        programs.append(_bus_program(settings, server))
    programs += [_program(name, settings, config) for name in ("web", "relay", "feeds")]
    bus = Bus(settings.redis_url, settings.deployment)
    supervisor = Supervisor(programs, bus, _limits(settings))
    heart = Heart(bus, NAME, os.getpid(), facts=supervisor.facts)
    told_to_stop = _stop_signals()
    async with asyncio.TaskGroup() as tasks:
        work = [tasks.create_task(supervisor.run())]
        if server:
            await redis_server.until_listening(server)
        beside = (supervisor.hear(), heart.run(), _announce(settings, browser=browser))
        work += [tasks.create_task(each) for each in beside]
        await told_to_stop.wait()
        print("stopping", flush=True)
        for task in work:
            task.cancel()
    await bus.aclose()


def _stop_signals() -> asyncio.Event:
    """An event that any polite request to stop sets."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.beat_silence_s,
        settings.start_grace_s,
        settings.backoff_first_s,
        settings.backoff_max_s,
        settings.healthy_after_s,
    )


def _program(name: str, settings: Settings, config: Path | None) -> Program:
    command = [sys.executable, "-m", "dashboard", name]
    return Program(name, command, partial(_environment, settings, config))


def _environment(settings: Settings, config: Path | None, restarts: int) -> Mapping[str, str]:
    return child_environment(replace(settings, restarts=restarts, supervisor=os.getpid()), config)


def _bus_program(settings: Settings, server: redis_server.Server) -> Program:
    limits = _limits(settings)._replace(silence=_BUS_SILENCE_S, grace=_BUS_GRACE_S)
    return Program(BUS, server.command, started=partial(redis_server.note_pid, server.folder), limits=limits)


async def _announce(settings: Settings, *, browser: bool) -> None:
    """Say how to get in once everything beats, and open the wall where there is a screen to open it on."""
    await announcement.until_live(settings.local_url, own_context(settings.tls_cert))
    print(announcement.block(settings), flush=True)
    if browser and has_screen():
        await asyncio.to_thread(webbrowser.open, f"{settings.local_url}/wall")

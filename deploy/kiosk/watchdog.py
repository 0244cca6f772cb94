#!/usr/bin/env python3
"""Keeps the wall on a screen: starts Chromium, watches it from outside, restarts it when the page stands.

    python3 watchdog.py https://wall.example/wall [--profile DIR] [--ca FILE] [-- MORE CHROMIUM FLAGS]

One file and the standard library: a screen machine needs Python and Chromium, nothing of ours. It asks two
things every two seconds. The server: does /healthz answer 200? The page, through DevTools: when did you last
paint? A page that hangs does not answer, a dead one neither; both are restarted, but only while the server is
healthy, for a browser that is restarted against a dead server has lost its last picture for nothing.

DevTools runs over a pipe, not over a port: nobody else on the machine can reach it, and when this program
dies, however it dies, the browser ends with it and systemd starts both anew.
"""

import argparse
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Message = dict[str, Any]

EVERY_S = 2.0
ANSWER_S = 5.0
"""What the page may take to say when it last painted, and the server to say that it is well."""
PAINTED_S = 10.0
"""A page whose last paint is older does not count as one that paints."""
BACKOFF_S = (5.0, 300.0)
"""The first wait between two restarts, doubled each time, and the longest."""
STEADY_S = 600.0
"""A browser that ran so long begins with the first wait again."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-session-crashed-bubble",
    "--disable-features=Translate",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",  # the alarm's sound and the cameras, without a click
    "--password-store=basic",  # no keyring asks for a password on a wall
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
QUESTION = "JSON.stringify(window.wanglou?.status ? window.wanglou.status().paintAgeMs : 'no wall')"

NOTHING, NAVIGATE, RESTART = "nothing", "navigate", "restart"
PAINTS, STANDS, NO_WALL, SILENT, CRASHED, GONE = (
    "paints", "paints nothing", "is not the wall", "does not answer", "crashed", "ended",
)  # fmt: skip


class Judge:
    """What to do, from what was seen. Pure: times are seconds of one monotonic clock, handed in."""

    def __init__(self, silence_s: float, now: float) -> None:
        self.silence_s = silence_s
        self.wait_s = BACKOFF_S[0] / 2
        self.started_at = now
        self.not_before = now
        """No restart before this."""
        self.patient_since = now
        """The page is given ``silence_s`` from here: the last paint, the last start, the server's return."""
        self.navigated = False

    def started(self, now: float) -> None:
        """A browser was started."""
        steady = now - self.started_at >= STEADY_S
        self.wait_s = BACKOFF_S[0] if steady else min(self.wait_s * 2, BACKOFF_S[1])
        self.started_at = self.patient_since = now
        self.not_before = now + self.wait_s
        self.navigated = False

    def decide(self, seen: str, healthy: bool, now: float) -> str:
        """One look a tick. A browser that ended is started whatever the server says; all else needs a healthy
        server, for only then is a page that stands still the page's own fault.
        """
        if seen == GONE:
            return RESTART if now >= self.not_before else NOTHING
        if seen == PAINTS:
            self.patient_since, self.navigated = now, False
            return NOTHING
        if not healthy:
            self.patient_since = now
            return NOTHING
        if seen == CRASHED and not self.navigated:
            return self._navigate(now)
        if now - self.patient_since < self.silence_s:
            return NOTHING
        if seen == NO_WALL:  # an error page of the browser, or a screen that is not enrolled: ask again
            return self._navigate(now)
        return RESTART if now >= self.not_before else NOTHING

    def _navigate(self, now: float) -> str:
        self.navigated = True
        self.patient_since = now
        return NAVIGATE


class Pipe:
    """DevTools' protocol over two file descriptors: JSON, each message ended by a NUL."""

    def __init__(self, writing: int, reading: int) -> None:
        self._writing, self._reading = writing, reading
        self._read = b""
        self._number = 0
        self.crashed = False

    def send(self, method: str, params: "Message | None" = None, session: "str | None" = None) -> int:
        """Say something; returns the number of its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        return self._number

    def ask(
        self, method: str, params: "Message | None" = None, session: "str | None" = None
    ) -> "Message | None":
        """The answer; None when there is none in time or the browser is gone."""
        deadline = time.monotonic() + ANSWER_S
        try:
            number = self.send(method, params, session)
            while (left := deadline - time.monotonic()) > 0:
                for message in self.messages(left):
                    if message.get("id") == number:
                        return message.get("result")
        except OSError:
            pass
        return None

    def messages(self, patience_s: float) -> "list[Message]":
        """What has come; waits for something at most so long. Raises OSError at the end of the pipe."""
        if not select.select([self._reading], [], [], patience_s)[0]:
            return []
        chunk = os.read(self._reading, 1 << 16)
        if not chunk:
            raise OSError("the browser closed its pipe")
        *whole, self._read = (self._read + chunk).split(b"\0")
        messages = [json.loads(one) for one in whole]
        self.crashed |= any(one.get("method") == "Inspector.targetCrashed" for one in messages)
        return messages

    def close(self) -> None:
        """Give both ends back."""
        os.close(self._writing)
        os.close(self._reading)


class Browser:
    """One running Chromium with one page."""

    def __init__(self, program: str, profile: Path, url: str, more: "list[str]") -> None:
        to_it, writing = os.pipe()
        reading, from_it = os.pipe()
        flags = [*FLAGS, f"--user-data-dir={profile}", *more, url]
        onto_3_and_4 = f'exec "$@" 3<&{to_it} 4>&{from_it}'
        self._process = subprocess.Popen(  # noqa: S603 - the owner of the screen names the program
            ["/bin/sh", "-c", onto_3_and_4, "sh", program, *flags],
            pass_fds=(to_it, from_it),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(to_it)
        os.close(from_it)
        self.pid = self._process.pid
        self._pipe = Pipe(writing, reading)
        self._session: str | None = None

    def look(self) -> str:
        """What the page does now."""
        if self._process.poll() is not None:
            return GONE
        if self._session is None and not self._attach():
            return SILENT
        answer = self._pipe.ask("Runtime.evaluate", {"expression": QUESTION}, self._session)
        if self._pipe.crashed:
            return CRASHED
        value = ((answer or {}).get("result") or {}).get("value")
        if value is None:
            return SILENT
        age_ms = json.loads(value)
        if age_ms == "no wall":
            return NO_WALL
        return PAINTS if age_ms is not None and age_ms < PAINTED_S * 1000 else STANDS

    def navigate(self, url: str) -> None:
        """Open the wall again in the same browser."""
        self._pipe.crashed = False
        self._pipe.ask("Page.navigate", {"url": url}, self._session)

    def end(self) -> None:
        """With all its processes; a hanging one does not end when asked."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(3.0)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        self._process.wait()
        self._pipe.close()

    def _attach(self) -> bool:
        targets = (self._pipe.ask("Target.getTargets") or {}).get("targetInfos", [])
        pages = [one["targetId"] for one in targets if one["type"] == "page"]
        if not pages:
            return False
        told = self._pipe.ask("Target.attachToTarget", {"targetId": pages[0], "flatten": True})
        self._session = (told or {}).get("sessionId")
        if self._session:
            self._pipe.ask("Inspector.enable", None, self._session)
        return self._session is not None


class Health:
    """Whether the server that a wall's address belongs to is well."""

    def __init__(self, url: str, ca: "str | None") -> None:
        parts = urlsplit(url)
        self._url = f"{parts.scheme}://{parts.netloc}/healthz"
        self._tls = ssl.create_default_context(cafile=ca)

    def well(self) -> bool:
        """It answers 200 in time."""
        try:
            with urllib.request.urlopen(self._url, timeout=ANSWER_S, context=self._tls) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, ValueError, urllib.error.URLError):
            return False


def say(what: str) -> None:
    """One line of the log; systemd adds the time."""
    print(what, flush=True)


def tell_systemd(word: bytes) -> None:
    """Whoever watches the watchdog hears that it lives; where nobody does, nothing happens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.sendto(word, "\0" + address[1:] if address.startswith("@") else address)


def shown(url: str) -> str:
    """The address without its query, in which a screen's key may be."""
    return url.partition("?")[0]


def is_wall(url: str) -> bool:
    """Whether a wall can be at such an address at all."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def options(arguments: "list[str]") -> argparse.Namespace:
    """The command line; what follows ``--`` is Chromium's."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(
        description="Keeps a wall on this screen.", epilog="What follows -- is handed to Chromium."
    )
    parser.add_argument("url", help="the wall's address; with ?screen=<key> the first time")
    home = Path.home() / ".wanglou-kiosk"
    parser.add_argument("--profile", type=Path, default=home, help="Chromium's folder")
    parser.add_argument("--browser", help="program; default: the first Chromium found")
    parser.add_argument("--ca", help="PEM file of the authority that signed the server's certificate")
    parser.add_argument(
        "--silence", type=float, default=30.0, help="seconds without a paint before a restart"
    )
    wanted = parser.parse_args(arguments[:end])
    if not is_wall(wanted.url):
        parser.error(f"url is {shown(wanted.url)!r}: must begin with http:// or https:// and name a host")
    wanted.flags = arguments[end + 1 :]
    return wanted


def keep(wanted: argparse.Namespace, program: str, judge: Judge, health: Health) -> None:
    """Start, watch, restart; until the process is told to stop."""
    browser: Browser | None = None
    was_seen, was_well = "", None
    try:
        while True:
            seen, well = browser.look() if browser else GONE, health.well()
            tell_systemd(b"WATCHDOG=1")
            if seen != was_seen or well != was_well:
                say(f"the page {seen}; the server is {'well' if well else 'not well'}")
                was_seen, was_well = seen, well
            what = judge.decide(seen, well, time.monotonic())
            if what == NAVIGATE and browser:
                say(f"opening {shown(wanted.url)} again")
                browser.navigate(wanted.url)
            elif what == RESTART:
                if browser:
                    say(f"ending the browser (pid {browser.pid}): the page {seen}")
                    browser.end()
                browser = Browser(program, wanted.profile, wanted.url, wanted.flags)
                judge.started(time.monotonic())
                say(f"browser started (pid {browser.pid}); no restart within {judge.wait_s:g} s")
            time.sleep(EVERY_S)
    finally:
        if browser:
            browser.end()


def main(arguments: "list[str] | None" = None) -> None:
    """Keep the wall on the screen until SIGTERM or SIGINT."""
    wanted = options(sys.argv[1:] if arguments is None else arguments)
    program = wanted.browser or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(f"watchdog: no browser here: install one of {', '.join(BROWSERS)}, or give --browser")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    wanted.profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(KeyboardInterrupt):
        keep(wanted, program, Judge(wanted.silence, time.monotonic()), Health(wanted.url, wanted.ca))


if __name__ == "__main__":
    main()

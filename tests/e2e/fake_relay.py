"""A relay of a few lines that shows exactly the movers it is given: what a page draws is measured."""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from dashboard.build import BUILD
from feeds import messages, wire
from feeds.model import Provenance, Status

EPOCH = 77
SCOPE = "320104"
Place = tuple[float, float]
"""Latitude and longitude, degrees."""
News = Callable[[int], Sequence[messages.ChangeRow]]
"""What changes in a round, a beat each; sequence numbers are given here."""
THIS_RELAY = """(() => {
  const plain = WebSocket;
  window.WebSocket = class extends plain {
    constructor(url, protocols) { super(String(url).includes("/live") ? %r : url, protocols); }
  };
})()"""
"""What a page must run first to listen to this one: its address goes into it."""


def keyframe(places: Sequence[Place], now_ms: float) -> bytes:
    """Everybody live, real, and standing: marks without a direction."""
    many = len(places)
    plain = np.zeros(many, np.int64)
    lat, lon = (np.rint(np.array(each) * wire.E7).astype(np.int64) for each in zip(*places, strict=True))
    flags = wire.pack_flags(plain, plain + Provenance.REAL, plain + Status.NORMAL, plain + 15)
    unknown = plain + wire.UNKNOWN_U8
    columns = wire.Columns(np.arange(many), lat, lon, flags, plain, unknown, unknown)
    kind = wire.FrameType.KEYFRAME
    return wire.encode_frame(kind, epoch=EPOCH, tick=1, base_ms=now_ms, rows=many, columns=columns)


def _text(message: messages.Message) -> str:
    return messages.encode(message).decode()


def _changes(rows: Sequence[messages.ChangeRow], after: int) -> messages.Changes:
    numbered = [msgspec.structs.replace(row, seq=after + 1 + i) for i, row in enumerate(rows)]
    return messages.Changes(EPOCH, after, after + len(rows), numbered)


def _tell(connection: ServerConnection, places: Sequence[Place], build: str, news: News | None) -> None:
    connection.recv(timeout=5)
    now = time.time() * 1000
    rows = [
        {"row": row, "id": f"QH-{row:04d}", "kind": "worker", "street": None} for row in range(len(places))
    ]
    connection.send(_text(messages.Welcome(EPOCH, now, "demo", SCOPE, 1000, build)))
    connection.send(_text(messages.Beat(EPOCH, 1, now, 1, [], [])))
    connection.send(_text(messages.Snapshot(EPOCH, 1, {})))
    connection.send(_text(messages.Rows(EPOCH, rows)))
    connection.send(keyframe(places, now))
    seq = 1
    for turn in itertools.count():
        with contextlib.suppress(TimeoutError):
            while True:
                connection.recv(timeout=0.5)
        if news and (rows := news(turn)):
            changes = _changes(rows, seq)
            connection.send(_text(changes))
            seq = changes.seq
        connection.send(_text(messages.Beat(EPOCH, seq, time.time() * 1000, 1, [], [])))


@contextlib.contextmanager
def fake_relay(places: Sequence[Place], build: str = BUILD, news: News | None = None) -> Iterator[str]:
    """Its address, as long as it runs. It says that it is of ``build``; by default of the page's own."""

    def handle(connection: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            _tell(connection, places, build, news)

    with serve(handle, "127.0.0.1", 0, subprotocols=[Subprotocol(wire.SUBPROTOCOL)]) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/live"
        server.shutdown()
        thread.join(5)

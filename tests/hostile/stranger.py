"""A websocket client that shares no code with the relay: wsproto reads, and what is sent may be any bytes."""

import asyncio
import contextlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any, Final

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    Pong,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.extensions import Extension
from wsproto.utilities import RemoteProtocolError

SUBPROTOCOL: Final = "wanglou.v1"
PATIENCE_S: Final = 30.0
TEXT, BINARY, CONT, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


def frame(
    opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, mask: bool = True, form: int = 0
) -> bytes:
    """One frame as a client sends it. ``form`` 16 or 64: a length written longer than it need be."""
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    return bytes([first]) + _length(len(payload), form, mask=mask) + _masked(payload, mask=mask)


def head(opcode: int, length: int, *, fin: bool = True) -> bytes:
    """Of a frame whose payload may never come: a length of 64 bits."""
    return bytes([(0x80 if fin else 0) | opcode, 0xFF]) + struct.pack("!Q", length) + b"\0\0\0\0"


def close(code: int, reason: bytes = b"") -> bytes:
    """A close frame."""
    return frame(CLOSE, struct.pack("!H", code) + reason)


def look(entity: str) -> bytes:
    """The message whose answer names the same entity: the nearest thing to an echo."""
    return json.dumps({"type": "look", "entity": entity}, ensure_ascii=False).encode()


def _length(size: int, form: int, *, mask: bool) -> bytes:
    bit = 0x80 if mask else 0
    if size < 126 and not form:
        return bytes([bit | size])
    if size < 65536 and form != 64:
        return bytes([bit | 126]) + struct.pack("!H", size)
    return bytes([bit | 127]) + struct.pack("!Q", size)


def _masked(payload: bytes, *, mask: bool) -> bytes:
    if not mask:
        return payload
    key = os.urandom(4)
    stretched = (key * (len(payload) // 4 + 1))[: len(payload)]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(stretched, "big")
    return key + mixed.to_bytes(len(payload), "big")


@dataclass
class Heard:
    """What came back."""

    status: int = 0
    extensions: list[Extension] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    pongs: list[bytes] = field(default_factory=list)
    closed: int | None = None
    reason: str = ""
    """Of the close frame."""
    ended: bool = False
    broken: str = ""
    """What wsproto found wrong with the relay."""

    @property
    def echoes(self) -> list[str]:
        return [text["id"] for text in self.texts if text["type"] == "entity"]

    @property
    def bye(self) -> str | None:
        return next((text["reason"] for text in self.texts if text["type"] == "bye"), None)


class Stranger:
    """One connection."""

    def __init__(self, port: int, *extensions: Extension, origin: str = "") -> None:
        self.heard = Heard()
        self._port = port
        self._headers = [(b"Origin", origin.encode())] if origin else []
        self._extensions = list(extensions)
        self._link = WSConnection(ConnectionType.CLIENT)
        self._news = asyncio.Event()
        self._said: list[str] = []

    async def __aenter__(self) -> "Stranger":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        asked = Request(
            host=f"127.0.0.1:{self._port}",
            target="/live",
            subprotocols=[SUBPROTOCOL],
            extensions=self._extensions,
            extra_headers=self._headers,
        )
        self._writer.write(self._link.send(asked))
        self._task = asyncio.create_task(self._listen())
        await self.until(lambda: self.heard.status)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._writer.transport.abort()

    async def hello(self, ticket: str, scope: str = "320104") -> None:
        """Be let in, and have the whole opening."""
        self.send(frame(TEXT, json.dumps({"type": "hello", "ticket": ticket, "scope": scope}).encode()))
        await self.until(lambda: {"welcome", "snapshot"} <= {text["type"] for text in self.heard.texts})

    def send(self, data: bytes, drip: int = 0) -> None:
        """Bytes as they are; ``drip``: in portions of so many, which the other side may read one by one."""
        for start in range(0, len(data), drip or max(1, len(data))):
            if not self._writer.transport.is_closing():
                self._writer.write(data[start : start + (drip or len(data))])

    async def until(self, condition: Any, seconds: float = PATIENCE_S) -> bool:
        """Wait for something to be heard; False when it never is."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not condition() and not self.heard.ended:
                    self._news.clear()
                    await self._news.wait()
        return bool(condition())

    async def _listen(self) -> None:
        try:
            while data := await self._reader.read(65536):
                self._link.receive_data(data)
                for event in self._link.events():
                    self._note(event)
                self._news.set()
        except OSError:
            pass
        except RemoteProtocolError as exc:
            self.heard.broken = str(exc)
        self.heard.ended = True
        self._news.set()

    def _note(self, event: object) -> None:
        match event:
            case AcceptConnection():
                self.heard.status, self.heard.extensions = 101, list(event.extensions)
            case RejectConnection():
                self.heard.status = event.status_code
            case TextMessage():
                self._said.append(event.data)
                if event.message_finished:
                    self.heard.texts.append(json.loads("".join(self._said)))
                    self._said.clear()
            case BytesMessage():
                pass
            case Ping():
                self.send(frame(PONG, bytes(event.payload)))
            case Pong():
                self.heard.pongs.append(bytes(event.payload))
            case CloseConnection():
                self.heard.closed, self.heard.reason = int(event.code), event.reason or ""
                self.send(frame(CLOSE, b"" if event.code == 1005 else struct.pack("!H", event.code)))

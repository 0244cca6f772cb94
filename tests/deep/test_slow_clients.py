"""Hundreds who say nothing, or a byte a second: cut off in time, at little cost, and others are served."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from tests.deep.centre import TOKEN, Centre
from tests.deep.eyes import summary
from tests.hostile.standing import Bystander, resident_mb
from tests.kit.dawdlers import Dawdlers, dawdling

SOCKETS = 500
SECONDS = 60
HERE = tuple(f"127.0.{third}.1" for third in range(1, 11))
"""Ten addresses that are not this machine's own."""
MEMORY_MB = 50
SERVED_S = 2.0
ENDED_S = {"web": 25.0, "relay": 20.0}
"""The longest life of a connection that never comes to the point: a head 10 s, a body 10 s, a word or two."""
HEAD = b"POST /intake/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
UPGRADE = (
    b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: wanglou.v1\r\n\r\n"
)
BODY = HEAD + f"Authorization: Bearer {TOKEN}\r\nContent-Length: 1000\r\n\r\n".encode()
SAID = {
    "web": {"silent": b"", "head": HEAD, "body": BODY},
    "relay": {"silent": b"", "head": HEAD, "opened": UPGRADE},
}


@pytest.mark.parametrize("process", ["web", "relay"])
async def test_dawdlers(
    centre: Centre, times: Callable[[int], int], keep: Callable[..., None], process: str
) -> None:
    """A page and a screen go on beside them; afterwards a new screen opens at once."""
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    port = {"web": centre.port, "relay": centre.relay_port}[process]
    pid = centre.running[process].pid
    kinds = {name: Dawdlers(port, first, b"", HERE) for name, first in SAID[process].items()}
    kinds["head by the byte"] = Dawdlers(port, HEAD, b"X-A: b\r\n", HERE)
    if process == "web":
        kinds["body by the byte"] = Dawdlers(port, BODY, b" ", HERE)
    async with Bystander(centre) as other:
        before_mb, held = resident_mb(pid), []
        async with dawdling(times(SOCKETS), *kinds.values()):
            for _ in range(max(30, times(SECONDS))):
                await asyncio.sleep(1)
                held.append(sum(kind.connected for kind in kinds.values()))
        grown_mb, waits = resident_mb(pid) - before_mb, list(other.waits_s)
        assert other.is_live
    async with Bystander(centre) as newcomer:
        assert newcomer.is_live
    lives = [life for kind in kinds.values() for life in kind.lives_s]
    told = sum((Counter(kind.answers) for kind in kinds.values()), Counter[bytes]())
    keep(
        process=process,
        sockets=times(SOCKETS),
        held_max=max(held),
        connections=len(lives),
        longest_life_s=round(max(lives), 1),
        lives={name: round(max(kind.lives_s, default=0.0), 1) for name, kind in kinds.items()},
        told={line.decode(errors="replace"): count for line, count in told.most_common(8)},
        served=summary(waits),
        requests=len(waits),
        grown_mb=round(grown_mb, 1),
    )
    assert len(lives) >= times(SOCKETS) and max(lives) <= ENDED_S[process]
    assert grown_mb <= MEMORY_MB and summary(waits)["p99_s"] <= SERVED_S

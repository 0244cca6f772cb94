"""The bus carries where people are, and keeps none of it."""

import redis

from feeds.bus import Bus
from tests.feeds.conftest import Valkey


async def test_nobody_is_left_in_the_bus(valkey: Valkey) -> None:
    """After a thousand batches the server holds the nonces of tickets only, each of which ends by itself."""
    bus = Bus(valkey.url, "test")
    for number in range(1000):
        assert await bus.publish_positions("320104", b"QH-0421 was here %d" % number)
    assert await bus.first_use("nonce", 30.0)
    await bus.aclose()
    with redis.Redis.from_url(valkey.url) as server:
        keys = server.keys("*")
        assert len(keys) == 1 and server.get(keys[0]) == b""
        assert 0 < server.ttl(keys[0]) <= 30

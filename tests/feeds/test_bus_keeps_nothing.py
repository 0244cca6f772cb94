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


async def test_a_bus_without_memory_carries_on(valkey: Valkey) -> None:
    """Nothing can be kept there: a nonce is still used once, and nothing that is published is dropped."""
    bus = Bus(valkey.url, "test")
    with redis.Redis.from_url(valkey.url) as server:
        server.config_set("maxmemory-policy", "noeviction")
        server.config_set("maxmemory", "1")
    assert await bus.first_use("nonce", 30.0) and not await bus.first_use("nonce", 30.0)
    assert [await bus.publish_positions("320104", b"here") for _ in range(50)] == [True] * 50
    assert bus.dropped == 0
    await bus.aclose()

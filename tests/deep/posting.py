"""One incident, posted while something is wrong: how long until it is answered, and seen on two screens."""

import asyncio
import time
from typing import Any

from tests.deep.centre import Centre
from tests.deep.eyes import Wall, seen
from tests.feeds.relay.screen import Screen


async def posted(centre: Centre, screen: Screen, wall: Wall, name: str) -> dict[str, float]:
    """Seconds from sending to the 2xx, and from the 2xx to either screen."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": name,
        "source": "urn:deep",
        "type": "cn.wanglou.incident.reported",
        "data": {"external_id": name, "title": name, "urgency": "critical", "lat": 32.0205, "lon": 118.7745},
    }
    sent = time.time()
    answer = await asyncio.to_thread(centre.post, "/intake/events", event)
    assert "id" in answer, answer
    answered, id = time.time(), str(answer["id"])
    client = await seen(screen, lambda incidents: id in incidents)
    painted = await wall.painted(id, lambda text: text is not None)
    return {"answered": answered - sent, "client": client - answered, "wall": painted - answered}

"""Each step an officer takes is on every screen within a second: at a websocket client, and painted."""

import asyncio
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from tests.deep.centre import Centre
from tests.deep.eyes import Wall, screen_of, seen, summary, wall_of
from tests.feeds.relay.screen import Screen

STEPS = 500
WITHIN_S = 1.0
TERM = {"clock": "working_hour", "count": 240}
GREENING = {"name": "李", "unit": "greening"}
LEAD = {"name": "王"}
BEGIN: list[tuple[dict[str, str], str, dict[str, Any], str]] = [
    (LEAD, "shift_lead", {"do": "accept", "unverified_reason": "市民来电属实"}, "ACCEPTED"),
    (LEAD, "shift_lead", {"do": "file"}, "FILED"),
]
ROUND: list[tuple[dict[str, str], str, dict[str, Any], str]] = [
    (LEAD, "dispatcher", {"do": "dispatch", "department": "greening", "term": TERM}, "DISPATCHED"),
    (GREENING, "department", {"do": "sign"}, "SIGNED"),
    (GREENING, "department", {"do": "start"}, "HANDLING"),
    (GREENING, "department", {"do": "give_feedback", "result": "已清理"}, "FEEDBACK"),
    (LEAD, "intake_agent", {"do": "ask_check", "worker": "QH-0421"}, "CHECKING"),
    (LEAD, "verifier", {"do": "report_check", "agrees": True}, "CHECKING"),
    (LEAD, "shift_lead", {"do": "close"}, "CLOSED"),
    (LEAD, "shift_lead", {"do": "reopen", "reason": "未解决"}, "FILED"),
]
"""From filed to closed and back, for as long as one likes: officer, role, command, the state it leads to."""


async def test_step_latency(centre: Centre, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """500 steps: from the 2xx of the command until a client has it, and until the wall's list was painted
    with it.
    """
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    clients: list[float] = []
    walls: list[float] = []
    async with screen_of(centre) as screen, wall_of(centre) as wall:
        incident = await _reported(centre, screen, wall)
        state = "REPORTED"
        for number, (officer, role, command, to) in enumerate(islice(_way(), times(STEPS)), start=1):
            order = {"officer": officer, "role": role, "expected_revision": number, "command": command}
            await wall.catch_up()
            answered = await _commanded(centre, incident, order)
            clients.append(await seen(screen, lambda all: all[incident]["revision"] > number) - answered)  # noqa: B023
            if to != state:  # a step that changes no state changes nothing in the list
                walls.append(await wall.painted(incident, lambda _text: True) - answered)
            state = to
    keep(steps=len(clients), client=summary(clients), painted_steps=len(walls), wall=summary(walls))
    assert summary(clients)["p99_s"] <= WITHIN_S and summary(walls)["p99_s"] <= WITHIN_S


def _way() -> Any:
    yield from BEGIN
    yield from cycle(ROUND)


async def _reported(centre: Centre, screen: Screen, wall: Wall) -> str:
    """One incident, alone on the wall."""
    event = {
        "specversion": "1.0",
        "id": "1",
        "source": "urn:deep",
        "type": "cn.wanglou.incident.reported",
        "data": {"title": "积水", "category": "10006", "lat": 32.0205, "lon": 118.7745},
    }
    id = str((await asyncio.to_thread(centre.post, "/intake/events", event))["id"])
    await seen(screen, lambda all: id in all)
    await wall.painted(id, lambda text: text is not None)
    return id


async def _commanded(centre: Centre, incident: str, order: dict[str, Any]) -> float:
    """When it was answered with 200."""
    answer = await asyncio.to_thread(
        centre.post, f"/api/incidents/{incident}/commands", {"id": str(uuid4()), **order}
    )
    answered = time.time()
    assert answer.get("repeated") is False, answer
    return answered

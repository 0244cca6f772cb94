"""What the gate gives every door besides its caller: one time for all its questions of a database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from dashboard.incidents import deadline
from dashboard.incidents.deadline import left_s
from dashboard.web.access import Access
from dashboard.web.bodies import read_body
from dashboard.web.callers import Who
from dashboard.web.gate import Door, Gate

ALONE_S = 2.5
"""What a question would wait that nobody's request asks."""


async def test_a_door_has_one_time_until_its_answer_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """In its threads too; a slow body costs nothing of it, and a long export goes on afterwards."""
    monkeypatch.setattr(deadline, "REQUEST_S", 0.0)
    waits: list[float] = []

    async def ask() -> None:
        waits.append(await run_in_threadpool(left_s, ALONE_S))

    async def rows() -> AsyncIterator[str]:
        await ask()
        yield "row"

    async def export(request: Request) -> StreamingResponse:
        await ask()
        monkeypatch.setattr(deadline, "REQUEST_S", 1000.0)
        await read_body(request)
        await ask()
        monkeypatch.setattr(deadline, "REQUEST_S", 0.0)
        deadline.renew()
        return StreamingResponse(rows())

    server = FastAPI(openapi_url=None)
    server.add_route("/export", export, methods=["POST"])
    doors = [Door("/export", "POST", Who.SOURCE)]
    gate = Gate(server, doors, Access("demo", ""), lambda path: None, lambda request: "")
    transport = httpx.ASGITransport(gate.wrapping(server))
    async with httpx.AsyncClient(transport=transport, base_url="http://centre") as client:
        answer = await client.post("/export", content=b"{}")
    assert answer.text == "row"
    assert waits == [deadline.MOMENT_S, ALONE_S, ALONE_S]
    assert left_s(ALONE_S) == ALONE_S

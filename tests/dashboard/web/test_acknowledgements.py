"""Tasks of the district: a deadline comes in, acknowledgements go back in order, to whom they belong."""

from typing import Any

import httpx
import pytest

from dashboard.web.site import World
from feeds.limits import BATCH_ITEMS
from tests.dashboard.web.test_commands import SHIFT_LEAD, order

SOURCE = "urn:qinhuai:district"
DUE = "2026-11-24T18:00:00+08:00"
OUTBOX = "/intake/acknowledgements"


def task(
    number: str = "QH-2026-118", kind: str = "assigned", source: str = SOURCE, **data: Any
) -> dict[str, Any]:
    """The CloudEvent of a task."""
    known = {"external_id": number, "title": "整治中华路占道", "due_at": DUE} | data
    said = {name: value for name, value in known.items() if value is not None}
    named = {"specversion": "1.0", "id": f"{number}-{kind}", "source": source}
    return named | {"type": f"cn.wanglou.task.{kind}", "data": said}


async def accepted(client: httpx.AsyncClient, sender: httpx.AsyncClient, number: str) -> str:
    """The id of a task that was assigned and taken in."""
    id = str((await sender.post("/intake/events", json=task(number))).json()["id"])
    answer = await client.post(f"/api/incidents/{id}/commands", json=order(1, {"do": "accept"}))
    assert answer.status_code == 200, answer.text
    return id


async def test_task_is_an_incident_with_a_deadline_that_may_be_taken_in_at_once(
    client: httpx.AsyncClient, sender: httpx.AsyncClient, world: World
) -> None:
    """Sent twice it is one; a later word moves the deadline."""
    id = await accepted(client, sender, "T-1")
    again = await sender.post("/intake/events", json=task("T-1"))
    assert again.json()["repeated"]
    due_ms = world.reader.kind("incident")[id]["sender_due_ms"]
    later = task("T-1", "updated", due_at="2026-11-25T18:00:00+08:00", title=None, revision=2)
    assert (await sender.post("/intake/events", json=later)).json()["outcome"] == "updated"
    assert world.reader.kind("incident")[id]["sender_due_ms"] - due_ms == 86_400_000


async def test_acknowledgements_are_read_in_order_after_a_cursor(
    client: httpx.AsyncClient, sender: httpx.AsyncClient
) -> None:
    """A batch of CloudEvents; the last id is where the next question goes on."""
    ids = [await accepted(client, sender, number) for number in ("T-1", "T-2")]
    await client.post(
        f"/api/incidents/{ids[0]}/commands", json=order(2, {"do": "void", "reason": "重复交办"})
    )
    answer = await sender.get(OUTBOX, params={"source": SOURCE})
    told = answer.json()
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    assert [(one["subject"], one["data"]["status"]) for one in told] == [
        ("T-1", "ACCEPTED"),
        ("T-2", "ACCEPTED"),
        ("T-1", "VOID"),
    ]
    assert told[0]["data"]["incident"] == ids[0]
    assert "重复交办" not in answer.text
    rest = await sender.get(OUTBOX, params={"source": SOURCE, "after": told[1]["id"], "limit": 1})
    assert rest.json() == told[2:]
    assert (await sender.get(OUTBOX, params={"source": SOURCE, "after": told[2]["id"]})).json() == []


async def test_repeated_order_is_acknowledged_once(
    client: httpx.AsyncClient, sender: httpx.AsyncClient, world: World
) -> None:
    """A click whose answer was lost is obeyed and told once; the chain holds."""
    id = (await sender.post("/intake/events", json=task())).json()["id"]
    click = order(1, {"do": "accept"}, SHIFT_LEAD)
    for _ in range(2):
        await client.post(f"/api/incidents/{id}/commands", json=click)
    assert len((await sender.get(OUTBOX, params={"source": SOURCE})).json()) == 1
    assert world.reader.verify().problem is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (task(due_at=None), "data.due_at"),
        (task(due_at="morgen"), "data.due_at"),
        (task(source="urn:example:hotline"), "source"),
        (task(kind="forgotten", revision=1), "type"),
    ],
)
async def test_task_that_is_none_is_refused(
    sender: httpx.AsyncClient, said: dict[str, Any], field: str
) -> None:
    """Without a deadline, from somebody else, or of no type we know."""
    answer = await sender.post("/intake/events", json=said)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "source"),
        ({"source": "x" * 400}, "source"),
        ({"source": SOURCE, "after": "-1"}, "after"),
        ({"source": SOURCE, "limit": str(BATCH_ITEMS * 100)}, "limit"),
    ],
)
async def test_wrong_question_names_its_field(
    sender: httpx.AsyncClient, query: dict[str, str], field: str
) -> None:
    """400 and a sentence."""
    answer = await sender.get(OUTBOX, params=query)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_outbox_wants_the_senders_token(client: httpx.AsyncClient) -> None:
    """Nobody else reads what is told to the district."""
    assert (await client.get(OUTBOX, params={"source": SOURCE})).status_code == 401

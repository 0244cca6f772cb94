"""Reading records by HTTP."""

import httpx
import pytest

from dashboard.incidents.commands import Body
from dashboard.incidents.reader_incidents import Page, Wanted
from dashboard.web.reads import page_of
from tests.dashboard.web.test_events import event


async def fill(sender: httpx.AsyncClient) -> list[str]:
    """An open incident in Shuangtang, one outside, and a closed one; their ids."""
    sent = [
        event(external_id="1", lat=32.0205, lon=118.7745, opened_at="2026-11-22T06:00:00Z"),
        event(external_id="2", lat=31.0, lon=121.0, opened_at="2026-11-22T06:05:00Z"),
        event("closed", external_id="3", lat=32.0205, lon=118.7745, opened_at="2026-11-22T06:10:00Z"),
    ]
    return [one["id"] for one in (await sender.post("/intake/events", json=sent)).json()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 0]),
        ("?status=all", [2, 1, 0]),
        ("?status=closed", [2]),
        ("?status=REPORTED&street=320104004", [0]),
        ("?street=320104004&status=all", [2, 0]),
        ("?street=320104005", []),
        ("?q=zhonghua", []),
        ("?urgency=critical", []),
    ],
)
async def test_incidents_by_status_and_street(
    sender: httpx.AsyncClient, client: httpx.AsyncClient, query: str, found: list[int]
) -> None:
    """The newest first."""
    ids = await fill(sender)
    answer = (await client.get(f"/api/incidents{query}")).json()
    assert [one["id"] for one in answer["incidents"]] == [ids[index] for index in found]
    assert answer["count"] == len(found) and answer["more"] is False


async def test_one_by_id(sender: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    """As an incident, and as a record like any other."""
    ids = await fill(sender)
    assert (await client.get(f"/api/incidents/{ids[0]}")).json()["external_id"] == "1"
    assert (await client.get(f"/api/records/incident/{ids[1]}")).json()["located"] == "outside"


async def test_pages_and_words(sender: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    """``next`` asks for the page after; the sender's own number finds its incident."""
    ids = await fill(sender)
    first = (await client.get("/api/incidents?status=all&limit=2")).json()
    assert [one["id"] for one in first["incidents"]] == [ids[2], ids[1]] and first["more"]
    last = (await client.get(f"/api/incidents?status=all&limit=2&after={first['next']}")).json()
    assert [one["id"] for one in last["incidents"]] == [ids[0]]
    assert last["more"] is False and last["next"] is None
    found = (await client.get(f"/api/incidents?status=all&q={ids[2][:8]}")).json()
    assert [one["id"] for one in found["incidents"]] == [ids[2]]


async def test_one_has_its_history(sender: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    """Each change with who made it and what it changed; nothing that was said."""
    ids = await fill(sender)
    await sender.post("/intake/events", json=event("closed", external_id="1", revision=9))
    history = (await client.get(f"/api/incidents/{ids[0]}")).json()["history"]
    assert len(history) == 2 and all("said" not in entry and entry["by"] for entry in history)
    changed = {change["field"]: change["after"] for change in history[1]["changed"]}
    assert changed["status"] == "CLOSED" and changed["open"] is False


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/incidents?status=maybe", 400, "status"),
        ("/api/incidents?street=12", 400, "street"),
        ("/api/incidents?grid=12", 400, "grid"),
        ("/api/incidents?limit=0", 400, "limit"),
        ("/api/incidents?limit=1001", 400, "limit"),
        ("/api/incidents?after=x", 400, "after"),
        ("/api/incidents?q=!!", 400, "q"),
        ("/api/incidents/I-NOPE", 404, "id"),
        ("/api/records/secret/1", 404, "kind"),
        ("/api/records/worker/QH-9", 404, "id"),
    ],
)
async def test_a_wrong_question_names_what_is_wrong(
    client: httpx.AsyncClient, path: str, status: int, field: str
) -> None:
    """With the one shape of refusals."""
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["field"]) == (status, field)


@pytest.mark.parametrize(
    "path", ["/api/records/worker/%00", "/api/incidents?category=%00", "/api/incidents?urgency=%0a"]
)
async def test_what_no_database_can_be_asked_is_refused(client: httpx.AsyncClient, path: str) -> None:
    """A NUL ends a text in some of them."""
    assert (await client.get(path)).status_code in (400, 404)


def test_looking_for_one_more_is_few_questions() -> None:
    """Also where a thousand that may not be seen come first."""
    asked: list[int] = []

    def ask(wanted: Wanted) -> Page:
        asked.append(wanted.limit)
        first = wanted.after or 0
        last = min(first + wanted.limit, 1_000)
        return Page(tuple({"id": each} for each in range(first, last)), last if last < 1_000 else None)

    def only(*seen: int) -> tuple[list[Body], int | None]:
        asked.clear()
        return page_of(ask, Wanted(limit=2), lambda body: body if body["id"] in seen else None)

    assert only(0, 1, 999) == ([{"id": 0}, {"id": 1}], 2) and len(asked) <= 51
    assert only(0, 1) == ([{"id": 0}, {"id": 1}], None) and len(asked) <= 51

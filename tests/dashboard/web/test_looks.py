"""A look at a person leaves a row with its reason."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.identity.identities import Identities
from dashboard.incidents.commands import RecordId
from dashboard.incidents.errors import StoreBusy
from dashboard.web.looks import TRACK_S, read_reason
from dashboard.web.site import World, build
from feeds.bus import PositionsHeard
from feeds.errors import BadInput
from tests.dashboard.incidents.asking import Put
from tests.dashboard.web.identity_parts import browser, signed_in
from tests.dashboard.web.site_parts import settings_for
from tests.feeds.test_picture import said

LOOK = "/api/whereabouts/QH-0421"
WHY = {"reason": "家属报告失联，核实安全"}


async def test_a_look_is_a_row_with_who_whom_and_why(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """Before the answer; and only for officers, of workers of their own ground."""
    await world.store.perform(Put(RecordId("worker", "QH-0421"), {"id": "QH-0421", "street": "320104005"}))
    web = build(settings_for(tmp_path, "live"), replace(world, identities=people))
    web.whereabouts.hear(PositionsHeard("320104", said("own", 0).encode()))
    async with browser(web.asgi) as nobody, signed_in(web.asgi, "wang.min") as officer:
        assert (await nobody.post(LOOK, json=WHY)).status_code == 401
        answer = await officer.post(LOOK, json=WHY)
        assert answer.status_code == 200 and [seen["source"] for seen in answer.json()["seen"]] == ["own"]
        until = answer.json()["track_until_ms"] - answer.json()["as_of_ms"]
        assert until == TRACK_S * 1000  # a desk may draw the way that its page saw, so long
        for body in ({}, {"reason": "  "}, {"reason": None}):
            refused = await officer.post(LOOK, json=body)
            assert refused.status_code == 400 and refused.json()["field"] == "reason"
        assert (await officer.post("/api/whereabouts/stranger", json=WHY)).status_code == 404
    rows = [row for row in people.audit() if row.kind == "track"]
    assert [(row.by, row.subject, row.facts) for row in rows] == [
        ("王敏 (wang.min)", "QH-0421", {"did": "looked", **WHY})
    ]


async def test_who_has_no_role_looks_at_nobody(tmp_path: Path, world: World, people: Identities) -> None:
    """An administrator manages accounts; where people are is no part of that. No row, for nobody looked."""
    await world.store.perform(Put(RecordId("worker", "QH-0421"), {"id": "QH-0421"}))
    asgi = build(settings_for(tmp_path, "live"), replace(world, identities=people)).asgi
    async with signed_in(asgi, "root") as admin:
        refused = await admin.post(LOOK, json=WHY)
        assert refused.status_code == 403 and "role" in refused.json()["error"]
    assert not [row for row in people.audit() if row.kind == "track"]


async def test_who_cannot_be_written_down_cannot_look(
    tmp_path: Path, world: World, people: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row, no answer: 503 while the log cannot be written, and no door at all where none is kept."""
    await world.store.perform(Put(RecordId("worker", "QH-0421"), {"id": "QH-0421"}))
    asgi = build(settings_for(tmp_path, "live"), replace(world, identities=people)).asgi
    async with signed_in(asgi, "wang.min") as officer:

        def busy(*_: object, **__: object) -> None:
            raise StoreBusy("held by another process")

        monkeypatch.setattr(people, "note", busy)
        answer = await officer.post(LOOK, json=WHY)
        assert answer.status_code == 503 and "seen" not in answer.json()


@pytest.mark.parametrize(
    "said", [None, [], "why", {"reason": 5}, {"reason": "\u202e\u200b"}, {"reason": "x" * 201}]
)
def test_what_is_no_reason(said: object) -> None:
    """Named by the field."""
    with pytest.raises(BadInput, match="reason"):
        read_reason(said)

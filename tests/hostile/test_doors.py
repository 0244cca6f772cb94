"""Every line of the corpora at the doors of a real process: the answer it must get, and nothing else."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.deep.centre import TOKEN, Centre
from tests.hostile import write
from tests.hostile.http_stranger import Answer, ask, request
from tests.hostile.pieces import made_once
from tests.hostile.standing import Bystander, Store, crowding, is_alive, picture, resident_mb

CROWD = 4
"""Cases under way at once."""
HANG_S = 2.0
GROWTH_MB = 50.0
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no sentence of ours may carry to a log or a terminal."""


@pytest.mark.parametrize("name", write.FILES)
def test_the_corpus_is_what_its_rules_make(name: str) -> None:
    """A rule that changed is written with `python -m tests.hostile.write`."""
    assert (write.CORPUS / f"{name}.jsonl").read_text() == write.text(name)


async def test_hostile_doors(centre: Centre, keep: Callable[..., None]) -> None:
    """0 answers of 5xx, 0 crashes, 0 hangs, bounded memory, nothing stored, nothing drawn, others served."""
    names = _settled(centre)
    cases = [case for name in write.FILES for case in write.read(name)]
    for case in cases:
        bytes_of(case, names)  # what takes long is made before the clock runs
    pids = {name: centre.running[name].pid for name in ("web", "relay")}
    await _sent(centre, cases[:200], names)  # what a process keeps for good from its first requests on
    store = Store(centre)
    head, drawn = store.head(), picture(centre)
    before = {name: resident_mb(pid) for name, pid in pids.items()}
    async with Bystander(centre) as other:
        told, most = await _measured(centre, cases, names, pids)
        told = [(case, await _again_if_slow(centre, case, answer, names)) for case, answer in told]
        assert other.is_live
    wrong = [line for case, answer in told if (line := _complaint(case, answer)) is not None]
    growth = {name: round(most[name] - before[name], 1) for name in pids}
    stored = store.since(head)
    store.close()
    keep(
        cases=len(cases),
        by_status=dict(sorted(Counter(answer.status for _, answer in told).items())),
        server_errors=sum(answer.status >= 500 and 503 not in case["expect"] for case, answer in told),
        hangs=sum(answer.took_s > HANG_S for _, answer in told),
        slowest_s=round(max(answer.took_s for _, answer in told), 2),
        memory_before_mb={name: round(value, 1) for name, value in before.items()},
        memory_growth_mb=growth,
        bystander_requests=len(other.waits_s),
        bystander_slowest_s=round(max(other.waits_s), 2),
        bystander_longest_between_beats_s=round(max(other.beat_gaps_s), 2),
        crashes=sum(
            not is_alive(pid) or centre.running[name].poll() is not None for name, pid in pids.items()
        ),
        stored=len(stored),
        unexpected=len(wrong),
    )
    assert not wrong, "\n".join(wrong)
    assert stored == [] and picture(centre) == drawn, "\n".join(stored)
    assert all(is_alive(pid) for pid in pids.values()) and max(growth.values()) <= GROWTH_MB
    assert other.is_served, (other.waits_s, other.beat_gaps_s)


async def _measured(
    centre: Centre, cases: list[Any], names: dict[str, str], pids: dict[str, int]
) -> tuple[list[tuple[Any, Answer]], dict[str, float]]:
    """All answers, and the most memory that was seen between portions."""
    told: list[tuple[Any, Answer]] = []
    most = dict.fromkeys(pids, 0.0)
    for start in range(0, len(cases), 50):
        told += await _sent(centre, cases[start : start + 50], names)
        most = {name: max(most[name], resident_mb(pid)) for name, pid in pids.items()}
    return told, most


async def _again_if_slow(centre: Centre, case: Any, answer: Answer, names: dict[str, str]) -> Answer:
    """A hang hangs also when nothing else goes on; a busy machine is only slow, and by how much is known."""
    if answer.took_s <= HANG_S:
        return answer
    again = await ask(centre.port, [bytes_of(case, names)])
    return again._replace(took_s=again.took_s / crowding())


async def _sent(centre: Centre, cases: list[Any], names: dict[str, str]) -> list[tuple[Any, Answer]]:
    turn = asyncio.Semaphore(CROWD)

    async def one(case: Any) -> tuple[Any, Answer]:
        async with turn:
            return case, await ask(centre.port, [bytes_of(case, names)])

    return await asyncio.gather(*map(one, cases))


def bytes_of(case: dict[str, Any], names: dict[str, str]) -> bytes:
    if "raw" in case:
        return made_once(json.dumps(case["raw"]))

    def filled(text: str) -> str:
        for name, value in names.items():
            text = text.replace(name, value)
        return text

    body = case["body"]
    if body is not None:
        body = filled(body).encode() if isinstance(body, str) else made_once(json.dumps(body))
    headers = [(name, filled(value)) for name, value in case["headers"]]
    return request(filled(case["ask"]), headers, body)


def _complaint(case: dict[str, Any], answer: Answer) -> str | None:
    """What is wrong with an answer; None: nothing."""
    if answer.took_s > HANG_S:
        return f"{case['id']}: took {answer.took_s:.1f} s"
    if answer.status not in case["expect"]:
        return f"{case['id']}: {answer.status}, not {case['expect']}: {answer.body[:200]!r}"
    if answer.status >= 400 and case.get("ask", "").split(" ")[0] not in ("HEAD", "TRACE"):
        return _bad_refusal(case, answer)
    return None


def _bad_refusal(case: dict[str, Any], answer: Answer) -> str | None:
    if b"Traceback" in answer.body or b'File "' in answer.body:
        return f"{case['id']}: shows its inside"
    if answer.body.startswith(b"<?xml"):
        return None
    if b"text/plain" in answer.head and answer.body.isascii():  # a file server's own sentence
        return None if answer.body and not CONTROL.search(answer.body.decode()) else f"{case['id']}: no words"
    try:
        told = json.loads(answer.body)
    except ValueError:
        return f"{case['id']}: {answer.status} without a sentence: {answer.body[:100]!r}"
    if isinstance(told, dict) and "ok" in told:  # /healthz
        return None
    sentence = told[0]["description"] if isinstance(told, list) else told["error"]
    if not sentence or CONTROL.search(sentence):
        return f"{case['id']}: its sentence is {sentence!r}"
    return None


def _settled(centre: Centre) -> dict[str, str]:
    """What the corpora call by a name: an incident, a whistle, the token."""
    event = {"specversion": "1.0", "id": "host", "source": "urn:hostile:setting"}
    event |= {"type": "cn.wanglou.incident.reported", "data": {"external_id": "host", "title": "积水"}}
    incident = centre.post("/intake/events", event)["id"]
    draft = {"do": "draft", "grade": "ordinary", "title": "x", "reason": "x", "street": "320104004",
             "departments": ["ecology-environment"], "lat": 32.02, "lon": 118.77}  # fmt: skip
    click = {"id": str(uuid4()), "officer": {"name": "王"}, "role": "shift_lead", "expected_revision": 0}
    whistle = centre.post("/api/whistles", click | {"command": draft})["id"]
    fix = {"entity": "QH-0001", "lat": 32.02, "lon": 118.78}
    centre.post("/intake/positions", fix)
    return {"$INCIDENT": str(incident), "$WHISTLE": str(whistle), "$TOKEN": TOKEN}

"""What is near an incident as JSON. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from dashboard.incidents.advice import MADE_UP, Advice
from dashboard.incidents.advice import Candidate as Person
from dashboard.incidents.categories import Category, find
from dashboard.incidents.commands import Body
from dashboard.incidents.departments import Branch, Department, suggested
from dashboard.incidents.duplicates import Candidate, Likeness, likely
from dashboard.incidents.reader_nearby import Before
from dashboard.incidents.sightlines import Sight
from dashboard.web.whereabouts import Seen
from feeds.model import Utc

PAST: Final = (
    "id",
    "title",
    "title_en",
    "status",
    "status_zh",
    "status_en",
    "category_zh",
    "category_en",
    "opened_at_ms",
    "closed_at_ms",
    "open",
)


def worker_told(advice: Advice, seen: Seen, who: Person, worker: Body | None) -> dict[str, Any]:
    """One worker with the advice on him."""
    number = str(worker.get("no") or seen.entity) if worker else str(seen.entity)
    surname = str(worker.get("surname") or "") if worker else ""
    return {
        "id": seen.entity,
        "name": f"{number} {surname}".strip(),
        "name_en": number,
        "role": who.role,
        "lat": seen.lat,
        "lon": seen.lon,
        "distance_m": round(seen.distance_m),
        "fix_age_s": max(0, round(who.age_s)),
        "freshness": advice.freshness,
        "on_duty": advice.on_duty,
        "load": who.load,
        "provenance": who.provenance,
        "suitable": advice.suitable,
        "score": advice.score,
        "reasons": msgspec.to_builtins(advice.reasons),
    }


def camera_told(sight: Sight) -> dict[str, Any]:
    """One camera."""
    camera = sight.camera
    return {
        "id": camera["id"],
        "name": camera.get("name_zh") or camera["id"],
        "name_en": camera.get("name_en") or camera["id"],
        "lat": camera["lat"],
        "lon": camera["lon"],
        "distance_m": round(sight.distance_m),
        "sees": sight.sees,
        "alive": sight.alive,
        "stream": camera.get("hls"),
    }


def past_told(before: Before) -> dict[str, Any]:
    """One earlier report."""
    return {**{name: before.body.get(name) for name in PAST}, "distance_m": round(before.distance_m)}


def duplicates_told(record: Body, others: Iterable[Before]) -> list[dict[str, Any]]:
    """What is probably the same matter, of what may still be merged: open, and as real as this one."""
    made_up = record["provenance"] in MADE_UP
    bodies = {
        before.body["id"]: before.body
        for before in others
        if before.body["open"] and (before.body["provenance"] in MADE_UP) == made_up
    }
    found = likely(_candidate(record), [_candidate(body) for body in bodies.values()])
    return [_duplicate(likeness, bodies[likeness.id]) for likeness in found.others]


def departments_told(record: Body, directory: Sequence[Department]) -> list[dict[str, Any]]:
    """Every department of the directory, those that should have it first, each with why."""
    category = find(record["category"] or "")
    wanted = [each.id for each in suggested(category, record["street"])]
    first = [each for id in wanted for each in directory if each.id == id]
    rest = [each for each in directory if each.id not in wanted]
    return [_department(department, _why(department, category)) for department in first] + [
        _department(department, None) for department in rest
    ]


def _candidate(body: Body) -> Candidate:
    return Candidate(body["id"], Utc(body["opened_at_ms"] / 1000), body["category"], body["lat"], body["lon"])


def _duplicate(likeness: Likeness, body: Body) -> dict[str, Any]:
    metres, seconds = round(likeness.distance_m), round(likeness.apart_s)
    zh, en = ("同类", "same kind") if likeness.same_kind else ("近似类别", "related kind")
    apart_zh, apart_en = (f"{seconds} 秒", f"{seconds} s")
    if seconds >= 120:
        apart_zh, apart_en = (f"{seconds // 60} 分钟", f"{seconds // 60} min")
    return {
        "id": likeness.id,
        "title": body["title"],
        "title_en": body.get("title_en"),
        "category_zh": body.get("category_zh"),
        "category_en": body.get("category_en"),
        "distance_m": metres,
        "apart_s": seconds,
        "why": {
            "zh": f"{zh}，相距 {metres} 米，相隔 {apart_zh}",
            "en": f"{en}, {metres} m and {apart_en} apart",
        },
    }


def _department(department: Department, why: dict[str, str] | None) -> dict[str, Any]:
    return {
        "id": department.id,
        "zh": department.zh,
        "en": department.en,
        "suggested": why is not None,
        "why": why,
    }


def _why(department: Department, category: Category | None) -> dict[str, str]:
    if department.branch is Branch.STREET:
        return {"zh": "属地街道", "en": "its ground: the street's squad"}
    if category is not None and category.owner_first:
        return {"zh": f"“{category.zh}”的权属单位", "en": f"owns what “{category.en}” is about"}
    zh, en = (category.zh, category.en) if category else ("", "")
    return {"zh": f"“{zh}”的主管部门", "en": f"in charge of “{en}”"}

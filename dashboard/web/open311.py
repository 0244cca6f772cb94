"""Open311 GeoReport v2, as values: services, requests as the public may see them, filters. Pure.

The public sees less than the centre: no words of the sender (they may hold names and telephone numbers), no
place of a sensitive matter, and places to about ten metres. Kinds that must not be shown do not exist here.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from dashboard.incidents.categories import BY_CODE, CATEGORIES, Category, Sensitivity, find
from dashboard.incidents.commands import Body
from dashboard.incidents.reader_open311 import Reports
from feeds.errors import MISSING, BadInput
from feeds.limits import BATCH_ITEMS
from feeds.sources.fields import moment

ZONE: Final = ZoneInfo("Asia/Shanghai")
SPAN_S: Final = 90 * 86_400.0
"""The widest range of dates one question may ask for, and what is answered without dates."""
MOST: Final = 1_000
"""Requests in one answer; both figures are the standard's."""
PAGES_MOST: Final = 1_000
STATUSES: Final = ("open", "closed")
PUBLIC: Final = frozenset(code for code, one in BY_CODE.items() if one.sensitivity is not Sensitivity.HIDDEN)
"""Codes of the kinds that the public may see, the older ones included."""
DECIMALS: Final = 4
"""Of the degrees that the public sees: about ten metres."""

_ZONED: Final = re.compile(r".*(Z|[+-]\d\d:?\d\d)", re.ASCII)
_PLUS_LOST: Final = re.compile(r"(.*:\d\d(?:\.\d+)?) (\d\d:?\d\d)", re.ASCII)


def service_of(code: str) -> Category | None:
    """The kind of matter that a service code names; None when the public cannot report such."""
    category = find(code)
    return category if category is not None and category.sensitivity is not Sensitivity.HIDDEN else None


def services() -> list[dict[str, Any]]:
    """Every kind of matter the public can report, in the dictionary's order."""
    return [_service(one) for one in CATEGORIES if one.sensitivity is not Sensitivity.HIDDEN]


def definition(code: str) -> dict[str, Any]:
    """One service's questions: we ask none. Raises BadInput for a service that does not exist."""
    service = service_of(code)
    if service is None:
        raise BadInput("service_code", code, "is no service here; GET services lists them")
    return {"service_code": service.code, "attributes": []}


def _service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": category.zh,
        "description": category.en,
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": category.major.zh,
    }


def wanted(query: Mapping[str, str], now: float) -> Reports:
    """The filters of GET requests. Ids override everything else, as the standard wants. Raises BadInput."""
    start, end = _span(query, now)
    statuses = _listed(query, "status") or frozenset(STATUSES)
    for status in statuses - set(STATUSES):
        raise BadInput("status", status, "must be open, closed or both with a comma between")
    codes = _listed(query, "service_code")
    size = _whole(query, "page_size", MOST, MOST)
    return Reports(
        ids=_listed(query, "service_request_id"),
        kinds=PUBLIC if codes is None else _codes_of(codes),
        few_kinds=codes is not None,
        open=None if len(statuses) > 1 else "open" in statuses,
        since_ms=math.ceil(start * 1000),
        until_ms=math.floor(end * 1000),
        skip=(_whole(query, "page", PAGES_MOST, 1) - 1) * size,
        most=size,
    )


def _codes_of(asked: frozenset[str]) -> frozenset[str]:
    """Every code under which incidents of these services may stand."""
    services = {definition(code)["service_code"] for code in asked}
    return frozenset(code for code, one in BY_CODE.items() if one.code in services)


def _span(query: Mapping[str, str], now: float) -> tuple[float, float]:
    start, end = _date(query, "start_date"), _date(query, "end_date")
    if end is None:
        end = now if start is None else start + SPAN_S
    if start is None:
        start = end - SPAN_S
    if not 0 <= end - start <= SPAN_S:
        raise BadInput("end_date", query.get("end_date", MISSING), "must be 0 to 90 days after start_date")
    return start, end


def is_public(body: Body) -> bool:
    """Kinds that must not be shown, and kinds nobody knows, are not there for the public."""
    category = BY_CODE.get(body["category"] or "")
    return category is not None and category.sensitivity is not Sensitivity.HIDDEN


def request_view(body: Body, streets: Mapping[str, str]) -> dict[str, Any]:
    """A public incident in the standard's words; null is what we do not know or do not tell. ``streets``:
    their names by code.
    """
    category = BY_CODE[body["category"]]
    shown = category.sensitivity is Sensitivity.OPEN and body["lat"] is not None
    street = streets.get(body["street"] or "")
    return {
        "service_request_id": body["id"],
        "status": _status(body),
        "status_notes": body["status_zh"] + ("" if body["provenance"] == "real" else "（模拟 simulated）"),
        "service_name": category.zh,
        "service_code": category.code,
        "description": None,
        "agency_responsible": street,
        "service_notice": None,
        "requested_datetime": _written(body["opened_at_ms"]),
        "updated_datetime": _written(body["closed_at_ms"]),
        "expected_datetime": None,
        "address": street,
        "address_id": None,
        "zipcode": None,
        "lat": round(body["lat"], DECIMALS) if shown else None,
        "long": round(body["lon"], DECIMALS) if shown else None,
        "media_url": None,
    }


def _status(body: Body) -> str:
    return "open" if body["open"] else "closed"


def _written(at_ms: int | None) -> str | None:
    """The standard's date: with a zone, to the second."""
    if at_ms is None:
        return None
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=at_ms // 1000)).astimezone(ZONE).isoformat()


def _whole(query: Mapping[str, str], name: str, most: int, usual: int) -> int:
    text = query.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise BadInput(name, text, f"must be a whole number from 1 to {most}")
    return int(text)


def _listed(query: Mapping[str, str], name: str) -> frozenset[str] | None:
    """The parts between commas; None when none were given."""
    parts = frozenset(part.strip() for part in query.get(name, "").split(",")) - {""}
    if len(parts) > BATCH_ITEMS:
        raise BadInput(name, query[name], f"may name at most {BATCH_ITEMS}")
    return parts or None


def _date(query: Mapping[str, str], name: str) -> float | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    if lost := _PLUS_LOST.fullmatch(text):  # a plus that was not written %2B arrives as a blank
        text = f"{lost[1]}+{lost[2]}"
    if not _ZONED.fullmatch(text):
        raise BadInput(name, text, "must be a date and time with its zone, as 2026-11-22T08:00:00+08:00")
    return moment(text, name)

"""``GET /api/incidents.csv``: incidents as a table for spreadsheets, every row with its mode and provenance.

A spreadsheet runs what begins like a formula. Texts come from strangers, so one that does is given an
apostrophe in front, which spreadsheets show as nothing (OWASP, "CSV Injection").
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dashboard.incidents.commands import Body
from dashboard.incidents.reader_incidents import LIMIT_MOST, Page, Wanted
from dashboard.web.officers import Officers
from dashboard.web.reads import asked_of, one_of

BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LOCAL: Final = ZoneInfo("Asia/Shanghai")
LANGUAGES: Final = ("zh", "en")
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it spreadsheets on Chinese machines take the file for GBK."""

Cell = Callable[[Body, str], Any]
"""What a column holds of an incident, in a language."""


def _field(name: str) -> Cell:
    return lambda body, _language: body.get(name)


def _in_language(name: str) -> Cell:
    return lambda body, language: body.get(f"{name}_{language}")


def _time(name: str) -> Cell:
    return lambda body, _language: _local(body.get(name))


def _case(*path: str) -> Cell:
    def cell(body: Body, _language: str) -> Any:
        value: Any = body.get("case")
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    return cell


COLUMNS: Final[tuple[tuple[str, str, Cell], ...]] = (
    ("编号", "id", _field("id")),
    ("来源编号", "external_id", _field("external_id")),
    ("来源", "source", _field("source")),
    ("数据性质", "provenance", _field("provenance")),
    ("标题", "title", _field("title")),
    ("类别代码", "category", _field("category")),
    ("类别", "category_name", _in_language("category")),
    ("紧急程度", "urgency", _field("urgency")),
    ("状态", "status", _field("status")),
    ("状态名称", "status_name", _in_language("status")),
    ("街道", "street", _field("street")),
    ("社区", "community", _field("community")),
    ("网格", "grid", _field("grid")),
    ("地点", "place", _field("place")),
    ("纬度（WGS-84）", "lat", _field("lat")),
    ("经度（WGS-84）", "lon", _field("lon")),
    ("上报时间", "opened_at", _time("opened_at_ms")),
    ("结案时间", "closed_at", _time("closed_at_ms")),
    ("处置部门", "department", _case("department")),
    ("人员", "worker", _case("worker")),
    ("处置截止", "due_at", lambda body, language: _local(_case("clock", "due_at_ms")(body, language))),
    ("返工次数", "reworks", _case("reworks")),
    ("满意度", "satisfaction", _case("satisfaction")),
)
"""(Chinese heading, English heading, cell)."""
MODE: Final = ("运行模式", "mode")


class Reads(Protocol):
    """The part of the store's reader that is used here."""

    def incidents(self, wanted: Wanted) -> Page:
        """One page. Raises BadInput."""


class ExportDoor:
    """The table of incidents, for officers: it holds what walls are not sent."""

    def __init__(self, reader: Reads, officers: Officers, mode: str) -> None:
        self._reader = reader
        self._officers = officers
        self._mode = mode

    async def __call__(self, request: Request) -> Response:
        """All incidents that the same query of ``/api/incidents`` lists, page after page; ``?lang=zh|en``."""
        self._officers.require(request)
        asked = request.query_params
        language = one_of("lang", asked.get("lang", "zh"), LANGUAGES)
        wanted = msgspec.structs.replace(asked_of(request), limit=LIMIT_MOST, after=None)
        first = await run_in_threadpool(self._reader.incidents, wanted)  # a refusal comes before the answer
        name = f"wanglou-{self._mode}-{dt.datetime.now(LOCAL):%Y%m%d-%H%M}.csv"
        return StreamingResponse(
            self._lines(wanted, first, language),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _lines(self, wanted: Wanted, page: Page, language: str) -> Iterator[str]:
        """``page``, and those after it: a page of rows at a time, so that a year's export is as small in
        memory as a day's.
        """
        heading = LANGUAGES.index(language)
        yield BYTE_ORDER_MARK + row([MODE[heading], *(column[heading] for column in COLUMNS)])
        while True:
            for body in page.bodies:
                yield row([self._mode, *(cell(body, language) for _, _, cell in COLUMNS)])
            if page.after is None:
                return
            page = self._reader.incidents(msgspec.structs.replace(wanted, after=page.after))


def row(cells: list[Any]) -> str:
    """One line (RFC 4180), nothing in it a formula."""
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: Any) -> Any:
    if isinstance(cell, str) and cell.lstrip(" \ufeff").startswith(BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell


def _local(at_ms: Any) -> str | None:
    if not isinstance(at_ms, int):
        return None
    return dt.datetime.fromtimestamp(at_ms / 1000, LOCAL).isoformat(timespec="seconds")

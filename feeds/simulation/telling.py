"""How each way of reporting speaks, as strangers would: CloudEvents, Open311 forms, the hotline's CSV. Pure.

Nobody says a status: what becomes of a matter is the centre's to decide. Every report names itself as
simulated in the way its door knows.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Any, Final

from feeds.simulation.matters import Matter

PREFIX: Final = "urn:wanglou:sim:"
DISTRICT: Final = "district"
CITIZEN: Final = "citizen"
HOTLINE: Final = "12345"
WORK_ORDER_MAP: Final = """\
source = "12345"
encoding = "utf-8"
provenance = "simulated"

[columns]
external_id = "工单编号"
revision = "版本"
title = "标题"
category = "问题分类"
urgency = "紧急程度"
lat = "纬度"
lon = "经度"
place = "地址"
opened_at = "受理时间"

[values.urgency]
"一般" = "normal"
"紧急" = "urgent"
"特急" = "critical"
"""
"""What explains the hotline's columns to whoever reads its file."""
_COLUMNS: Final = ("工单编号", "版本", "标题", "问题分类", "紧急程度", "纬度", "经度", "地址", "受理时间")
_URGENCY: Final = {"normal": "一般", "urgent": "紧急", "critical": "特急"}


def cloud_event(matter: Matter) -> dict[str, Any]:
    """A grid worker's report, or a task of the district with its deadline."""
    data = {
        "external_id": matter.id,
        "revision": 1,
        "title": matter.kind.title_zh,
        "title_en": matter.kind.title_en,
        "category": matter.kind.code,
        "urgency": matter.urgency,
        "lat": matter.lat,
        "lon": matter.lon,
        "place": matter.grid.name_zh,
        "place_en": matter.grid.name_en,
        "opened_at": _iso(matter.opened_at),
    }
    if matter.due_at is not None:
        data["due_at"] = _iso(matter.due_at)
    return {
        "specversion": "1.0",
        "id": f"{matter.id}-1",
        "source": PREFIX + matter.channel,
        "type": "cn.wanglou.incident.reported",
        "time": _iso(matter.opened_at),
        "subject": matter.id,
        "datacontenttype": "application/json",
        "data": data,
    }


def open311_form(matter: Matter) -> dict[str, str]:
    """A citizen's report from a civic app."""
    return {
        "service_code": matter.kind.code,
        "description": matter.kind.title_zh,
        "lat": f"{matter.lat:.7f}",
        "long": f"{matter.lon:.7f}",
        "address_string": matter.grid.name_zh,
        "device_id": f"{PREFIX}phone:{matter.id}",
    }


def work_orders(matters: Iterable[Matter]) -> bytes:
    """The hotline's file."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(_COLUMNS)
    for matter in matters:
        place = (f"{matter.lat:.7f}", f"{matter.lon:.7f}", matter.grid.name_zh)
        kind = (matter.kind.title_zh, matter.kind.code, _URGENCY[matter.urgency])
        sheet.writerow((matter.id, 1, *kind, *place, _iso(matter.opened_at)))
    return text.getvalue().encode()


def _iso(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="milliseconds")

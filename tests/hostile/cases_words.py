"""Well-formed orders, events, forms and files that ask for what cannot be."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from tests.hostile.cases_json import DASH, INCIDENT_ORDERS, JSON, TOKEN, Case
from tests.hostile.pieces import Piece

CLICK: Final = "6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11"
EVENT: Final[dict[str, Any]] = {
    "specversion": "1.0",
    "id": "h-1",
    "source": "urn:hostile",
    "type": "cn.wanglou.incident.reported",
    "data": {"external_id": "h-1", "revision": 1, "title": "积水"},
}
ENVELOPES: Final[dict[str, Any]] = {
    "specversion": ["0.3", 1.0, None, [], "1.0\u0000"],
    "id": ["", " ", 7, None, [], {}, "x" * 301],
    "source": ["", 7, None, {}, "s" * 301],
    "type": ["", "cn.wanglou.incident.exploded", 7, [], "cn.wanglou.task.assigned"],
    "data": ["x", 7, None, [], "eyJ9"],
    "time": ["yesterday", True, [], "99999-01-01T00:00:00Z"],
    "data_base64": ["e30=", 7],
}
DATA: Final[dict[str, Any]] = {
    "external_id": [7, [], {}, "x" * 301],
    "revision": [-1, 1.5, "2", True, 2**53, [], 2**62],
    "title": [7, [], {}, True, "长" * 201],
    "title_en": [7, "x" * 201],
    "category": [7, "x" * 17],
    "urgency": ["very", 1, [], "Urgent"],
    "status": ["DONE", 1, [], "reported", "__class__"],
    "lat": [91, "x", [], {}, True, -1e308],
    "lon": [181, "x", [], {}, True, 1e308],
    "datum": ["mars", 7, [], None],
    "place": [7, "x" * 2001],
    "place_en": [[], "x" * 2001],
    "opened_at": ["x", -1, 0, 1e300, "1969-12-31T00:00:00Z", []],
    "closed_at": ["x", -1, True],
    "due_at": ["x", -1, {}],
}
ORDER: Final[dict[str, Any]] = {
    "id": CLICK,
    "officer": {"name": "王"},
    "role": "dispatcher",
    "expected_revision": 1,
    "command": {"do": "annotate", "text": "x"},
}
ORDERS: Final[dict[str, Any]] = {
    "id": ["", 7, None, "not-a-uuid", [], "x" * 5000, "6f2c3c1e-5d5b-4c2a-9a2e"],
    "officer": [None, 7, "王", [], {}, {"name": ""}, {"name": 7}, {"name": "x" * 65}, {"name": "source:demo"},
                {"name": "\u200b"}, {"name": "王", "roles": ["admin"]}, {"name": "王", "unit": "nowhere"},
                {"name": "王", "unit": 7}],
    "role": ["", "admin", 7, None, [], "DISPATCHER", "dispatcher "],
    "expected_revision": [-1, 1.5, "1", True, None, []],
    "command": [None, 7, "annotate", [], {}, {"do": 7}, {"do": "explode"}, {"do": "annotate"},
                {"do": "annotate", "text": 7}, {"do": "annotate", "text": "x" * 2001},
                {"do": "annotate", "text": "x", "as": "root"}, {"do": "assign", "worker": []},
                {"do": "set_place", "lat": 91, "lon": 0, "place": "x"},
                {"do": "set_place", "lat": "32", "lon": 118, "place": "x"},
                {"do": "dispatch", "department": "greening", "term": {"clock": "working_hour", "count": -1}},
                {"do": "dispatch", "department": "greening", "term": {"clock": "moon", "count": 1}}],
    "extra": [1],
}  # fmt: skip
CALL: Final[dict[str, Any]] = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [
        {"id": "address", "property": "pathname", "value": "/wall"},
        {"id": "address", "property": "search", "value": ""},
    ],
    "changedPropIds": ["address.pathname"],
}
CALLS: Final[dict[str, Any]] = {
    "output": [None, 7, [], {}, "nothing.children", "..page.children..", "page.style", "a" * 10_000],
    "outputs": [None, [], {}, "page.children", [7], {"id": "page"}, {"id": "page", "property": "style"},
                {"id": {"index": 0}, "property": "children"}],
    "inputs": [None, [], {}, [1, 2], [{}, {}], [[], []], "x"],
    "state": [[{}], "x", {"a": 1}, [1]],
    "changedPropIds": ["x", [None], {}, 7],
}  # fmt: skip
JOBS: Final = ("job=1", "cacheKey=%2e%2e%2fsecret", "cancelJob=1", "cacheKey=1&job=1&oldJob=99999",
               "cancelJob=1&cancelJob=2", "oldJob=-1", "job=" + "9" * 400)  # fmt: skip
"""Parameters by which Dash once let anybody end a process. Ours has no background callbacks, so they are
ignored, and what counts is the body.
"""
FORMS: Final[dict[str, str]] = {
    "empty": "",
    "no-pairs": "&&&&",
    "no-code": "description=x",
    "unknown-code": "service_code=99999",
    "code-too-long": "service_code=" + "0" * 17,
    "bad-percent": "service_code=06010&description=%ff%fe",
    "surrogate": "service_code=06010&description=%ed%a0%80",
    "raw-bytes": "service_code=06010&description=é",
    "101-fields": "&".join(f"f{n}=1" for n in range(101)),
    "latitude-95": "service_code=06010&lat=95&long=118",
    "latitude-nan": "service_code=06010&lat=nan&long=118",
    "latitude-infinite": "service_code=06010&lat=inf&long=118",
    "latitude-1e999": "service_code=06010&lat=1e999&long=118",
    "latitude-words": "service_code=06010&lat=north&long=118",
    "latitude-5000-digits": "service_code=06010&lat=" + "9" * 5000 + "&long=118",
    "description-too-long": "service_code=06010&description=" + "x" * 2001,
    "address-too-long": "service_code=06010&address_string=" + "x" * 2001,
}
FILES: Final[dict[str, tuple[Piece, list[int]]]] = {
    "empty": ("", [400]),
    "one-space": (" ", [400]),
    "header-alone": ("external_id,revision,title", [200]),
    "no-number": ("title\n积水\n", [400]),
    "header-twice": ("external_id,external_id\n1,2\n", [400]),
    "noise": ({"hex": "00ff10deadbeef"}, [400]),
    "nul": ({"hex": "65787465726e616c5f69640a00"}, [200, 400]),
    "png": ({"hex": "89504e470d0a1a0a"}, [400]),
    "zip": ({"hex": "504b0304140000000800"}, [400]),
    "gzip": ({"gzip": "external_id\n1\n"}, [400]),
    "quote-never-closed": ('external_id,title\n"1,2\n3,4\n', [200, 400]),
    "5001-rows": ({"join": ["external_id,revision\n", {"repeat": ["x,\n", 5001]}]}, [400]),
    "9-mb": ({"repeat": ["x", 9_000_000]}, [413]),
    "8-mb-one-cell": ({"repeat": ["x", 8_000_000]}, [400]),
    "8-mb-of-commas": ({"repeat": [",", 8_000_000]}, [400]),
    "8-mb-of-quotes": ({"repeat": ['"', 8_000_000]}, [400]),
    "a-million-columns": ({"repeat": ["ab,", 1_000_000]}, [400]),
    "100000-names-of-columns": ({"join": [{"keys": 100_000}]}, [400]),
    "8-mb-of-lines": ({"repeat": ["\n", 8_000_000]}, [400]),
    "8-mb-of-lines-below-a-header": ({"join": ["external_id\n", {"repeat": ["\n", 8_000_000]}]}, [200, 400]),
}
MAP_PART: Final = '--b\r\nContent-Disposition: form-data; name="map"\r\n\r\n'
FILE_PART: Final = '\r\n--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nno\r\n1\r\n--b--\r\n'
PARTS: Final[dict[str, Piece]] = {
    "no-boundary": "x",
    "8-mb-of-parts": {"join": [{"repeat": ["--b\r\n\r\n", 900_000]}, "--b--\r\n"]},
    "map-of-5000-digits": {"join": [MAP_PART, "x=", {"repeat": ["9", 5000]}, FILE_PART]},
    "map-of-5000-brackets": {"join": [MAP_PART, "x=", {"repeat": ["[", 5000]}, FILE_PART]},
    "map-of-10000-dots": {"join": [MAP_PART, {"repeat": ["a.", 10_000]}, "a=1", FILE_PART]},
    "map-of-300-kb": {"join": [MAP_PART, {"repeat": ["#", 300_000]}, FILE_PART]},
    "2000-parts": {"join": [{"repeat": ['--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n', 2000]},
                            "--b--\r\n"]},
    "no-parts": "--b--\r\n",
    "unknown-part": '--b\r\nContent-Disposition: form-data; name="evil"\r\n\r\nx\r\n--b--\r\n',
    "only-a-map": '--b\r\nContent-Disposition: form-data; name="map"\r\n\r\nx=1\r\n--b--\r\n',
    "never-ends": '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx',
    "header-of-60-kb": {"join": ['--b\r\nContent-Disposition: form-data; name="', {"repeat": ["x", 60_000]},
                                 '"\r\n\r\nx\r\n--b--']},
    "bad-map": ('--b\r\nContent-Disposition: form-data; name="map"\r\n\r\n[[[\r\n--b\r\n'
                'Content-Disposition: form-data; name="file"; filename="../../x"\r\n\r\nexternal_id\r\n1\r\n'
                "--b--\r\n"),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """All of it."""
    for name, body in _changed(EVENT, ENVELOPES):
        yield _post(f"events/envelope/{name}", "POST /intake/events", body, [400], TOKEN)
    for name, data in _changed(EVENT["data"], DATA):
        if name != "datum-3":  # null: as if it were not there
            body = EVENT | {"data": data | ({"lon": 118.0} if "lon" not in data and "lat" in data else {})}
            yield _post(f"events/data/{name}", "POST /intake/events", _placed(body), [400], TOKEN)
    yield from _orders()
    for name, body in _changed(CALL, CALLS):
        yield _post(f"dash/call/{name}", DASH, body, [400])
    for number, query in enumerate(JOBS):
        yield _post(f"dash/job/{number}", f"{DASH}?{query}", CALL | {"output": "x"}, [400])
    yield from _forms()


def _placed(body: dict[str, Any]) -> dict[str, Any]:
    data = body["data"]
    if "datum" in data and "lat" not in data:
        return body | {"data": data | {"lat": 32.0, "lon": 118.0}}
    return body


def _orders() -> Iterator[Case]:
    doors = {"orders": INCIDENT_ORDERS, "whistle": "POST /api/whistles/$WHISTLE/commands"}
    for door, ask in doors.items():
        for name, body in _changed(ORDER, ORDERS):
            yield _post(f"{door}/order/{name}", ask, body, [400])
    for name, body in _changed(ORDER | {"expected_revision": 0}, ORDERS):
        yield _post(f"draft/order/{name}", "POST /api/whistles", body, [400])
    alert = {key: value for key, value in ORDER.items() if key != "expected_revision"}
    for name, body in _changed(alert | {"command": {"do": "acknowledge"}}, ORDERS):
        expect = [400, 404] if name == "command-8" else [400]
        yield _post(f"alerts/order/{name}", "POST /api/alerts/A-none/commands", body, expect)
    yield _post("orders/nobody", "POST /api/incidents/I-NONE/commands", ORDER, [404])
    yield _post("orders/stale", INCIDENT_ORDERS, ORDER | {"expected_revision": 999}, [409])
    yield _post("whistle/nobody", "POST /api/whistles/W-NONE/commands", ORDER, [404])
    for number, scope in enumerate(["", 7, [1], "x", "320105", "1", "３２０１０４", "320104 ", "9" * 5000]):
        fine = scope == ""
        expect = [200] if fine else [400, 403]
        yield _post(f"ticket/scope/{number}", "POST /api/live-ticket", {"scope": scope}, expect)
    for number, screen in enumerate(["", 7, [], None, "WALL", "admin", {}, "desk "]):
        yield _post(f"ticket/screen/{number}", "POST /api/live-ticket", {"screen": screen}, [400])


def _forms() -> Iterator[Case]:
    form = ["Content-Type", "application/x-www-form-urlencoded"]
    for ending in (".json", ".xml", ""):
        ask = f"POST /open311/v2/requests{ending}"
        for name, text in FORMS.items():
            body = f"api_key=$TOKEN&{text}" if name != "empty" else ""
            expect = [403] if name == "empty" else [400]
            yield {"id": f"open311{ending}/form/{name}", "ask": ask, "headers": [form], "body": body,
                   "expect": expect}  # fmt: skip
        for kind in ("text/plain", "application/json", "multipart/form-data; boundary=b", "", "x" * 500):
            yield {"id": f"open311{ending}/type/{kind[:20]}", "ask": ask, "headers": [["Content-Type", kind]],
                   "body": "api_key=$TOKEN&service_code=06010", "expect": [415]}  # fmt: skip
    csv, parted = ["Content-Type", "text/csv"], ["Content-Type", "multipart/form-data; boundary=b"]
    for name, (body, expect) in FILES.items():
        yield {"id": f"work-orders/file/{name}", "ask": "POST /intake/work-orders", "headers": [csv, TOKEN],
               "body": body, "expect": expect}  # fmt: skip
    for name, text in PARTS.items():
        yield {"id": f"work-orders/parts/{name}", "ask": "POST /intake/work-orders",
               "headers": [parted, TOKEN], "body": text, "expect": [400]}  # fmt: skip
    for kind in ("application/json", "text/plain", "", "multipart/form-data", "application/zip"):
        yield {"id": f"work-orders/type/{quote(kind)}", "ask": "POST /intake/work-orders",
               "headers": [["Content-Type", kind], TOKEN], "body": "x", "expect": [400, 415]}  # fmt: skip


def _changed(
    good: Mapping[str, Any], fields: Mapping[str, list[Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """``good`` with one field at a time as it must not be."""
    for field, values in fields.items():
        for number, value in enumerate(values):
            yield f"{field}-{number}", {**good, field: value}


def _post(id: str, ask: str, body: Any, expect: list[int], *more: list[str]) -> Case:
    text = json.dumps(body, ensure_ascii=False)
    return {"id": id, "ask": ask, "headers": [JSON, *more], "body": text, "expect": expect}

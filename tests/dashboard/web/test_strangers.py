"""Clients that we did not write, at a web process that listens: what they send is listed and on screens."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent
from georeport import GeoReport

from tests.deep.centre import TOKEN, Centre
from tests.e2e.demo import wait_until
from tests.feeds.relay.screen import Screen

BEARER = {"Authorization": f"Bearer {TOKEN}"}
PLACE = {"lat": 32.0205, "lon": 118.7745}
MAP = """
zone = "Asia/Shanghai"
[columns]
external_id = "工单编号"
updated_at = "更新时间"
title = "标题"
description = "诉求内容"
lat = "纬度"
lon = "经度"
"""
HEADER = ("工单编号", "更新时间", "标题", "诉求内容", "纬度", "经度")
TWO_LINES = "门口有积水，\n车辆无法通行"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Bus, web and relay as processes, for all of them."""
    with Centre(tmp_path_factory.mktemp("strangers")).serving() as serving:
        yield serving


Send = Callable[[Centre, str], None]
"""Reports one matter with that title."""


def _event(title: str) -> CloudEvent:
    attributes = {
        "id": title,
        "source": "urn:sdk",
        "type": "cn.wanglou.incident.reported",
        "specversion": "1.0",
    }
    return CloudEvent(attributes, {"external_id": title, "revision": 1, "title": title, **PLACE})


def _post(centre: Centre, headers: dict[str, str], body: bytes | str) -> None:
    answer = httpx.post(f"{centre.url}/intake/events", headers=headers | BEARER, content=body)
    assert answer.status_code == 201, answer.text


def sdk_structured(centre: Centre, title: str) -> None:
    """The CloudEvents SDK, structured mode."""
    message = to_structured_event(_event(title))
    _post(centre, message.headers, message.body)


def sdk_binary(centre: Centre, title: str) -> None:
    """The CloudEvents SDK, binary mode: attributes in headers."""
    message = to_binary_event(_event(title))
    _post(centre, message.headers, message.body)


def sdk_batch(centre: Centre, title: str) -> None:
    """The SDK writes no batches: two of its structured events in a list are one."""
    parts = [json.loads(to_structured_event(_event(each)).body) for each in (title, f"{title} again")]
    _post(centre, {"Content-Type": "application/cloudevents-batch+json"}, json.dumps(parts))


def curl_event(centre: Centre, title: str) -> None:
    """curl as the documents show it."""
    event = {"specversion": "1.0", "id": title, "source": "urn:curl", "type": "cn.wanglou.incident.reported",
             "data": {"title": title, **PLACE}}  # fmt: skip
    header = "Content-Type: application/cloudevents+json"
    told = _curl(
        centre,
        "/intake/events",
        "-H",
        f"Authorization: Bearer {TOKEN}",
        "-H",
        header,
        "-d",
        json.dumps(event),
    )
    assert json.loads(told)["outcome"] == "created"


def curl_open311(centre: Centre, title: str) -> None:
    """curl's own form encoding."""
    form = {
        "api_key": TOKEN,
        "service_code": "06010",
        "lat": "32.0205",
        "long": "118.7745",
        "description": title,
    }
    words = [word for name, value in form.items() for word in ("--data-urlencode", f"{name}={value}")]
    assert json.loads(_curl(centre, "/open311/v2/requests.json", *words))[0]["service_request_id"]


def _curl(centre: Centre, path: str, *words: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed (Debian: apt-get install curl)")
    done = subprocess.run(
        ["curl", "-sS", "--fail-with-body", centre.url + path, *words], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.decode()


def _file(encoding: str, separator: str, ending: str, quote_all: bool = False) -> Send:
    """A file as a spreadsheet program saves it, with a line break inside a cell."""

    def send(centre: Centre, title: str) -> None:
        row = (title, "2026-11-22 08:05", title, TWO_LINES, "32.0205", "118.7745")
        lines = [separator.join(_cell(cell, quote_all) for cell in cells) + ending for cells in (HEADER, row)]
        parts = {"map": ("map.toml", MAP.encode()), "file": ("orders.csv", "".join(lines).encode(encoding))}
        answer = httpx.post(f"{centre.url}/intake/work-orders", files=parts, headers=BEARER)
        assert answer.status_code == 200 and answer.json()["counts"]["new"] == 1, answer.text

    return send


def _cell(text: str, quote_all: bool) -> str:
    return f'"{text}"' if quote_all or "\n" in text else text


STRANGERS: dict[str, Send] = {
    "SDK structured": sdk_structured,
    "SDK binary": sdk_binary,
    "SDK batch": sdk_batch,
    "curl event": curl_event,
    "curl Open311": curl_open311,
    "LibreOffice": _file("utf-8", ",", "\n"),
    "LibreOffice 引号": _file("utf-8", ",", "\n", quote_all=True),
    "LibreOffice 分号": _file("utf-8", ";", "\n"),
    "WPS": _file("gbk", ",", "\r\n"),
    "WPS UTF-8": _file("utf-8-sig", ",", "\r\n"),
    "WPS Unicode 文本": _file("utf-16", "\t", "\r\n"),
    "Excel 分号": _file("utf-8-sig", ";", "\r\n"),
}


@pytest.mark.parametrize("who", STRANGERS)
async def test_what_a_stranger_sends_is_listed_and_seen(centre: Centre, who: str) -> None:
    """Committed, in the list of incidents, and at a screen that was open before; a file's words are whole."""
    screen = await Screen(centre.relay_port, await asyncio.to_thread(centre.ticket)).open()
    await screen.until(lambda s: s.seq is not None)
    await asyncio.to_thread(STRANGERS[who], centre, who)
    body = await _seen(screen, who)
    async with httpx.AsyncClient(base_url=centre.url) as client:
        listed = (await client.get("/api/incidents", params={"limit": 1000})).json()["incidents"]
    await screen.close()
    assert body["id"] in {incident["id"] for incident in listed}
    assert (body["located"], body["street"]) == ("grid", "320104004")
    assert body["description"] in (None, " ".join(TWO_LINES.split()))
    assert (body["description"] is None) == who.startswith(("SDK", "curl"))


async def _seen(screen: Screen, title: str) -> dict[str, Any]:
    def found(screen: Screen) -> list[dict[str, Any]]:
        return [body for body in screen.records.get("incident", {}).values() if body["title"] == title]

    await screen.until(found)
    return found(screen)[0]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_georeport_client_reads_what_was_reported(centre: Centre, form: str) -> None:
    """It only reads: services, one definition, reports by filter and one by its id."""
    said = ("service_code=06010", f"description=georeport {form}", "lat=32.0205", "long=118.7745")
    words = [word for field in (f"api_key={TOKEN}", *said) for word in ("-d", field)]
    told = _curl(centre, "/open311/v2/requests.json", *words)
    id = json.loads(told)[0]["service_request_id"]
    client = GeoReport(f"{centre.url}/open311/v2", output_format=form)
    assert "06010" in [service["service_code"] for service in client.get_service_list()]
    assert client.get_service_definition("06010")["service_code"] == "06010"
    wait_until(lambda: id in _listed(client), 10, "the report in the list, which may be a second old")
    assert client.get_service_request(id)["service_code"] == "06010"


def _listed(client: GeoReport) -> list[str]:
    return [one["service_request_id"] for one in client.get_service_requests(status="open")]

"""Incidents as a table for spreadsheets."""

import csv
import io

import httpx
import pytest

from dashboard.web import exports
from dashboard.web.exports import COLUMNS, row
from tests.dashboard.web.test_events import event

HOSTILE = ("=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\ufeff=1")


def table(answer: httpx.Response) -> list[dict[str, str]]:
    """The rows by heading, as a spreadsheet reads them."""
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


async def test_every_page_is_in_the_file_with_mode_and_provenance(
    sender: httpx.AsyncClient, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five incidents in pages of two; times of Nanjing; a byte order mark for spreadsheets."""
    monkeypatch.setattr(exports, "LIMIT_MOST", 2)
    sent = [
        event(external_id=str(n), title=f"积水 {n}", category="06010", opened_at=f"2026-11-22T06:0{n}:00Z")
        for n in range(5)
    ]
    await sender.post("/intake/events", json=sent)
    answer = await client.get("/api/incidents.csv?status=all&lang=en")
    assert answer.status_code == 200 and answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="wanglou-demo-' in answer.headers["content-disposition"]
    rows = table(answer)
    assert [one["title"] for one in rows] == [f"积水 {n}" for n in (4, 3, 2, 1, 0)]
    assert {one["mode"] for one in rows} == {"demo"} and {one["provenance"] for one in rows} == {"real"}
    assert rows[0]["opened_at"] == "2026-11-22T14:04:00+08:00"
    zh = table(await client.get("/api/incidents.csv?status=all"))
    for english, chinese in (("status_name", "状态名称"), ("category_name", "类别")):
        assert rows[0][english] and rows[0][english].isascii() and not zh[0][chinese].isascii()


async def test_filters_are_those_of_the_list(sender: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    """The same words, the same refusals; Chinese headings unless asked otherwise."""
    await sender.post("/intake/events", json=[event(external_id="1"), event("closed", external_id="2")])
    assert len(table(await client.get("/api/incidents.csv"))) == 1
    assert list(table(await client.get("/api/incidents.csv?status=all"))[0]) == [
        "运行模式", *(zh for zh, _, _ in COLUMNS),
    ]  # fmt: skip
    refused = await client.get("/api/incidents.csv?status=lost")
    assert refused.status_code == 400 and refused.json()["field"] == "status"
    assert (await client.get("/api/incidents.csv?lang=fr")).json()["field"] == "lang"
    for wordless in ("*", "x" * 101):  # only the store finds that there is nothing to look for
        refused = await client.get("/api/incidents.csv", params={"q": wordless})
        assert refused.status_code == 400 and refused.json()["field"] == "q"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_a_formula(text: str) -> None:
    """An apostrophe stands before what a spreadsheet would run; the text itself is whole."""
    assert next(csv.reader(io.StringIO(row([text, 5, -3.5, None])))) == [f"'{text}", "5", "-3.5", ""]


def test_a_text_of_many_lines_stays_one_cell() -> None:
    """Commas, quotes and line ends are the format's business."""
    assert next(csv.reader(io.StringIO(row(['a,"b"\r\nc', "d"]), newline=""))) == ['a,"b"\r\nc', "d"]

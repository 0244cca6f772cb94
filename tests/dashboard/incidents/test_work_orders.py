"""Files of work orders as spreadsheets leave them: encodings, quotes, maps, and what becomes of each row."""

from typing import Any

import pytest

from dashboard.incidents.matters import fold
from dashboard.incidents.states import State, Urgency
from dashboard.incidents.work_orders import plain, read_sheet
from dashboard.incidents.work_orders_map import OrderMap, identity, read_map, time_of
from dashboard.incidents.work_orders_rows import Order, counts, foretold, orders
from feeds.errors import BadInput
from feeds.geo.datum import from_wgs84
from feeds.geo.places import Place
from feeds.limits import WORK_ORDERS
from feeds.model import Utc

NOW = Utc(1_795_330_000.0)
GRID = Place("320104004", "320104004001", "320104004001007")
TEXT = "工单编号,内容\r\nNJ-1,中华路积水\r\n"
MAP = b"""
source = "hotline"
datum = "gcj02"
dates = ["%Y/%m/%d %H:%M", "excel"]
[columns]
external_id = "no"
updated_at = "changed"
title = "what"
category = "kind"
urgency = "how"
status = "state"
lat = "lat"
lon = "lon"
due_at = "due"
[values.urgency]
"\xe7\x89\xb9\xe6\x80\xa5" = "critical"
"*" = "normal"
[values.status]
done = "CLOSED"
"""
HEAD = "no,changed,what,kind,how,state,lat,lon,due\n"


def read(rows: str, made: OrderMap | None = None) -> list[Order]:
    """The orders in rows under the header of MAP."""
    made = made or read_map(MAP)
    sheet = read_sheet((HEAD + rows).encode(), tuple(made.columns.values()))
    return orders(sheet.rows, made, "door", NOW, lambda lat, _lon: GRID if lat > 30 else None)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found(encoding: str, found: str) -> None:
    """By the mark, else by what fits; the answer says which."""
    sheet = read_sheet(TEXT.encode(encoding))
    assert (sheet.encoding, sheet.rows[0].cells["内容"]) == (found, "中华路积水")


@pytest.mark.parametrize(
    "body", [b"\xff\xff\xff", b"a,b\n\x00,1", b"", b"\n\n", b"a,a\n1,2", b"a,b\n\x80\x80\xff"]
)
def test_a_file_that_is_no_table_is_a_sentence(body: bytes) -> None:
    """Nothing is guessed at."""
    with pytest.raises(BadInput):
        read_sheet(body)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"no\n" + b"\n" * 100_000, "line breaks': may hold at most 100000"),
        (b",".join(b"c%d" % number for number in range(501)), "'501 columns': may have at most 500"),
        (b"," * 1_000_000, "has no header row"),
        (b"no\n" + b"," * 20_000, ""),
    ],
)
def test_what_is_no_order_and_costs_is_refused(body: bytes, sentence: str) -> None:
    """Blank lines and empty columns by the million: the file, or the row, with a sentence, and at once."""
    if not sentence:
        (row,) = read_sheet(body).rows
        assert row.problem is not None and "separators" in str(row.problem)
        return
    with pytest.raises(BadInput, match=sentence):
        read_sheet(body)


@pytest.mark.parametrize("text", [b"x=" + b"9" * 5_000, b"x=" + b"[" * 5_000, b"a." * 300 + b"b=1"])
def test_a_map_that_would_break_its_reader(text: bytes) -> None:
    """Digits, depth and dots: a sentence, and at once."""
    with pytest.raises(BadInput, match="map is"):
        read_map(text)


def test_an_encoding_that_was_named_is_held_to() -> None:
    """A file in GBK that is said to be UTF-8 names the byte."""
    with pytest.raises(BadInput, match="is not utf-8: byte 0 cannot be read"):
        read_sheet(TEXT.encode("gbk"), encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["sep=;\na;b\n1;2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "\n,,\na,b,,\n1,2,,\n", "a,b\r1,2\r"]
)
def test_what_stands_between_cells_is_found(text: str) -> None:
    """Whatever the spreadsheet's country; blank rows and columns at the edges are nothing."""
    assert [dict(row.cells) for row in read_sheet(text.encode()).rows] == [{"a": "1", "b": "2"}]


def test_quotes_in_the_wrong_place_cost_one_row() -> None:
    """An open quote does not swallow the rest of the file; a cell may hold lines and quotes."""
    text = 'a,b\n"1\n2","say ""x"""\n3,"open\n5,6\n"7"8,9\n10,11,12\n13\n14,15\n'
    rows = read_sheet(text.encode()).rows
    assert [(row.line, dict(row.cells)) for row in rows if row.problem is None] == [
        (2, {"a": "1\n2", "b": 'say "x"'}), (5, {"a": "5", "b": "6"}), (6, {"a": "78", "b": "9"}),
        (9, {"a": "14", "b": "15"}),
    ]  # fmt: skip
    assert [row.line for row in rows if row.problem] == [4, 7, 8]
    assert "3 columns" in str(rows[4].problem) and "quotes cannot be read" in str(rows[1].problem)


def test_too_many_rows_are_refused_not_cut() -> None:
    """With the number that is allowed."""
    with pytest.raises(BadInput, match=str(WORK_ORDERS)):
        read_sheet(b"a,b\n" + b"1,2\n" * (WORK_ORDERS + 1))


def test_a_spreadsheets_ways_of_keeping_text() -> None:
    """Formula and apostrophe go; an apostrophe in words stays."""
    assert [plain(cell) for cell in ('="0042"', "'0042", " x ", "'tis a word's", "\ufeffa")] == [
        "0042", "0042", "x", "'tis a word's", "a",
    ]  # fmt: skip


def test_a_row_becomes_a_telling() -> None:
    """Words translated, datum converted, times in the map's zone, the deadline kept."""
    lat, lon = from_wgs84(32.0205, 118.7745, "gcj02")
    (order,) = read(f"A-1,2026/11/22 08:30,积水,10006,特急,done,{lat},{lon},46348.5\n")
    told: Any = order.telling
    assert (told.source, told.external_id, told.revision) == ("door|hotline", "A-1", 1_795_307_400_000)
    assert (told.urgency, told.state, told.category) == (Urgency.CRITICAL, State.CLOSED, "10006")
    assert (round(told.spot.lat, 6), told.spot.grid) == (32.0205, GRID.grid)
    assert told.due_at == 1_795_320_000.0
    assert fold(None, told)["sender_due_ms"] == told.due_at * 1000 and order.flags == ()


def test_no_place_and_no_kind_are_flagged_and_taken() -> None:
    """None of these loses an order."""
    rows = read(
        "1,2026-11-22T08:00:00Z,a,,,,,,\n2,2026-11-22T08:00:00Z,a,nope,,,1,2,\n"
        "3,2026-11-22T08:00:00Z,a,06010,,,x,2,\n"
    )
    assert [row.flags for row in rows] == [
        ("no_place", "unknown_category"), ("outside", "unknown_category"), ("bad_place",),
    ]  # fmt: skip
    assert all(row.telling for row in rows)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (",2026-11-22T08:00:00Z,a,,,,,,", "external_id"),
        ("2.0201E+17,2026-11-22T08:00:00Z,a,,,,,,", "external_id"),
        ("1,,a,,,,,,", "revision"),
        ("1,yesterday,a,,,,,,", "updated_at"),
        ("1,2026-11-22T08:00:00Z,a,,,unheard,,,", "status"),
        ("1,2026-11-22T08:00:00Z,a,,,,,,1890-01-01T00:00:00Z", "due_at"),
        ("1,2026-11-22T08:00:00Z," + "x" * 2001 + ",,,,,,", "title"),
        ("x" * 101 + ",2026-11-22T08:00:00Z,a,,,,,,", "external_id"),
    ],
)
def test_a_row_that_means_nothing_is_a_sentence(row: str, field: str) -> None:
    """It names the field, and the next row is read all the same."""
    bad, good = read(f"{row}\n9,2026-11-22T08:00:00Z,a,,,,,,\n")
    assert bad.problem is not None and bad.problem.field == field and good.telling is not None


def test_what_would_become_of_each_row() -> None:
    """Against what is there and against the rows before, as the store will decide."""
    rows = read(
        "1,2026-11-22T08:00:00Z,a,,,,,,\n1,2026-11-22T09:00:00Z,b,,,,,,\n1,2026-11-22T09:00:00Z,b,,,,,,\n"
        "1,2026-11-22T07:00:00Z,z,,,,,,\n2,2026-11-22T08:00:00Z,a,,,,,,\n,,,,,,,,x\n"
    )
    there: Any = rows[4].telling
    results = list(foretold(rows, {there.record: fold(None, there)}))
    assert [one.outcome for one in results] == ["new", "newer", "repeated", "older", "repeated", "refused"]
    assert counts(results)["repeated"] == 2 and counts(results)["no_place"] == 5


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (b"\xff", "map"), (b"a = [", "map"), (b"a = 1", "a"), (b"[columns]\nlat='x'", "columns.external_id"),
        (b"[columns]\nexternal_id='x'", "columns.revision"), (b"[columns]\nwho='x'", "columns.who"),
        (b"[columns]\nexternal_id='x'\nrevision='y'\nlat='z'", "columns.lat"),
        (MAP.replace(b"gcj02", b"mars"), "datum"), (MAP + b"x = 'NO'", "values.status"),
        (b"zone='Mars/Up'\n[columns]\nexternal_id='x'\nrevision='y'", "zone"),
        (b"dates='x'\n[columns]\nexternal_id='x'\nrevision='y'", "dates"),
    ],
)  # fmt: skip
def test_a_wrong_map_names_its_key(text: bytes, field: str) -> None:
    """Before any row is looked at."""
    with pytest.raises(BadInput) as caught:
        read_map(text)
    assert caught.value.field == field


def test_a_column_the_map_names_must_be_there() -> None:
    """With the header as it is."""
    with pytest.raises(BadInput, match="is not in the header, which is a, b"):
        read_sheet(b"a,b\n1,2\n", ("c",))


def test_our_own_names_need_no_map() -> None:
    """But they must say which order it is and which word of it."""
    assert set(identity(("external_id", "revision", "other")).columns) == {"external_id", "revision"}
    with pytest.raises(BadInput, match=r"columns\.external_id"):
        identity(("title",))
    assert time_of("46348", "due_at", read_map(MAP)) == 1_795_276_800.0

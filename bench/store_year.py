"""A year of a district for `bench.store`: incidents as sources tell them, six changes each, in bulk."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from dashboard.incidents.categories import CATEGORIES
from dashboard.incidents.chain import GENESIS, Link, digest
from dashboard.incidents.matters import Spot, Tell, Telling, fold, incident_id
from dashboard.incidents.search import first_number, listed, tokens
from dashboard.incidents.states import OVER, State, Urgency
from feeds.model import Utc

BEGAN_S = 1_767_225_600.0
"""2026-01-01 00:00 UTC."""
YEAR_S = 365 * 86_400.0
STREETS = 12
GRIDS = 40
"""Of each street."""
STILL_OPEN = 5_000
"""The newest ones; the others are closed."""
AT_ONCE = 5_000
SLOW_MS = 150.0
SEARCHED_IN = ("open", "closed", "all", "DISPATCHED")

WAY = (State.REPORTED, State.ACCEPTED, State.FILED, State.DISPATCHED, State.HANDLING, State.CLOSED)
MATTERS = ("路面积水", "井盖缺失", "占道经营", "垃圾堆放", "消防通道堵塞", "噪声扰民", "树木倒伏", "路灯不亮")
ROADS = ("三山街", "中华路", "长乐路", "大油坊巷", "集庆路", "来凤街", "石鼓路", "莫愁路", "建邺路", "升州路")


def incident(number: int) -> str:
    """The id of the n-th incident of the year."""
    return incident_id("bench", _external(number))


def telling(number: int) -> Tell:
    """A new incident, as a source tells it after that year."""
    at = BEGAN_S + YEAR_S + number / 100
    return Tell(_telling(f"NEW-{number}", number, at, State.REPORTED, 0), "bench")


def a_body() -> str:
    """The JSON of one incident, for its size."""
    return msgspec.json.encode(fold(None, _telling("1", 1, BEGAN_S, State.REPORTED, 0))).decode()


def a_list(dice: random.Random, incidents: int) -> str:
    """An address: the first page, filtered in various ways, or one from somewhere in the year."""
    status = dice.choice(("open", "closed", "all", "REPORTED", "DISPATCHED", "CLOSED"))
    asked: dict[str, Any] = {"status": status, "limit": 100}
    if dice.random() < 0.5:
        asked["street"] = _street(dice.randrange(STREETS))
    if dice.random() < 0.3:
        asked["urgency"] = dice.choice(list(Urgency)).value
    if dice.random() < 0.3:
        asked["category"] = dice.choice(CATEGORIES).code
    if dice.random() < 0.5:
        asked["after"] = first_number(_opened_ms(dice.randrange(incidents), incidents))
    return f"/api/incidents?{urlencode(asked)}"


def a_search(dice: random.Random, incidents: int) -> str:
    """An address: frequent words, rare ones, two at once, a number; with every status."""
    number = dice.randrange(incidents)
    q = dice.choice(
        (
            dice.choice(MATTERS)[:2],
            dice.choice(ROADS),
            f"{dice.choice(ROADS)} {dice.choice(MATTERS)}",
            f"{dice.choice(ROADS)}{number % 300}号",
            _external(number),
            incident(number)[:10],
            "没有的词",
        )
    )
    return f"/api/incidents?{urlencode({'q': q, 'status': dice.choice(SEARCHED_IN)})}"


def fill(path: Path, incidents: int, progress: Callable[[int, int], None]) -> int:
    """Write the year into an empty, migrated store; returns the number of changes."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-262144")
    later = _without_indexes(connection)
    connection.execute("BEGIN")
    seq, last = _write(connection, incidents, progress)
    connection.execute("UPDATE head SET seq = ?, hash = ?", (seq, last))
    connection.execute("COMMIT")
    for statement in later:
        connection.execute(statement)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return seq


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop what is quicker made at the end; returns how to make it again."""
    kept = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'index' OR name = ?)"
    found = connection.execute(kept, ("change_never_replaced",)).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [statement for _, _, statement in found]


def _write(
    connection: sqlite3.Connection, incidents: int, progress: Callable[[int, int], None]
) -> tuple[int, str]:
    seq, last = 0, GENESIS
    numbers = iter(range(incidents))
    while portion := list(islice(numbers, AT_ONCE)):
        changes, records, rows, words, keys = [], [], [], [], []
        for number in portion:
            for body, at_ms in _life(number, incidents):
                text = msgspec.json.encode(body).decode()
                link = Link(seq + 1, "incident", body["id"], at_ms, "bench", text)
                hashed = digest(link, last)
                changes.append((*msgspec.structs.astuple(link), last, hashed))
                seq, last = link.seq, hashed
            records.append(("incident", body["id"], len(WAY), text, seq))
            row = listed(body)
            row["number"] = first_number(row["opened_at_ms"])
            rows.append(row)
            words.append((row["number"], " ".join(tokens(row["words"]))))
            keys.append(("bench", _external(number), 0, '{"outcome":"created"}', seq))
        connection.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", changes)
        connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?)", records)
        connection.executemany(
            "INSERT INTO idempotency (source, external_id, revision, answer, seq) VALUES (?, ?, ?, ?, ?)",
            keys,
        )
        columns = ", ".join(rows[0])
        places = ", ".join(f":{name}" for name in rows[0])
        connection.executemany(f"INSERT INTO listing ({columns}) VALUES ({places})", rows)  # noqa: S608 - our columns
        connection.executemany("INSERT INTO listing_tokens (rowid, tokens) VALUES (?, ?)", words)
        if (number + 1) % 100_000 == 0:
            progress(number + 1, incidents)
    return seq, last


def _life(number: int, incidents: int) -> Iterator[tuple[dict[str, Any], int]]:
    """An incident's bodies and when each was written."""
    at = _opened_ms(number, incidents) / 1000
    is_open = number >= incidents - STILL_OPEN
    way = [*WAY[: 1 + number % 5], *[WAY[number % 5]] * (5 - number % 5)] if is_open else WAY
    body = fold(None, _telling(_external(number), number, at, way[0], 0))
    for step, state in enumerate(way):
        then_ms = round((at + step * 600) * 1000)
        over = state in OVER
        yield (
            {**body, "status": state.value, "open": not over, "closed_at_ms": then_ms if over else None},
            then_ms,
        )


def _opened_ms(number: int, incidents: int) -> int:
    return round((BEGAN_S + YEAR_S * number / incidents) * 1000)


def _telling(external_id: str, number: int, at: float, state: State, revision: int) -> Telling:
    street = _street(number % STREETS)
    return Telling(
        source="bench",
        external_id=external_id,
        revision=revision,
        received_at=Utc(at + 5),
        provenance="simulated",
        title=f"{ROADS[number % 10]}{MATTERS[number // 10 % 8]}",
        title_en=f"Matter {number % 977} at the roadside",
        category=CATEGORIES[number % len(CATEGORIES)].code,
        urgency=list(Urgency)[0 if number % 20 else 1 + number // 20 % 2],
        state=state,
        spot=Spot(32.02, 118.78, street, f"{street}001", f"{street}{number // STREETS % GRIDS:06d}"),
        place=f"{ROADS[number // 7 % 10]}{number % 300}号",
        opened_at=at,
    )


def _street(index: int) -> str:
    return f"3201040{index + 2:02d}"


def _external(number: int) -> str:
    return f"NJ12345-{number:08d}"

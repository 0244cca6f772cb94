"""The duty roster of a centre: a table of who works where and when, as records of workers. Pure, but for the
file it is kept in.

One row a worker and shift; a worker with several shifts has several rows, which must otherwise agree. Of a
name only the surname is kept: that is all a desk shows.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from dashboard.incidents.work_orders import Row, read_sheet
from feeds.duty import KEPT_BY, NAMED_SHIFT, ROSTER, SHIFTS, SWITCH, shift_of, shifts_of
from feeds.errors import MISSING, BadInput
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import Utc
from feeds.untrusted import clean_text

FILE: Final = "roster.json"
VERSION: Final = 1

COLUMNS: Final = {
    "id": ("id", "编号", "终端编号", "设备编号"),
    "no": ("no", "工号"),
    "name": ("name", "姓名"),
    "role": ("role", "岗位", "角色"),
    "street": ("street", "街道", "街道代码"),
    "grid": ("grid", "网格", "网格代码"),
    "shift_start": ("shift_start", "上班", "上班时间", "班次开始"),
    "shift_end": ("shift_end", "下班", "下班时间", "班次结束"),
}
"""Field -> how its column may be called. Only ``id`` must be there."""

ROLES: Final = {"网格员": "grid_worker", "网格长": "lead", "grid_worker": "grid_worker", "lead": "lead"}
COMPOUND: Final = (
    *("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯"),
    *("皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "端木", "令狐", "轩辕"),
)
NAME_CHARACTERS: Final = 40
SURNAME_ALONE: Final = 2
"""A name of so many characters has a surname of one, whatever it begins with."""


class Ground(NamedTuple):
    """The divisions a worker may belong to: those of this installation's scope."""

    streets: Collection[str]
    grids: Collection[str]


class Wrong(NamedTuple):
    """Why a row cannot be taken."""

    line: int
    why: BadInput


class Kept(msgspec.Struct):
    """The file."""

    version: int
    workers: list[dict[str, Any]]


def read_roster(
    body: bytes, ground: Ground, encoding: str = "auto"
) -> tuple[list[dict[str, Any]], list[Wrong]]:
    """The workers of a table, and what is wrong with it by line. Raises BadInput for the file as a whole."""
    sheet = read_sheet(body, None, encoding)
    names = _columns(sheet.header)
    workers: dict[str, dict[str, Any]] = {}
    wrong: list[Wrong] = []
    for row in sheet.rows:
        try:
            _take(workers, _worker(row, names, ground))
        except BadInput as exc:
            wrong.append(Wrong(row.line, exc))
    if not workers and not wrong:
        raise BadInput("file", MISSING, "holds no worker: to take a roster away, wanglou roster clear")
    return list(workers.values()), wrong


def on_duty(worker: Mapping[str, Any], at: Utc) -> dict[str, Any]:
    """The record as it stands at a moment: with hours given it says whether they are on duty."""
    shifts = shifts_of(worker)
    now = {SWITCH: any(shift.holds(at) for shift in shifts)} if shifts else {}
    return {**worker, **now, KEPT_BY: ROSTER}


def save(folder: Path, workers: Sequence[Mapping[str, Any]]) -> Path:
    """Put it in the place of the one before, whole or not at all. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / FILE
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(Kept(VERSION, [dict(worker) for worker in workers])))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path


def load(path: Path) -> list[dict[str, Any]] | None:
    """What was saved; None where there is no file. Raises OSError, ValueError for what cannot be read, also
    where somebody has edited it by hand.
    """
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=Kept)
    except FileNotFoundError:
        return None
    if kept.version != VERSION:
        raise ValueError(f"its version is {kept.version}, not {VERSION}")
    for number, worker in enumerate(kept.workers, 1):
        id_ = worker.get("id")
        if not isinstance(id_, str) or not id_ or clean_text(id_, "id", ENTITY_CHARACTERS) != id_:
            raise BadInput(f"id of worker {number}", id_, "must be what the worker's phone calls itself")
    return kept.workers


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Field -> the column it stands in."""
    known = {alias: field for field, aliases in COLUMNS.items() for alias in aliases}
    found: dict[str, str] = {}
    for name in header:
        field = known.get(name.casefold())
        if field is None:
            all_names = ", ".join(aliases[0] for aliases in COLUMNS.values())
            raise BadInput("header", name, f"is no column of a roster: there are {all_names}")
        if field in found:
            raise BadInput("header", name, f"stands for {field}, as {found[field]} does")
        found[field] = name
    if "id" not in found:
        raise BadInput("header", ", ".join(header), "has no column id: what the worker's phone calls itself")
    return found


def _worker(row: Row, names: Mapping[str, str], ground: Ground) -> dict[str, Any]:
    if row.problem is not None:
        raise row.problem
    said = {field: row.cells[name].strip() for field, name in names.items()}
    id_ = clean_text(said["id"] or MISSING, "id", ENTITY_CHARACTERS)
    if not id_:
        raise BadInput("id", said["id"], "must be given: what the worker's phone calls itself")
    worker: dict[str, Any] = {"id": id_, "no": _text(said, "no") or id_, "provenance": "real"}
    if name := _text(said, "name"):
        worker["surname"] = surname_of(name)
    worker["role"] = _role(said.get("role", ""))
    worker |= _place(said.get("street", ""), said.get("grid", ""), ground)
    return worker | _hours(said.get("shift_start", ""), said.get("shift_end", ""))


def surname_of(name: str) -> str:
    """The part of a name that a desk shows: of a Chinese name the surname, of any other its first word."""
    if not all("\u4e00" <= each <= "\u9fff" for each in name):
        return name.split()[0]
    return name[:2] if len(name) > SURNAME_ALONE and name[:2] in COMPOUND else name[:1]


def _text(said: Mapping[str, str], field: str) -> str:
    value = said.get(field, "")
    return clean_text(value, field, NAME_CHARACTERS) if value else ""


def _role(said: str) -> str:
    if said and said not in ROLES:
        raise BadInput("role", said, f"must be one of {', '.join(ROLES)}, or empty")
    return ROLES[said or "grid_worker"]


def _place(street: str, grid: str, ground: Ground) -> dict[str, str]:
    """Codes, as far as they are given: a grid says its street and community."""
    if grid and grid not in ground.grids:
        raise BadInput("grid", grid, "is the code of no grid here; there must be 15 digits")
    if street and street not in ground.streets:
        raise BadInput("street", street, "is the code of no street here; there must be 9 digits")
    if grid and street and not grid.startswith(street):
        raise BadInput("grid", grid, f"does not lie in street {street}")
    if grid:
        return {"street": grid[:9], "community": grid[:12], "grid": grid}
    return {"street": street} if street else {}


def _hours(begins: str, ends: str) -> dict[str, Any]:
    if not begins and not ends:
        return {}
    if not begins or not ends:
        field = "shift_end" if begins else "shift_start"
        raise BadInput(field, MISSING, "must be given where the other end of the shift is")
    named = f"{begins}–{ends}" if shift_of(begins, ends).daily else ""
    return {SHIFTS: [[begins, ends]], **(dict.fromkeys(NAMED_SHIFT, named) if named else {})}


def _take(workers: dict[str, dict[str, Any]], worker: dict[str, Any]) -> None:
    """Add a worker, or one more shift of theirs. Raises BadInput where two rows say different things."""
    known = workers.setdefault(worker["id"], worker)
    if known is worker:
        return
    for field in ("no", "surname", "role", "street", "grid"):
        if known.get(field) != worker.get(field):
            why = f"is {known.get(field)!r} in an earlier row of {worker['id']}"
            raise BadInput(field, worker.get(field, MISSING), why)
    if not known.get(SHIFTS) or not worker.get(SHIFTS) or worker[SHIFTS][0] in known[SHIFTS]:
        raise BadInput("id", worker["id"], "is given twice: a second row must be another shift")
    known[SHIFTS] = [*known[SHIFTS], *worker[SHIFTS]]
    for name in NAMED_SHIFT:
        known.pop(name, None)  # of several the card would show one only

"""Work orders as tellings, and what would become of each. Pure.

An order without a place, with one outside, or of a kind we do not know is taken and flagged; an order that
cannot be identified, ordered in time or understood in its state is refused with a sentence.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from dashboard.incidents.categories import find
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.matters import Spot, Telling, fold
from dashboard.incidents.states import State, Urgency
from dashboard.incidents.work_orders import Row
from dashboard.incidents.work_orders_map import OrderMap, one_of, time_of
from feeds.errors import MISSING, BadInput
from feeds.geo.datum import to_wgs84
from feeds.geo.places import Place
from feeds.limits import TEXT_CHARACTERS
from feeds.model import Utc
from feeds.sources.fields import coordinate, number_from_text
from feeds.untrusted import clean_text

ID_CHARACTERS: Final = 100
TITLE_CHARACTERS: Final = 200
SPOILT: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+", re.ASCII)
"""What a spreadsheet makes of a long number: its last digits are gone."""
OUTCOMES: Final = ("new", "newer", "older", "repeated", "refused")
FLAGS: Final = ("no_place", "outside", "bad_place", "unknown_category")
OUTCOME_OF: Final = {"created": "new", "updated": "newer", "superseded": "older"}
"""The store's word -> ours."""

Locate = Callable[[float, float], Place | None]


class Order(msgspec.Struct, frozen=True):
    """One row, understood or refused."""

    line: int
    external_id: str = ""
    telling: Telling | None = None
    flags: tuple[str, ...] = ()
    problem: BadInput | None = None


class Result(msgspec.Struct, frozen=True):
    """What became, or would become, of one row."""

    line: int
    external_id: str
    outcome: str
    flags: tuple[str, ...] = ()
    id: str | None = None
    error: str | None = None
    field: str | None = None


def orders(rows: Sequence[Row], made: OrderMap, sender: str, now: Utc, locate: Locate) -> list[Order]:
    """Each row as an order."""
    return [_order(row, made, sender, now, locate) for row in rows]


def refused(order: Order) -> Result:
    """The result of a row that cannot be taken."""
    problem = order.problem or BadInput("row", MISSING, "cannot be read")
    return Result(
        order.line, order.external_id, "refused", order.flags, error=str(problem), field=problem.field
    )


def foretold(made: Sequence[Order], known: Mapping[RecordId, Body]) -> Iterator[Result]:
    """What would become of the orders, one after the other, given the incidents there are."""
    now = dict(known)
    for order in made:
        if order.telling is None:
            yield refused(order)
            continue
        before = now.get(order.telling.record)
        after = fold(before, order.telling)
        now[order.telling.record] = after
        outcome = _outcome(before, after, order.telling.revision)
        yield Result(order.line, order.external_id, outcome, order.flags, after["id"])


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many rows came to what; every outcome and flag is there, also with 0."""
    outcomes = Counter(result.outcome for result in results)
    flags = Counter(flag for result in results for flag in result.flags if result.outcome != "refused")
    return {name: outcomes[name] for name in OUTCOMES} | {name: flags[name] for name in FLAGS}


def _outcome(before: Body | None, after: Body, revision: int) -> str:
    if before is None:
        return "new"
    if revision in before["revisions"].values():
        return "repeated"
    return "older" if after["revisions"] == before["revisions"] else "newer"


def _order(row: Row, made: OrderMap, sender: str, now: Utc, locate: Locate) -> Order:
    if row.problem is not None:
        return Order(row.line, problem=row.problem)
    cells = {field: row.cells.get(column, "") for field, column in made.columns.items()}
    name = cells.get("external_id", "")[:ID_CHARACTERS]
    try:
        telling, flags = _telling(cells, made, sender, now, locate)
    except BadInput as exc:
        return Order(row.line, clean_text(name, "external_id", ID_CHARACTERS), problem=exc)
    return Order(row.line, telling.external_id, telling, flags)


def _telling(
    cells: Mapping[str, str], made: OrderMap, sender: str, now: Utc, locate: Locate
) -> tuple[Telling, tuple[str, ...]]:
    spot, place_flag = _spot(cells, made, locate)
    category, known = _category(cells, made)
    description = _text(cells, "description", TEXT_CHARACTERS)
    title = _text(cells, "title", TEXT_CHARACTERS)
    short = title is not None and len(title) <= TITLE_CHARACTERS
    status, urgency = _word(cells, "status", made), _word(cells, "urgency", made)
    telling = Telling(
        source=f"{sender}|{made.source}",
        external_id=_external_id(cells),
        revision=_revision(cells, made),
        received_at=now,
        provenance=made.provenance,
        title=title if short else None,
        description=description if short or title is None else _both(title, description),
        category=category,
        urgency=one_of(urgency, "urgency", Urgency) if urgency else None,
        state=one_of(status, "status", State) if status else None,
        spot=spot,
        place=_text(cells, "place", TEXT_CHARACTERS),
        opened_at=_time(cells, "opened_at", made),
        ended_at=_time(cells, "closed_at", made) or _time(cells, "updated_at", made),
        due_at=_time(cells, "due_at", made),
    )
    flags = (*((place_flag,) if place_flag else ()), *(() if known else ("unknown_category",)))
    return telling, flags


def _both(title: str, description: str | None) -> str:
    """A title too long for a line is kept whole in front of the text."""
    return title if description is None else f"{title} {description}"


def _external_id(cells: Mapping[str, str]) -> str:
    text = clean_text(cells["external_id"], "external_id", ID_CHARACTERS)
    if not text:
        raise BadInput("external_id", cells["external_id"], "must be given: the order's number")
    if SPOILT.fullmatch(text):
        why = "was shortened by a spreadsheet, its last digits are lost: export the column as text"
        raise BadInput("external_id", text, why)
    return text


def _revision(cells: Mapping[str, str], made: OrderMap) -> int:
    """The sender's number, else the time of its last change in milliseconds."""
    given = cells.get("revision", "")
    if given:
        if not (given.isascii() and given.isdigit() and len(given) <= 15):
            raise BadInput("revision", given, "must be a whole number, 0 or more")
        return int(given)
    at = _time(cells, "updated_at", made)
    if at is None:
        raise BadInput("revision", MISSING, "must be given, or updated_at: which word of the sender it is")
    return round(at * 1000)


def _word(cells: Mapping[str, str], field: str, made: OrderMap) -> str:
    """A value of the file in our words; itself where the map says nothing."""
    theirs, words = cells.get(field, ""), made.values.get(field, {})
    return words.get(theirs, words.get("*", theirs)) if theirs else ""


def _category(cells: Mapping[str, str], made: OrderMap) -> tuple[str | None, bool]:
    """Our code, and whether the file's kind is one we know."""
    word = _word(cells, "category", made)
    category = find(word) if word else None
    return (category.code if category else None), category is not None


def _text(cells: Mapping[str, str], field: str, longest: int) -> str | None:
    return clean_text(cells.get(field, ""), field, longest) or None


def _time(cells: Mapping[str, str], field: str, made: OrderMap) -> float | None:
    text = cells.get(field, "")
    return time_of(text, field, made) if text else None


def _spot(cells: Mapping[str, str], made: OrderMap, locate: Locate) -> tuple[Spot | None, str | None]:
    """Where, and what to flag. Half a place or one that is no number loses the place, not the order."""
    if not cells.get("lat") and not cells.get("lon"):
        return None, "no_place"
    try:
        table: dict[str, Any] = {name: number_from_text(cells.get(name, ""), name) for name in ("lat", "lon")}
        lat, lon = to_wgs84(coordinate(table, "lat", 90.0), coordinate(table, "lon", 180.0), made.datum)
    except BadInput:
        return None, "bad_place"
    place = locate(lat, lon)
    if place is None:
        return Spot(lat, lon), "outside"
    return Spot(lat, lon, place.street, place.community, place.grid), None

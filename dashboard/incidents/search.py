"""How incidents are put in order and found by words. Pure.

Chinese is written without spaces, and people look for two characters, 积水: a word index finds no such word
and a trigram index none so short. So a run of non-ASCII letters is indexed by its pairs (三山街: 三山
山街 街), a run of ASCII letters and digits as one word that may be looked for by its beginning. Both
databases are given the same tokens and only asked for tokens; what they find is held against the text
itself.
"""

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import msgspec

from dashboard.incidents.cells import cell
from dashboard.incidents.commands import Body
from feeds.errors import BadInput
from feeds.wire import E7

SEARCHED: Final = ("title", "place", "title_en", "place_en", "id", "external_id")
QUERY_MOST: Final = 100
"""Characters of a query."""
SAME_MOMENT_BITS: Final = 20
"""A million incidents may be opened in the same millisecond."""
LATEST_MS: Final = (1 << (63 - SAME_MOMENT_BITS)) - 1


class Query(msgspec.Struct, frozen=True):
    """What is looked for: every token (exactly, or as a beginning) and every part as written."""

    exact: tuple[str, ...]
    beginnings: tuple[str, ...]
    parts: tuple[str, ...]


def words(body: Body) -> str:
    """The text in which an incident is found: normalised, one line per field."""
    return "\n".join(normalised(body[field]) for field in SEARCHED if body.get(field))


def tokens(text: str) -> list[str]:
    """What the index holds of a normalised text, each once.

    SQLite forgets a row by being told the tokens it learnt: whoever changes this adds a migration.
    """
    found: dict[str, None] = {}
    for run, _ in _runs(text):
        found |= dict.fromkeys([run] if run.isascii() else [run[i : i + 2] for i in range(len(run))])
    return list(found)


def query(text: str) -> Query:
    """Understand what somebody typed. Raises BadInput when there is nothing to look for, or too much."""
    if len(text) > QUERY_MOST:
        raise BadInput("q", text, f"must have at most {QUERY_MOST} characters")
    plain = normalised(text)
    exact: dict[str, None] = {}
    beginnings: dict[str, None] = {}
    for run, may_go_on in _runs(plain):
        if run.isascii() or len(run) == 1:
            (beginnings if may_go_on else exact)[run] = None
        else:
            exact |= dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1))
    longer = [start for start in beginnings if len(start) > 1]
    if exact or longer:
        beginnings = dict.fromkeys(longer)  # 号 begins a token of every address: the text itself decides
    if not exact and not beginnings:
        raise BadInput("q", text, "must have a letter or a digit")
    return Query(tuple(exact), tuple(beginnings), tuple(plain.split()))


def normalised(text: str) -> str:
    """Full and half width, upper and lower case are the same to whoever searches."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).replace("\0", "")


def first_number(opened_at_ms: int) -> int:
    """The smallest number of incidents opened in that millisecond. Before 1970 counts as 1970."""
    return min(max(opened_at_ms, 0), LATEST_MS) << SAME_MOMENT_BITS


def listed(body: Body) -> dict[str, Any]:
    """The row of an incident in the listing, but for its number."""
    names = ("id", "opened_at_ms", "status", "street", "grid", "category", "urgency", "closed_at_ms")
    return {
        **{name: body[name] for name in names},
        **_placed(body.get("lat"), body.get("lon")),
        "open": int(body["open"]),
        "words": words(body),
        "worker": (body.get("case") or {}).get("worker"),
    }


def _placed(lat: float | None, lon: float | None) -> dict[str, int | None]:
    if lat is None or lon is None:
        return {"cell": None, "lat_e7": None, "lon_e7": None}
    return {"cell": cell(lat, lon), "lat_e7": round(lat * E7), "lon_e7": round(lon * E7)}


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches of ASCII word characters, and those of other letters and digits; and whether more of the
    same may follow in a text of which this is a part: not when the next stretch begins at once (175 in
    175号).
    """
    stretches = [(kind, "".join(run)) for kind, run in groupby(text, _kind)]
    following = [kind for kind, _ in stretches[1:]] + [0]
    for (kind, run), next_kind in zip(stretches, following, strict=False):  # of no text, not even one
        if kind:
            yield run, next_kind == 0


def _kind(character: str) -> int:
    if character.isascii():
        return 1 if character.isalnum() or character in "-_" else 0
    return 2 if character.isalnum() else 0

"""Reads an extract of OpenStreetMap (.osm.pbf) for one box: what a map of it needs and no more.

The file may be a whole province's: it is walked several times, and kept is what lies in the box or belongs to
what does. The only ``import osmium``, made when it is wanted.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from feeds.errors import BadSetting, wants_extra
from feeds.geo.osm_kinds import KEYS, NAMES_EN, NAMES_ZH, QUALIFIERS, WATERS, kind_of, landmark_of

Box = tuple[float, float, float, float]
"""West, south, east, north."""
Ints = NDArray[np.int64]
Points = NDArray[np.float64]
"""Longitude and latitude, in rows."""

MOST_NODES: Final = 4_000_000
"""In the box; a dense district has about 200,000. What is kept of each is 24 bytes."""
_KEPT_TAGS: Final = (*KEYS, *QUALIFIERS, *dict.fromkeys((*NAMES_ZH, *NAMES_EN)))


class Place(NamedTuple):
    """A named node."""

    id: int
    tags: Mapping[str, str]
    lon: float
    lat: float


class Way(NamedTuple):
    """A line, closed where it is an area."""

    id: int
    tags: Mapping[str, str]
    line: Points


class Water(NamedTuple):
    """A water that is put together of several lines."""

    id: int
    tags: Mapping[str, str]
    outer: Sequence[Points]
    inner: Sequence[Points]


class Extract(NamedTuple):
    """What was found in and across the box."""

    places: Sequence[Place]
    ways: Sequence[Way]
    waters: Sequence[Water]


class _Relation(NamedTuple):
    id: int
    tags: Mapping[str, str]
    members: Sequence[tuple[int, bool]]
    """The way's id, and whether it is an inner one."""


class _Nodes:
    """Where nodes are, by id."""

    def __init__(self, ids: Ints, points: Points) -> None:
        order = np.argsort(ids, kind="stable")
        self.ids, self._points = ids[order], points[order]

    def has(self, refs: Ints) -> NDArray[np.bool_]:
        """Which of these are known."""
        if len(self.ids) == 0:
            return np.zeros(len(refs), dtype=bool)
        at = np.minimum(np.searchsorted(self.ids, refs), len(self.ids) - 1)
        found: NDArray[np.bool_] = self.ids[at] == refs
        return found

    def line(self, refs: Ints) -> Points:
        """Where they are, one after the other; what the file does not hold is left out."""
        found: Points = self._points[np.searchsorted(self.ids, refs[self.has(refs)])]
        return found

    def and_these(self, ids: Ints, points: Points) -> "_Nodes":
        return _Nodes(np.concatenate([self.ids, ids]), np.concatenate([self._points, points]))


def read(file: Path, box: Box) -> Extract:
    """Walk the file. Raises BadSetting for one that cannot be read, or holds too much in the box."""
    try:
        import osmium
    except ImportError as exc:
        raise BadSetting("FILE", str(file), wants_extra("osm")) from exc
    try:
        return _Reader(osmium, file, box).read()
    except (RuntimeError, OSError) as exc:
        raise BadSetting("FILE", str(file), f"cannot be read as OpenStreetMap data: {exc}") from exc


class _Reader:
    def __init__(self, osmium: Any, file: Path, box: Box) -> None:
        self._osmium = osmium
        self._file = file
        self._box = box

    def read(self) -> Extract:
        relations = [_relation(each) for each in self._all("RELATION", _water_tags(self._osmium))]
        nodes, places = self._nodes_in_box()
        refs = {each.id: (_tags(each), _refs(each)) for each in self._ways_in(nodes)}
        touched = self._touched(nodes, relations)
        mine = [one for one in relations if any(way in touched for way, _ in one.members)]
        members = {way for one in mine for way, _ in one.members}
        rings = {each.id: _refs(each) for each in self._by_id("WAY", members)}
        wanted = [*(line for _, line in refs.values()), *rings.values()]
        nodes = self._with_missing(nodes, wanted)
        return Extract(
            places,
            [Way(id, tags, nodes.line(line)) for id, (tags, line) in refs.items()],
            [_put_together(one, rings, nodes) for one in mine],
        )

    def _all(self, kind: str, *filters: Any) -> Iterator[Any]:
        objects = self._osmium.FileProcessor(str(self._file), getattr(self._osmium.osm, kind))
        for each in filters:
            objects = objects.with_filter(each)
        yield from objects

    def _by_id(self, kind: str, ids: Iterable[int]) -> Iterator[Any]:
        wanted = sorted(ids)
        if wanted:
            yield from self._all(kind, self._osmium.filter.IdFilter(wanted))

    def _nodes_in_box(self) -> tuple[_Nodes, list[Place]]:
        west, south, east, north = self._box
        ids, points, places = array("q"), array("d"), []
        for node in self._all("NODE"):
            at = node.location
            if not (at.valid() and west <= at.lon <= east and south <= at.lat <= north):
                continue
            ids.append(node.id)
            points.extend((at.lon, at.lat))
            if landmark_of(tags := _tags(node)):
                places.append(Place(node.id, tags, at.lon, at.lat))
            if len(ids) > MOST_NODES:
                why = (
                    f"holds more than {MOST_NODES:,} nodes round the district: import one district at a time"
                )
                raise BadSetting("FILE", str(self._file), why)
        return _Nodes(_ints(ids), _points(points)), places

    def _ways_in(self, nodes: _Nodes) -> Iterator[Any]:
        """Those that we draw and that have a node in the box."""
        for way in self._all("WAY", self._osmium.filter.KeyFilter(*KEYS)):
            if kind_of(_tags(way)) and nodes.has(_refs(way)).any():
                yield way

    def _touched(self, nodes: _Nodes, relations: Sequence[_Relation]) -> set[int]:
        """Which of all members have a node in the box."""
        members = {way for one in relations for way, _ in one.members}
        return {way.id for way in self._by_id("WAY", members) if nodes.has(_refs(way)).any()}

    def _with_missing(self, nodes: _Nodes, lines: Sequence[Ints]) -> _Nodes:
        """And what lies outside the box, of lines that run out of it."""
        missing = {int(ref) for line in lines for ref in line[~nodes.has(line)]}
        ids, points = array("q"), array("d")
        for node in self._by_id("NODE", missing):
            if node.location.valid():
                ids.append(node.id)
                points.extend((node.location.lon, node.location.lat))
        return nodes.and_these(_ints(ids), _points(points))


def _water_tags(osmium: Any) -> Any:
    return osmium.filter.TagFilter(*((key, value) for key, values in WATERS.items() for value in values))


def _relation(each: Any) -> _Relation:
    members = [(member.ref, member.role == "inner") for member in each.members if member.type == "w"]
    return _Relation(each.id, _tags(each), members)


def _put_together(one: _Relation, rings: Mapping[int, Ints], nodes: _Nodes) -> Water:
    def lines(inner: bool) -> list[Points]:
        return [nodes.line(rings[way]) for way, is_inner in one.members if is_inner is inner and way in rings]

    return Water(one.id, one.tags, lines(inner=False), lines(inner=True))


def _tags(each: Any) -> dict[str, str]:
    """Those that we look at: an object of osmium lives no longer than its turn."""
    tags = each.tags
    return {key: value for key in _KEPT_TAGS if (value := tags.get(key)) is not None} if tags else {}


def _refs(way: Any) -> Ints:
    return np.array([node.ref for node in way.nodes], dtype=np.int64)


def _ints(numbers: "array[int]") -> Ints:
    return np.frombuffer(numbers, dtype=np.int64) if numbers else np.empty(0, dtype=np.int64)


def _points(numbers: "array[float]") -> Points:
    flat = np.frombuffer(numbers, dtype=np.float64) if numbers else np.empty(0)
    return flat.reshape(-1, 2)

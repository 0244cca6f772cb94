"""Land for the page out of an extract of OpenStreetMap: clipped to the district, joined by name, simplified.

Everything is laid out in metres about the district's middle and comes back to degrees at the end.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from shapely import Geometry, LineString, MultiLineString, Polygon

from feeds.geo.district import District, polygon
from feeds.geo.land import Feature, Land, feature, rounded
from feeds.geo.osm_extract import Box, Extract, Points, Water, Way
from feeds.geo.osm_kinds import Layer, kind_of, landmark_of, names_of
from feeds.geo.survey import METRES_PER_LAT, METRES_PER_LON

CREDIT: Final = "© OpenStreetMap contributors"
"""The licence (ODbL) wants it shown."""
MARGIN_M: Final = 600.0
"""How far land is drawn beyond the border."""
READ_M: Final = 2_000.0
"""How much further is read: a line whose nodes are all beyond is not seen."""
SIMPLIFIED_M: Final = 1.0
SMALLEST_WATER_M2: Final = 150.0
NAMED_WATER_M2: Final = 3_000.0
"""A smaller pond has no room for a name along its length."""
WIDTHS_M: Final[Mapping[str, float]] = {
    "river": 16.0, "canal": 10.0, "stream": 4.0, "ditch": 2.5, "drain": 2.5, "water": 0.0,
}  # fmt: skip
"""Of a stream that nobody drew as an area."""
NEAR_M: Final = 300.0
"""Two landmarks of one kind and name as near as this are one: its gate and its ground, its exits."""
LANES: Final[Mapping[str, tuple[str, str]]] = {"lane": ("街巷", "Lanes"), "alley": ("小巷", "Alleys")}

Group = tuple[str, str, str]
"""Kind, name in zh, name in en."""
Names = tuple[str, str]


class Drawn(NamedTuple):
    """Land, and sentences about what could not be drawn."""

    land: Land
    notes: Sequence[str]


class _Water(NamedTuple):
    """All pieces of one name."""

    code: str
    shapes: list[Geometry]
    lines: list[LineString]


class _Frame(NamedTuple):
    """Metres about a middle, and what lies near enough to the district."""

    lon: float
    lat: float
    east: float
    clip: Polygon

    def metres(self, points: Points) -> Points:
        return (np.asarray(points) - (self.lon, self.lat)) * (self.east, METRES_PER_LAT)

    def degrees(self, shape: Geometry) -> Geometry:
        return shapely.transform(shape, lambda xy: xy / (self.east, METRES_PER_LAT) + (self.lon, self.lat))

    def line(self, points: Points) -> LineString | None:
        return LineString(self.metres(points)) if len(points) > 1 else None

    def clipped(self, lines: Iterable[LineString | None]) -> MultiLineString:
        """Joined end to end where they are one course, within the clip, simplified."""
        whole = [line for line in lines if line is not None]
        parts = shapely.get_parts(shapely.intersection(np.array(whole, dtype=object), self.clip))
        kept = [part for part in parts if isinstance(part, LineString) and part.length > SIMPLIFIED_M]
        joined = shapely.line_merge(MultiLineString(kept)).simplify(SIMPLIFIED_M)
        return MultiLineString(list(shapely.get_parts(joined)))


def box_of(district: District) -> Box:
    """What must be read for ``land_of``."""
    frame = _frame(district)
    west, south, east, north = frame.degrees(frame.clip.buffer(READ_M)).bounds
    return west, south, east, north


def land_of(extract: Extract, district: District) -> Drawn:
    """Everything of the extract that the page draws, in and near the district."""
    frame = _frame(district)
    ways: dict[Layer, list[Way]] = defaultdict(list)
    for way in extract.ways:
        if (kind := kind_of(way.tags)) is not None:
            ways[kind.layer].append(way)
    waters, notes = _waters(extract, ways["water"], ways["stream"], frame)
    return Drawn(
        Land(
            credit=CREDIT,
            water=tuple(waters),
            lanes=tuple(_lanes(ways["lanes"], frame)),
            roads=tuple(_lines(ways["roads"], frame)),
            wall=tuple(_lines(ways["wall"], frame)),
            landmarks=tuple(_landmarks(extract, ways["landmarks"], frame)),
        ),
        notes,
    )


def _frame(district: District) -> _Frame:
    (south, west), (north, east) = district.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    bare = _Frame(lon, lat, METRES_PER_LON * math.cos(math.radians(lat)), Polygon())
    whole = shapely.union_all([shapely.transform(polygon(one), bare.metres) for one in district.streets])
    clip = whole.buffer(MARGIN_M, quad_segs=4).simplify(10.0)
    shapely.prepare(clip)
    return bare._replace(clip=clip)


def _grouped(ways: Iterable[Way]) -> dict[Group, list[Way]]:
    groups: dict[Group, list[Way]] = defaultdict(list)
    for way in ways:
        kind = kind_of(way.tags)
        groups[(kind.name if kind else "", *names_of(way.tags))].append(way)
    return dict(sorted(groups.items()))


def _code(ways: Sequence[Way]) -> str:
    return f"w{min(way.id for way in ways)}"


def _lines(ways: Sequence[Way], frame: _Frame) -> Iterable[Feature]:
    """One feature a kind and name: a road is one road though it was drawn in forty pieces."""
    for (kind, zh, en), group in _grouped(ways).items():
        net = frame.clipped(frame.line(way.line) for way in group)
        if not net.is_empty:
            yield feature(frame.degrees(net), _code(group), kind, zh, en)


def _lanes(ways: Sequence[Way], frame: _Frame) -> Iterable[Feature]:
    """Two nets, which have no names of their own on the map."""
    for kind, (zh, en) in LANES.items():
        mine = [way for way in ways if (found := kind_of(way.tags)) and found.name == kind]
        net = frame.clipped(frame.line(way.line) for way in mine)
        if not net.is_empty:
            yield feature(frame.degrees(net), kind, kind, zh, en)


def _waters(
    extract: Extract, areas: Sequence[Way], streams: Sequence[Way], frame: _Frame
) -> tuple[list[Feature], list[str]]:
    """One feature a named water: its areas, its streams as wide as they are, the line its name follows."""
    named: dict[Names, _Water] = {}
    notes = []
    for way in areas:
        _of(named, way).shapes.extend(_filled([way.line], frame))
    for water in extract.waters:
        outer, land = _filled(water.outer, frame), shapely.union_all(_filled(water.inner, frame))
        if not outer:
            notes.append(f"water {water.id} is not closed in this file: left out")
        _of(named, water).shapes.extend(area.difference(land) for area in outer)
    for way in streams:
        if (line := frame.line(way.line)) is not None:
            _of(named, way).shapes.append(line.buffer(_width(way) / 2, cap_style="flat", quad_segs=2))
            _of(named, way).lines.append(line)
    return [drawn for names in sorted(named) for drawn in _drawn(names, named[names], frame)], notes


def _of(named: dict[Names, _Water], each: Way | Water) -> _Water:
    code = f"{'w' if isinstance(each, Way) else 'r'}{each.id}"
    return named.setdefault(names_of(each.tags), _Water(code, [], []))


def _drawn(names: Names, water: _Water, frame: _Frame) -> Iterable[Feature]:
    whole = shapely.union_all(water.shapes).intersection(frame.clip).simplify(SIMPLIFIED_M)
    parts = [
        part
        for part in shapely.get_parts(whole)
        if isinstance(part, Polygon) and part.area >= SMALLEST_WATER_M2
    ]
    if not parts:
        return
    axis = _longest(frame.clipped(water.lines)) or _through(max(parts, key=lambda part: part.area))
    shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    drawn = feature(frame.degrees(shape), water.code, "river" if water.lines else "lake", *names)
    if axis is not None and any(names):
        drawn["properties"]["line"] = rounded(frame.degrees(axis).coords)
    yield drawn


def _filled(lines: Sequence[Points], frame: _Frame) -> list[Polygon]:
    """The areas that lines enclose together."""
    whole = [line for each in lines if (line := frame.line(each)) is not None]
    rings = shapely.get_parts(shapely.polygonize([shapely.union_all(whole)]))
    return [area for area in rings if isinstance(area, Polygon)]


def _width(way: Way) -> float:
    """As somebody measured it, else as its like are."""
    try:
        said = float(way.tags.get("width", "").removesuffix("m").strip())
    except ValueError:
        said = 0.0
    kind = kind_of(way.tags)
    return said if 0.5 <= said <= 2_000 else WIDTHS_M[kind.name if kind else "stream"]


def _longest(net: MultiLineString) -> LineString | None:
    return max(net.geoms, key=lambda line: line.length, default=None)


def _through(area: Polygon) -> LineString | None:
    """From end to end of a lake, for its name."""
    if area.area < NAMED_WATER_M2:
        return None
    corners = [np.array(point) for point in area.minimum_rotated_rectangle.exterior.coords[:4]]
    a, b, c, d = corners if math.dist(*corners[:2]) < math.dist(*corners[1:3]) else (*corners[1:], corners[0])
    return LineString([(a + b) / 2, (c + d) / 2])


def _landmarks(extract: Extract, ways: Sequence[Way], frame: _Frame) -> Iterable[Feature]:
    """Places with a name; one that is there as a point and as a ground is told once."""
    spots = [(f"n{one.id}", one.tags, np.array([one.lon, one.lat])) for one in extract.places]
    spots += [(f"w{way.id}", way.tags, way.line.mean(axis=0)) for way in ways if len(way.line)]
    told: dict[Group, list[Geometry]] = defaultdict(list)
    for code, tags, at in spots:
        kind, names, spot = landmark_of(tags), names_of(tags), shapely.Point(frame.metres(at))
        if kind is None or not any(names) or not frame.clip.contains(spot):
            continue
        same = told[(kind.name, *names)]
        if all(spot.distance(other) > NEAR_M for other in same):
            same.append(spot)
            yield feature(frame.degrees(spot), code, kind.name, *names)

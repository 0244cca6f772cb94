"""Draws the schematic of Qinhuai from its facts: 12 streets, 104 communities, 1,334 grids, always the same.

Streets come from authored borders. Inside a street, communities, and inside those, grids are cut along rivers
and main roads first and straight across afterwards, so that they look like town blocks. Nothing is surveyed.
"""

import zlib
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

import msgspec
import numpy as np
from shapely import Geometry, LineString, Point, Polygon, prepare, union_all

from feeds.geo import blocks, qinhuai
from feeds.geo.blocks import Ring
from feeds.geo.borders import street_rings
from feeds.geo.lines import all_beds, courses
from feeds.geo.places import Area, Community, Grid, GridKind, LatLon, Street
from feeds.geo.plane import Xy, to_latlon, to_plane
from feeds.geo.qinhuai import Landmark, StreetFacts
from feeds.geo.qinhuai_communities import COMMUNITIES, CommunityFacts
from feeds.geo.tours import ways

DEDICATED_SIZE: Final = 0.4
"""A dedicated grid is cut to about this share of a comprehensive one."""
FIRST_DEDICATED: Final = 901
SEAM_OVERSHOOT_M: Final = 60.0
LEAST_LAND: Final = 0.35
"""A grid with less of it on land is walked as if it had no water."""


_A = TypeVar("_A", bound=Area)


class Schematic(msgspec.Struct, frozen=True):
    """All areas of the district, ordered by code."""

    streets: tuple[Street, ...]
    communities: tuple[Community, ...]
    grids: tuple[Grid, ...]
    name_zh: str = qinhuai.DISTRICT_ZH
    """The district's."""
    name_en: str = qinhuai.DISTRICT_EN


class _Ground(NamedTuple):
    """What the cutting goes by: lines to cut along, and water nobody walks on."""

    seams: list[LineString]
    water: Geometry


class _Share(NamedTuple):
    """How many grids of each kind one community gets."""

    comprehensive: int
    dedicated: int


class _Cell(NamedTuple):
    """A grid before it has a number; ``site`` is the landmark a dedicated one was made for."""

    ring: Ring
    kind: GridKind
    site: Landmark | None = None


def build() -> Schematic:
    """Draws everything; takes a second or two."""
    ground = _ground()
    streets: list[Street] = []
    communities: list[Community] = []
    grids: list[Grid] = []
    for facts, ring in zip(qinhuai.STREETS, street_rings(), strict=True):
        streets.append(Street(facts.code, facts.zh, facts.en, *_shape(ring)))
        for community, border, share in _communities(facts, ring, ground):
            communities.append(community)
            grids += _grids(community, _cells(community.code, border, share, ground), ground)
    return Schematic(_by_code(streets), _by_code(communities), _by_code(grids))


def _ground() -> _Ground:
    seams = [blocks.longer(course, SEAM_OVERSHOOT_M) for course in courses()]
    water = union_all(all_beds())
    prepare(water)
    return _Ground(seams, water)


def _by_code(areas: Sequence[_A]) -> tuple[_A, ...]:
    return tuple(sorted(areas, key=lambda area: area.code))


def _chance(code: str) -> np.random.Generator:
    """The dice of one area: its own, so that a change elsewhere leaves it as it was."""
    return np.random.default_rng(zlib.crc32(code.encode()))


def _shape(ring: Ring) -> tuple[tuple[LatLon, ...], float, LatLon]:
    area = Polygon(ring)
    inside = area.centroid if area.contains(area.centroid) else area.representative_point()
    return to_latlon([*ring, ring[0]]), area.area, to_latlon([(inside.x, inside.y)])[0]


def _communities(facts: StreetFacts, ring: Ring, ground: _Ground) -> list[tuple[Community, Ring, _Share]]:
    names = COMMUNITIES[facts.code]
    rings = blocks.subdivide(ring, [1.0] * len(names), ground.seams, _chance(facts.code))
    shares = _shares(facts, [blocks.area(part) for part in rings])
    found = []
    for name, index in zip(names, _assign(names, rings), strict=True):
        zh, en = f"{name.zh}社区", f"{name.en} Community"
        area = Community(facts.code + name.tail, zh, en, *_shape(rings[index]), street=facts.code)
        found.append((area, rings[index], shares[index]))
    return found


def _assign(names: Sequence[CommunityFacts], rings: Sequence[Ring]) -> list[int]:
    """Which ring each name gets: the nearest pairs first, then the names without a known place, in order."""
    centres = [Polygon(ring).centroid for ring in rings]
    pairs = sorted(
        (Point(to_plane([name.near])[0]).distance(centre), name.tail, index)
        for name in names
        if name.near
        for index, centre in enumerate(centres)
    )
    taken: dict[str, int] = {}
    for _, tail, index in pairs:
        if tail not in taken and index not in taken.values():
            taken[tail] = index
    free = iter(index for index in range(len(rings)) if index not in taken.values())
    return [taken[name.tail] if name.tail in taken else next(free) for name in names]


def _shares(facts: StreetFacts, areas: Sequence[float]) -> list[_Share]:
    """The street's grids, split half evenly and half by area."""
    weights = [0.5 / len(areas) + 0.5 * area / sum(areas) for area in areas]
    split = zip(_apportion(facts.comprehensive, weights), _apportion(facts.dedicated, weights), strict=True)
    return [_Share(*pair) for pair in split]


def _apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Largest remainders: whole numbers in proportion, exact in sum."""
    exact = [total * weight for weight in weights]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    for index in by_rest[: total - sum(whole)]:
        whole[index] += 1
    return whole


def _cells(code: str, ring: Ring, share: _Share, ground: _Ground) -> list[_Cell]:
    chance = _chance(code)
    sizes = [1.0] * share.comprehensive + [DEDICATED_SIZE] * share.dedicated
    order = [int(index) for index in chance.permutation(len(sizes))]
    rings = blocks.subdivide(ring, [sizes[index] for index in order], ground.seams, chance)
    sites = _sites(rings, share.dedicated)
    spare = [at for at, index in enumerate(order) if index >= share.comprehensive and at not in sites]
    dedicated = {*sites, *spare[: share.dedicated - len(sites)]}
    return [
        _Cell(part, "dedicated" if at in dedicated else "comprehensive", sites.get(at))
        for at, part in enumerate(rings)
    ]


def _sites(rings: Sequence[Ring], most: int) -> dict[int, Landmark]:
    """Which rings hold a landmark that has a dedicated grid of its own; stations have none."""
    found: dict[int, Landmark] = {}
    areas = [Polygon(ring) for ring in rings]
    for landmark in qinhuai.LANDMARKS:
        spot = Point(to_plane([(landmark.lon, landmark.lat)])[0])
        index = next((at for at, area in enumerate(areas) if area.contains(spot)), None)
        if index is not None and landmark.kind != "metro" and len(found) < most:
            found.setdefault(index, landmark)
    return found


def _grids(community: Community, cells: Sequence[_Cell], ground: _Ground) -> list[Grid]:
    plain = [cell for cell in cells if cell.kind == "comprehensive"]
    dedicated = [cell for cell in cells if cell.kind == "dedicated"]
    numbered = [
        *enumerate(_in_order(plain), start=1),
        *enumerate(_in_order(dedicated), start=FIRST_DEDICATED),
    ]
    return [_grid(community, number, cell, ground) for number, cell in numbered]


def _in_order(cells: Sequence[_Cell]) -> list[_Cell]:
    """Rows from north to south, in each row from west to east."""
    if not cells:
        return []
    centres = {index: Polygon(cell.ring).centroid for index, cell in enumerate(cells)}
    row_m = (sum(blocks.area(cell.ring) for cell in cells) / len(cells)) ** 0.5
    north = max(centre.y for centre in centres.values())
    order = sorted(centres, key=lambda index: (int((north - centres[index].y) / row_m), centres[index].x))
    return [cells[index] for index in order]


def _grid(community: Community, number: int, cell: _Cell, ground: _Ground) -> Grid:
    walked = ways(_land(cell.ring, ground.water))
    name_zh, name_en = _names(community, number, cell)
    return Grid(
        f"{community.code}{number:03d}",
        name_zh,
        name_en,
        *_shape(cell.ring),
        kind=cell.kind,
        community=community.code,
        street=community.street,
        lanes=tuple(to_latlon(lane) for lane in walked.lanes),
        tour=to_latlon(walked.tour),
    )


def _names(community: Community, number: int, cell: _Cell) -> tuple[str, str]:
    if cell.site:
        return f"{cell.site.zh}专属网格", f"{cell.site.en} Dedicated Grid"
    if cell.kind == "dedicated":
        count = number - FIRST_DEDICATED + 1
        return f"{community.name_zh}第{count}专属网格", f"{community.name_en} Dedicated Grid {count}"
    return f"{community.name_zh}第{number}网格", f"{community.name_en} Grid {number}"


def _land(ring: Ring, water: Geometry) -> Ring:
    """The largest dry part, if enough of the grid is dry."""
    area = Polygon(ring)
    if not water.intersects(area):
        return ring
    dry = area.difference(water)
    largest = max(getattr(dry, "geoms", [dry]), key=lambda part: float(part.area))
    if largest.is_empty or largest.area < LEAST_LAND * area.area or largest.interiors:
        return ring
    return blocks.counter_clockwise([_xy(point) for point in largest.exterior.coords[:-1]])


def _xy(point: Sequence[float]) -> Xy:
    return float(point[0]), float(point[1])

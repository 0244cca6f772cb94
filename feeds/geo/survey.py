"""A centre's own grids, out of GeoJSON (RFC 7946): every code checked, every overlap and hole named. Pure.

Communities and streets are what their grids make up: the first 12 and the first 9 digits of a grid's 15
(GB/T 30428.1, 47678.3: 6 district, 3 street, 3 community, 3 sequence).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import shapely
from shapely import Geometry, MultiPolygon, Polygon, STRtree
from shapely.geometry import shape

from feeds.geo.datum import to_wgs84
from feeds.geo.places import Community, Grid, GridKind, LatLon, Street
from feeds.geo.qinhuai import DISTRICT, DISTRICT_EN, DISTRICT_ZH, STREETS
from feeds.geo.qinhuai_communities import COMMUNITIES
from feeds.geo.schematic import Schematic
from feeds.model import Datum

DEDICATED_FROM: Final = 901
"""Sequence numbers reserved for 专属网格, where the file does not say what a grid is."""
TOLERANCE_M2: Final = 1.0
SLIVER_M: Final = 0.3
"""Neighbours drawn by hand, or written with six digits, share no exact border: what is smaller or, in the
mean, narrower is no fault."""
CLOSED_DEG: Final = 3e-6
"""Half of the widest sliver that does not part a community."""
METRES_PER_LAT: Final = 111_132.0
METRES_PER_LON: Final = 111_320.0
CHINA: Final = (73.0, 18.0, 135.5, 53.6)
"""West, south, east, north."""

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "grid_code", "网格编码", "网格标识码", "单元网格标识码"),
    "name": ("name_zh", "name", "grid_name", "网格名称"),
    "name_en": ("name_en",),
    "kind": ("kind", "grid_kind", "网格类型"),
    "community": ("community", "community_name", "社区", "社区名称"),
    "street": ("street", "street_name", "街道", "街道名称"),
    "district": ("district", "district_name", "区县", "区县名称", "区名称"),
}
"""What we look for -> the properties it may be called."""
KINDS: Final[Mapping[str, GridKind]] = {
    "comprehensive": "comprehensive", "综合网格": "comprehensive", "综合": "comprehensive",
    "dedicated": "dedicated", "专属网格": "dedicated", "专属": "dedicated",
}  # fmt: skip

REGISTERED: Final[Mapping[str, tuple[str, str]]] = {
    DISTRICT: (DISTRICT_ZH, DISTRICT_EN),
    **{street.code: (street.zh, street.en) for street in STREETS},
    **{
        street + row.tail: (f"{row.zh}社区", f"{row.en} Community")
        for street, rows in COMMUNITIES.items()
        for row in rows
    },
}
"""The official names we know, by code."""


class Finding(NamedTuple):
    """Something a person should know. ``fatal``: nothing is imported until it is mended."""

    fatal: bool
    says: str


class Survey(NamedTuple):
    """What a file holds. ``areas`` is None when a finding is fatal."""

    areas: Schematic | None
    findings: tuple[Finding, ...]


class _Drawn(NamedTuple):
    """One feature that is a grid."""

    code: str
    properties: Mapping[str, Any]
    area: Polygon


def survey(collection: object, datum: Datum = "wgs84") -> Survey:
    """Read a FeatureCollection drawn in ``datum``. Never raises for what it holds: it says."""
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        return Survey(None, (Finding(True, "this is no GeoJSON FeatureCollection with features"),))
    findings: list[Finding] = []
    drawn = [grid for index, one in enumerate(features) for grid in _grid(index, one, datum, findings)]
    findings += _codes(drawn)
    if not drawn or any(finding.fatal for finding in findings):
        return Survey(None, tuple(findings))
    areas = _areas(sorted(drawn, key=lambda grid: grid.code))
    return Survey(areas, (*findings, *_overlaps(drawn), *_holes(drawn)))


def _grid(index: int, feature: object, datum: Datum, findings: list[Finding]) -> list[_Drawn]:
    """The grid of one feature; none, and a finding, where it is no grid."""
    said = feature.get("properties") if isinstance(feature, dict) else None
    properties = said if isinstance(said, dict) else {}
    where = f"feature {index}"
    code = str(_said(properties, "code") or "")
    if not (code.isascii() and code.isdigit() and len(code) == 15):
        findings.append(Finding(True, f"{where}: its code is {code[:40]!r}, not 15 digits"))
        return []
    try:
        drawn = shape(feature["geometry"])  # type: ignore[index]  # a dict: it has properties
        area = _largest(shapely.transform(shapely.force_2d(drawn), lambda points: _wgs84(points, datum)))
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as exc:
        findings.append(Finding(True, f"grid {code}: its geometry cannot be read: {str(exc)[:80]}"))
        return []
    if area is None:
        findings.append(Finding(True, f"grid {code}: its geometry is no area"))
        return []
    findings += _judged(code, drawn, area)
    return [_Drawn(code, properties, area)]


def _judged(code: str, drawn: Geometry, area: Polygon) -> list[Finding]:
    west, south, east, north = area.bounds
    found = []
    if not (CHINA[0] <= west and east <= CHINA[2] and CHINA[1] <= south and north <= CHINA[3]):
        why = "longitude stands first in GeoJSON" if CHINA[1] <= west <= CHINA[3] else "is that the datum?"
        found.append(Finding(True, f"grid {code}: lies at {south:.4f}, {west:.4f}, outside China: {why}"))
    if not drawn.is_valid:
        found.append(Finding(False, f"grid {code}: {shapely.is_valid_reason(drawn)}; mended"))
    if isinstance(drawn, MultiPolygon) and len(drawn.geoms) > 1:
        found.append(Finding(False, f"grid {code}: is {len(drawn.geoms)} areas; only the largest is kept"))
    if area.interiors:
        found.append(Finding(False, f"grid {code}: has {len(area.interiors)} holes; they are filled"))
    return found


def _largest(drawn: Geometry) -> Polygon | None:
    """One polygon of it: mended, the largest part."""
    mended = drawn if drawn.is_valid else shapely.make_valid(drawn)
    parts = [part for part in shapely.get_parts(mended) if isinstance(part, Polygon) and part.area > 0]
    return max(parts, key=lambda part: part.area, default=None)


def _wgs84(points: Any, datum: Datum) -> list[tuple[float, float]]:
    return [tuple(reversed(to_wgs84(float(lat), float(lon), datum))) for lon, lat in points]  # type: ignore[misc]


def _codes(drawn: Sequence[_Drawn]) -> list[Finding]:
    """Each code once, all of one district."""
    seen: set[str] = set()
    found = []
    for grid in drawn:
        if grid.code in seen:
            found.append(Finding(True, f"grid {grid.code}: stands in the file twice"))
        seen.add(grid.code)
    districts = sorted({code[:6] for code in seen})
    if len(districts) > 1:
        found.append(
            Finding(True, f"grids of {len(districts)} districts: {', '.join(districts)}; import one")
        )
    return found


def _areas(drawn: Sequence[_Drawn]) -> Schematic:
    grids = tuple(_as_grid(one) for one in drawn)
    zh, en = _called(drawn[0].code[:6], drawn, "district")
    return Schematic(
        tuple(Street(**_union(code, group, "street")) for code, group in _grouped(drawn, 9)),
        tuple(
            Community(**_union(code, group, "community"), street=code[:9])
            for code, group in _grouped(drawn, 12)
        ),
        grids,
        zh,
        en,
    )


def _grouped(drawn: Sequence[_Drawn], digits: int) -> Iterable[tuple[str, list[_Drawn]]]:
    groups: dict[str, list[_Drawn]] = defaultdict(list)
    for grid in drawn:
        groups[grid.code[:digits]].append(grid)
    return sorted(groups.items())


def _as_grid(one: _Drawn) -> Grid:
    ring = _ring(one.area)
    said = KINDS.get(str(_said(one.properties, "kind") or ""))
    kind: GridKind = said or ("dedicated" if int(one.code[12:]) >= DEDICATED_FROM else "comprehensive")
    name = str(_said(one.properties, "name") or one.code)
    return Grid(
        code=one.code, name_zh=name, name_en=str(_said(one.properties, "name_en") or name), ring=ring,
        area_m2=square_metres(one.area), centroid=_middle(one.area), kind=kind, community=one.code[:12],
        street=one.code[:9], lanes=(ring,), tour=ring,
    )  # fmt: skip


def _union(code: str, group: Sequence[_Drawn], level: str) -> dict[str, Any]:
    """The fields of a community or street: its outline is the largest part of what its grids cover."""
    whole = shapely.union_all([grid.area for grid in group], grid_size=1e-9)
    closed = whole.buffer(CLOSED_DEG, join_style="mitre").buffer(-CLOSED_DEG, join_style="mitre")
    area = _largest(closed) or group[0].area
    zh, en = _called(code, group, level)
    return {
        "code": code,
        "name_zh": zh,
        "name_en": en,
        "ring": _ring(area),
        "area_m2": square_metres(whole),
        "centroid": _middle(area),
    }


def _called(code: str, group: Iterable[_Drawn], level: str) -> tuple[str, str]:
    """What a division is called, zh and en: as the file says, else as we know it, else its code."""
    zh, en = REGISTERED.get(code, (code, code))
    said = next((str(name) for grid in group if (name := _said(grid.properties, level))), zh)
    return said, en if said == zh else said


def _overlaps(drawn: Sequence[_Drawn]) -> list[Finding]:
    tree = STRtree([grid.area for grid in drawn])
    found = []
    for left, right in tree.query([grid.area for grid in drawn], predicate="intersects").T:
        if left >= right:
            continue
        shared = drawn[left].area.intersection(drawn[right].area)
        if _is_fault(shared):
            codes = " and ".join(sorted((drawn[left].code, drawn[right].code)))
            found.append(Finding(False, f"grids {codes} overlap by {square_metres(shared):.0f} m²"))
    return sorted(found, key=lambda finding: finding.says)


def _holes(drawn: Sequence[_Drawn]) -> list[Finding]:
    """Ground inside the district that is nobody's."""
    whole = shapely.union_all([grid.area for grid in drawn], grid_size=1e-9)
    found = []
    for part in shapely.get_parts(whole):
        for interior in part.interiors:
            hole = Polygon(interior).difference(whole)  # a grid with slivers all round lies in one, too
            if _is_fault(hole):
                lat, lon = _middle(hole)
                found.append(
                    Finding(False, f"nobody's ground at {lat:.5f}, {lon:.5f}: {square_metres(hole):.0f} m²")
                )
    return found


def _is_fault(between: Geometry) -> bool:
    """Whether what two grids share, or leave to nobody, is more than a sliver."""
    size = square_metres(between)
    if size <= TOLERANCE_M2:
        return False
    across = METRES_PER_LON * math.cos(math.radians(between.bounds[1]))
    round_it = shapely.transform(between, lambda points: points * (across, METRES_PER_LAT)).length
    return bool(size / (round_it / 2) > SLIVER_M)


def square_metres(area: Geometry) -> float:
    """An area of (lon, lat) degrees on the ground, to about 0.1 %."""
    if area.is_empty:
        return 0.0
    middle = (area.bounds[1] + area.bounds[3]) / 2
    return float(area.area) * METRES_PER_LAT * METRES_PER_LON * math.cos(math.radians(middle))


def _ring(area: Polygon) -> tuple[LatLon, ...]:
    """Counter-clockwise, closed, (lat, lon)."""
    return tuple((lat, lon) for lon, lat in shapely.orient_polygons(area).exterior.coords)


def _middle(area: Polygon) -> LatLon:
    point = area.centroid if area.contains(area.centroid) else area.representative_point()
    return point.y, point.x


def _said(properties: Mapping[str, Any], what: str) -> Any:
    return next((properties[name] for name in NAMES[what] if properties.get(name) not in (None, "")), None)

"""The map of the page: one GeoJSON FeatureCollection a layer, to 0.1 m, everything named in zh and en."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import shapely
from shapely import Geometry, LineString, Polygon

from feeds.geo import qinhuai
from feeds.geo.district import District, polygon
from feeds.geo.land import Collection, Feature, Land, feature, rounded
from feeds.geo.lines import bed, curve
from feeds.geo.places import Area, Grid
from feeds.geo.plane import to_latlon, to_plane
from feeds.geo.qinhuai import LineFacts

MARGIN_M: Final = 130.0
"""How far rivers are drawn beyond the border."""


NOTICE: Final[Mapping[str, str]] = {"notice_zh": qinhuai.NOTICE_ZH, "notice_en": qinhuai.NOTICE_EN}


def layers(district: District, land: Land | None = None) -> dict[str, Collection]:
    """All layers by name, in drawing order from the ground up. Without ``land`` a schematic district lies in
    our sketch of the land, and a surveyed one on bare ground: a sketched river would be off its banks.
    """
    divisions = {
        "district": [_district(district)],
        "streets": [_area(street, "street") for street in district.streets],
        "communities": [_area(area, "community", street=area.street) for area in district.communities],
        "grids": [_grid(grid) for grid in district.grids],
    }
    sketched: Mapping[str, str] = {} if district.surveyed else NOTICE
    if land is None:
        return _collections(divisions, sketched) | _collections(_ground(district), sketched)
    return _collections(divisions, sketched) | _collections(land.collections(), {"credit": land.credit})


def _collections(features: Mapping[str, Sequence[Feature]], said: Mapping[str, str]) -> dict[str, Collection]:
    return {
        name: {"type": "FeatureCollection", **said, "features": list(these)}
        for name, these in features.items()
    }


def _ground(district: District) -> dict[str, list[Feature]]:
    """Our sketch of the land."""
    if district.surveyed:
        return {name: [] for name in ("water", "lanes", "roads", "wall", "landmarks")}
    return {
        "water": list(_waters(district)),
        "lanes": list(_lanes(district)),
        "roads": [_line(road) for road in qinhuai.ROADS],
        "wall": [_line(stretch) for stretch in qinhuai.WALL],
        "landmarks": [_landmark(place) for place in qinhuai.LANDMARKS],
    }


def _district(district: District) -> Feature:
    whole = shapely.union_all([polygon(street) for street in district.streets], grid_size=1e-9)
    (south, west), (north, east) = district.bounds
    return feature(
        whole,
        district.code,
        "district",
        district.name_zh,
        district.name_en,
        bounds=[west, south, east, north],
    )


def _area(area: Area, kind: str, **more: object) -> Feature:
    label = shapely.maximum_inscribed_circle(polygon(area)).coords[0]
    return feature(polygon(area), area.code, kind, area.name_zh, area.name_en, label=rounded(label), **more)


def _grid(grid: Grid) -> Feature:
    return feature(polygon(grid), grid.code, grid.kind, grid.name_zh, grid.name_en)


def _waters(district: District) -> Iterable[Feature]:
    """Each river's own water: where two meet, the one named first keeps the mouth."""
    frame = _frame(district)
    taken = Polygon()
    for river in qinhuai.RIVERS:
        water = bed(river).intersection(frame).difference(taken)
        taken = taken.union(water)
        line = rounded(_degrees(curve(river).intersection(frame)).coords)
        yield feature(_degrees(water), river.code, river.kind, river.zh, river.en, line=line)


def _frame(district: District) -> Polygon:
    """The district and a margin, in the metre plane."""
    streets = [Polygon(to_plane((lon, lat) for lat, lon in street.ring)) for street in district.streets]
    return shapely.union_all(streets).buffer(MARGIN_M)


def _line(facts: LineFacts) -> Feature:
    return feature(_degrees(curve(facts)), facts.code, facts.kind, facts.zh, facts.en)


def _degrees(shape: Geometry) -> Geometry:
    return shapely.transform(shape, lambda points: [(lon, lat) for lat, lon in to_latlon(points)])


def _landmark(place: qinhuai.Landmark) -> Feature:
    return feature(shapely.Point(place.lon, place.lat), place.code, place.kind, place.zh, place.en)


def _lanes(district: District) -> Iterable[Feature]:
    """Per street two nets: "lane" is the border streets of grids, "alley" what runs through them."""
    for street in district.streets:
        grids = [grid for grid in district.grids if grid.street == street.code]
        nets = {
            "lane": [grid.lanes[0] for grid in grids],
            "alley": [lane for grid in grids for lane in grid.lanes[1:]],
        }
        for kind, lanes in nets.items():
            lines = [LineString([(lon, lat) for lat, lon in lane]) for lane in lanes]
            net = _without_doubles(lines) if kind == "lane" else shapely.MultiLineString(lines)
            code = f"{street.code}-{kind}"
            zh = f"{street.name_zh}{'街巷' if kind == 'lane' else '小巷'}"
            yield feature(net, code, kind, zh, f"{street.name_en} {kind}s", street=street.code)


def _without_doubles(borders: Sequence[LineString]) -> Geometry:
    """Every stretch once, though two grids share it, joined into long lines."""
    merged = shapely.line_merge(shapely.union_all(borders, grid_size=1e-7))
    return shapely.simplify(merged, 1e-5)

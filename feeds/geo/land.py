"""What lies on the ground of a district, as features of the page's layers, and whom to thank for it."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import msgspec
import shapely
from shapely import Geometry
from shapely.geometry import mapping

Collection: TypeAlias = dict[str, Any]
Feature: TypeAlias = dict[str, Any]

DIGITS: Final = 6


class Land(msgspec.Struct, frozen=True):
    """Land of another map than ours, in drawing order from the ground up."""

    credit: str
    """Shown on the map."""
    water: tuple[Feature, ...]
    lanes: tuple[Feature, ...]
    roads: tuple[Feature, ...]
    wall: tuple[Feature, ...]
    landmarks: tuple[Feature, ...]

    def collections(self) -> dict[str, tuple[Feature, ...]]:
        """Features by layer."""
        return {
            "water": self.water,
            "lanes": self.lanes,
            "roads": self.roads,
            "wall": self.wall,
            "landmarks": self.landmarks,
        }


def feature(shape: Geometry, code: str, kind: str, zh: str, en: str, **more: object) -> Feature:
    """A GeoJSON feature of the page: degrees to 0.1 m, areas counter-clockwise."""
    turned = shapely.orient_polygons(shape)
    return {
        "type": "Feature",
        "id": code,
        "geometry": {"type": shape.geom_type, "coordinates": rounded(mapping(turned)["coordinates"])},
        "properties": {"code": code, "kind": kind, "name_zh": zh, "name_en": en, **more},
    }


def rounded(coordinates: Sequence[Any]) -> list[Any]:
    """Coordinates of any depth to ``DIGITS``."""
    if isinstance(coordinates[0], float):
        return [round(number, DIGITS) for number in coordinates]
    return [rounded(part) for part in coordinates]

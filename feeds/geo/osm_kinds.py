"""What a thing of OpenStreetMap is on our map, by its tags. Pure.

Kinds of roads and landmarks are those that the page has a look for; whatever else is left out.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Layer = Literal["water", "stream", "lanes", "roads", "wall", "landmarks"]
"""A layer of the page; ``stream`` is water that is only a line."""

NAME_CHARACTERS: Final = 80
"""A longer name is no name: somebody wrote a story."""
NAMES_ZH: Final = ("name:zh-Hans", "name:zh", "name")
NAMES_EN: Final = ("name:en", "int_name", "name")

HIGHWAYS: Final[Mapping[str, tuple[Layer, str]]] = {
    **dict.fromkeys(("motorway", "motorway_link"), ("roads", "expressway")),
    **dict.fromkeys(("trunk", "trunk_link"), ("roads", "trunk")),
    **dict.fromkeys(("primary", "primary_link", "secondary", "secondary_link"), ("roads", "main")),
    **dict.fromkeys(("tertiary", "tertiary_link"), ("roads", "other")),
    **dict.fromkeys(
        ("residential", "living_street", "unclassified", "pedestrian", "road"), ("lanes", "lane")
    ),
    **dict.fromkeys(("service", "footway", "path", "steps", "track", "cycleway"), ("lanes", "alley")),
}
STREAMS: Final = ("river", "canal", "stream", "ditch", "drain")
WATERS: Final[Mapping[str, tuple[str, ...]]] = {
    "natural": ("water",),
    "waterway": ("riverbank", "dock"),
    "landuse": ("reservoir", "basin"),
}
LANDMARKS: Final = (
    ("historic", "city_gate", "gate"),
    ("tower:type", "pagoda", "pagoda"),
    ("amenity", "place_of_worship", "temple"),
    ("amenity", "university", "school"),
    ("amenity", "college", "school"),
    ("amenity", "school", "school"),
    ("tourism", "museum", "museum"),
    ("leisure", "park", "park"),
    ("leisure", "garden", "garden"),
    ("railway", "station", "metro"),
    ("place", "suburb", "place"),
    ("place", "quarter", "place"),
    ("place", "neighbourhood", "place"),
    ("place", "town", "place"),
    ("place", "village", "place"),
    ("place", "locality", "place"),
    ("tourism", "attraction", "place"),
)
"""Key, value, kind: the first that fits."""

KEYS: Final = (
    "highway", "waterway", "natural", "landuse", "barrier", "historic", "tower:type", "amenity", "tourism",
    "leisure", "railway", "place",
)  # fmt: skip
"""What has none of these we do not draw."""
QUALIFIERS: Final = ("tunnel", "area", "width")
"""Keys that are looked at besides, and names."""


class Kind(NamedTuple):
    """Where a thing goes, and its kind there."""

    layer: Layer
    name: str


def kind_of(tags: Mapping[str, str]) -> Kind | None:
    """What a way or node is; None for what we do not draw."""
    if tags.get("highway") in HIGHWAYS and tags.get("area") != "yes":
        return Kind(*HIGHWAYS[tags["highway"]])
    if any(tags.get(key) in values for key, values in WATERS.items()):
        return Kind("water", "water")
    if tags.get("waterway") in STREAMS and tags.get("tunnel", "no") == "no":
        return Kind("stream", tags["waterway"])
    if tags.get("barrier") == "city_wall":
        return Kind("wall", "wall")
    return landmark_of(tags)


def landmark_of(tags: Mapping[str, str]) -> Kind | None:
    """The same for what is a place with a name, and nothing else."""
    if not any(tags.get(key) for key in NAMES_ZH):
        return None
    return next((Kind("landmarks", kind) for key, value, kind in LANDMARKS if tags.get(key) == value), None)


def names_of(tags: Mapping[str, str]) -> tuple[str, str]:
    """The name in zh and in en; the other language's, or "", where there is none."""
    zh, en = _first(tags, NAMES_ZH), _first(tags, NAMES_EN)
    return zh or en, en or zh


def _first(tags: Mapping[str, str], keys: tuple[str, ...]) -> str:
    names = (tags.get(key, "").strip() for key in keys)
    return next((name for name in names if name and len(name) <= NAME_CHARACTERS), "")

"""Writes small extracts of OpenStreetMap."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm import mutable

Spot = tuple[float, float]
"""Longitude, latitude."""


class Pbf:
    """A file in the making; ids count up from 1 for each sort of thing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._nodes: list[mutable.Node] = []
        self._ways: list[mutable.Way] = []
        self._relations: list[mutable.Relation] = []

    def node(self, spot: Spot, **tags: str) -> int:
        """A place."""
        self._nodes.append(mutable.Node(id=len(self._nodes) + 1, location=spot, tags=_spelled(tags)))
        return len(self._nodes)

    def way(self, spots: Sequence[Spot], **tags: str) -> int:
        """A line; closed, over one node, where it ends as it begins."""
        refs = [self.node(spot) for spot in spots[:-1]]
        refs.append(refs[0] if spots[-1] == spots[0] else self.node(spots[-1]))
        return self.way_over(refs, **tags)

    def way_over(self, refs: Sequence[int], **tags: str) -> int:
        """A line over nodes that are there, or are not."""
        self._ways.append(mutable.Way(id=len(self._ways) + 1, nodes=list(refs), tags=_spelled(tags)))
        return len(self._ways)

    def relation(self, members: Sequence[tuple[int, str]], **tags: str) -> int:
        """Ways and their roles."""
        parts = [("w", way, role) for way, role in members]
        each = mutable.Relation(id=len(self._relations) + 1, members=parts, tags=_spelled(tags))
        self._relations.append(each)
        return len(self._relations)

    def written(self) -> Path:
        """The file on disk."""
        with osmium.SimpleWriter(str(self.path)) as writer:
            for node in self._nodes:
                writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)
            for relation in self._relations:
                writer.add_relation(relation)
        return self.path


def _spelled(tags: Mapping[str, str]) -> dict[str, str]:
    """``name_en`` stands for ``name:en``."""
    return {key.replace("_en", ":en").replace("_zh", ":zh"): value for key, value in tags.items()}


def square(west: float, south: float, side: float) -> list[Spot]:
    """A closed outline, in degrees."""
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def town(path: Path) -> Path:
    """A bit of everything in the middle of Qinhuai, and things that do not belong on its map."""
    pbf = Pbf(path)
    for west in (118.79, 118.80):  # one road in two pieces
        pbf.way(
            [(west, 32.02), (west + 0.01, 32.02)],
            highway="primary",
            name="中山南路",
            name_en="Zhongshan Road",
        )
    pbf.way([(118.79, 32.015), (118.80, 32.015)], highway="motorway", name="内环南线")
    pbf.way([(118.79, 32.016), (118.80, 32.016)], highway="tertiary")
    pbf.way([(118.79, 32.017), (118.80, 32.017)], highway="residential", name="小巷")
    pbf.way([(118.79, 32.018), (118.80, 32.018)], highway="footway")
    pbf.way([(118.79, 32.019), (118.80, 32.019)], building="yes")
    pbf.way([(118.79, 32.03), (118.80, 32.03)], waterway="river", name="秦淮河", name_en="Qinhuai River")
    shore = pbf.way([(118.80, 32.029), (118.81, 32.029), (118.81, 32.031)])
    bank = pbf.way([(118.81, 32.031), (118.80, 32.031), (118.80, 32.029)])
    island = pbf.way(square(118.804, 32.0298, 0.0004))
    pbf.relation(
        [(shore, "outer"), (bank, "outer"), (island, "inner")],
        type="multipolygon", natural="water", name="秦淮河", name_en="Qinhuai River",
    )  # fmt: skip
    pbf.relation([(shore, "outer"), (999, "outer")], natural="water", name="开口湖")
    pbf.way(square(118.785, 32.01, 0.002), natural="water", name="白鹭洲", name_en="Egret Pond")
    pbf.way(square(118.787, 32.02, 0.00005), natural="water")
    pbf.way([(118.79, 32.011), (118.80, 32.011)], waterway="stream", tunnel="culvert", name="暗渠")
    pbf.way([(118.775, 32.012), (118.785, 32.012)], barrier="city_wall", name="明城墙", name_en="City Wall")
    pbf.way(square(118.80, 32.02, 0.002), leisure="park", name="白鹭洲公园", name_en="Egret Park")
    pbf.node((118.801, 32.0212), leisure="park", name="白鹭洲公园", name_en="Egret Park")
    pbf.node((118.79, 32.025), tourism="museum", name="博物馆")
    pbf.node((118.79, 32.026), tourism="museum")
    pbf.node((118.79, 32.027), railway="station", name="三山街", name_en="Sanshan Street")
    pbf.node((118.5, 32.5), tourism="museum", name="远方")
    pbf.way([(118.5, 32.5), (118.51, 32.5)], highway="primary", name="远路")
    pbf.way([(118.80, 32.0), (119.50, 32.0)], highway="trunk", name="长路")  # runs far out in one stretch
    pbf.way_over([10_000, 10_001], highway="primary")
    return pbf.written()

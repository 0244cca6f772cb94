"""The ways a grid worker walks: the streets round a grid, lanes through it, one closed tour over them all."""

from typing import Final, NamedTuple

from feeds.geo import blocks
from feeds.geo.blocks import Ring
from feeds.geo.plane import Xy

BLOCK_M2: Final = 16_000.0
"""A grid gets about one block per this much land."""
FEWEST_BLOCKS, MOST_BLOCKS = 2, 6
TURNS: Final = (0.0, 0.12, -0.12, 1.5708, 0.7854, -0.7854)


class Ways(NamedTuple):
    """What can be walked in one grid."""

    lanes: tuple[tuple[Xy, ...], ...]
    """The closed border first, then the inner lanes; every lane ends on the border or on another lane."""
    tour: tuple[Xy, ...]
    """Closed; covers every lane and the whole border, most of them once."""


def ways(land: Ring) -> Ways:
    """Lanes and tour of the walkable part of a grid, in metres."""
    count = max(FEWEST_BLOCKS, min(MOST_BLOCKS, round(blocks.area(land) / BLOCK_M2)))
    lanes, tour = _walk(land, count)
    return Ways(((*land, land[0]), *lanes), (*tour, tour[0]))


def _walk(ring: Ring, count: int) -> tuple[list[tuple[Xy, ...]], Ring]:
    """Inner lanes and an open tour of ``ring`` cut into ``count`` blocks; fewer when it has no clean cut."""
    cut = _clean_cut(ring, count) if count > 1 else None
    if cut is None:
        return [], ring
    left_lanes, left = _walk(cut.left, count // 2)
    right_lanes, right = _walk(cut.right, count - count // 2)
    meeting = cut.ends[0]
    return [cut.ends, *left_lanes, *right_lanes], _from(left, meeting) + _from(right, meeting)


def _clean_cut(ring: Ring, count: int) -> blocks.Cut | None:
    cuts = (blocks.halve(ring, (count // 2) / count, turn) for turn in TURNS)
    return next((cut for cut in cuts if cut), None)


def _from(tour: Ring, start: Xy) -> Ring:
    """The same closed tour, begun elsewhere."""
    index = tour.index(start)
    return tour[index:] + tour[:index]

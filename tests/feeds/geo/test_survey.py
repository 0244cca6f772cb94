"""A centre's own grids: read, checked, named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.geo.datum import from_wgs84
from feeds.geo.district import District
from feeds.geo.survey import survey

WEST, SOUTH, STEP = 118.78, 32.02, 0.002
SIDE_M2 = 0.002 * 111_132 * 0.002 * 111_320 * 0.848


POINT = {"type": "Point", "coordinates": [118.8, 32.0]}


def square(code: str, column: int, row: int, **properties: object) -> dict[str, Any]:
    """A grid of 0.002 degrees."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    ring = [
        [west, south],
        [west + STEP, south],
        [west + STEP, south + STEP],
        [west, south + STEP],
        [west, south],
    ]
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: Any) -> dict[str, Any]:
    """As a GIS exports it."""
    return {"type": "FeatureCollection", "features": list(features)}


def says(found: Any) -> str:
    """All sentences."""
    return "\n".join(finding.says for finding in found.findings)


def test_grids_make_up_their_communities_and_streets() -> None:
    """Names from the file, else from the register, else the code; kinds by word or by number."""
    found = survey(
        collection(
            square("320104004001001", 0, 0, 网格名称="五福街一网格", 社区="五福街社区"),
            square("320104004001902", 1, 0),
            square("320104004002001", 2, 0, kind="专属网格", name="A market", name_en="Market"),
        )
    )
    assert found.findings == () and found.areas is not None
    district = District(found.areas.streets, found.areas.communities, found.areas.grids)
    assert [street.code for street in district.streets] == ["320104004"]
    assert district.streets[0].name_zh == "双塘街道" and "Shuangtang" in district.streets[0].name_en
    assert [one.code for one in district.communities] == ["320104004001", "320104004002"]
    assert district.communities[0].name_zh == "五福街社区"
    assert [(grid.name_zh, grid.kind) for grid in district.grids] == [
        ("五福街一网格", "comprehensive"),
        ("320104004001902", "dedicated"),
        ("A market", "dedicated"),
    ]
    place = district.locate(SOUTH + 0.001, WEST + 0.003)
    assert place is not None and place.grid == "320104004001902"
    assert district.communities[0].area_m2 == pytest.approx(2 * SIDE_M2, rel=0.01)


def test_a_file_in_another_datum_comes_back_to_where_it_is() -> None:
    """Half a kilometre would be two grids away."""
    bent = square("320104004001001", 0, 0)
    ring = bent["geometry"]["coordinates"][0]
    bent["geometry"]["coordinates"] = [[[*reversed(from_wgs84(lat, lon, "gcj02"))] for lon, lat in ring]]
    found = survey(collection(bent), "gcj02")
    assert found.areas is not None
    assert found.areas.grids[0].centroid == pytest.approx((SOUTH + 0.001, WEST + 0.001), abs=1e-7)


def test_overlaps_and_nobodys_ground_are_named() -> None:
    """They stop nothing; slivers of hand drawing are not worth a word."""
    ring = [square(f"320104004{n + 1:03d}001", n % 3, n // 3) for n in range(9) if n != 4]
    over = square("320104004001009", 0, 0)
    found = survey(collection(*ring, over))
    assert found.areas is not None
    assert "overlap by" in says(found) and "320104004001009" in says(found)
    assert f"nobody's ground at {SOUTH + 0.003:.5f}, {WEST + 0.003:.5f}" in says(found)
    almost = square("320104004001002", 1, 0)
    for corner in (0, -1):
        almost["geometry"]["coordinates"][0][corner][0] -= 1e-9
    assert survey(collection(square("320104004001001", 0, 0), almost)).findings == ()


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        ([], "no GeoJSON FeatureCollection"),
        ([square("3201040040010", 0, 0)], "its code is '3201040040010', not 15 digits"),
        ([square("32010400400100x", 0, 0)], "not 15 digits"),
        ([square("٣20104004001001", 0, 0)], "not 15 digits"),
        ([{"type": "Feature"}], "feature 0: its code is ''"),
        (["a word"], "feature 0"),
        ([square("320104004001001", 0, 0)] * 2, "stands in the file twice"),
        ([square("320104004001001", 0, 0), square("320102004001001", 1, 0)], "grids of 2 districts"),
        ([{**square("320104004001001", 0, 0), "geometry": None}], "geometry cannot be read"),
        ([{**square("320104004001001", 0, 0), "geometry": {"type": "Polygon"}}], "geometry cannot be read"),
        (
            [
                {
                    **square("320104004001001", 0, 0),
                    "geometry": {"type": "Point", "coordinates": [118.8, 32.0]},
                }
            ],
            "is no area",
        ),
    ],
)
def test_what_is_no_grid_is_refused_with_its_code(features: list[Any], sentence: str) -> None:
    """Nothing is imported until it is mended."""
    found = survey(collection(*features))
    assert found.areas is None and sentence in says(found)


def test_latitude_first_is_recognised() -> None:
    """The commonest mistake has its own sentence."""
    turned = square("320104004001001", 0, 0)
    turned["geometry"]["coordinates"] = [[[lat, lon] for lon, lat in turned["geometry"]["coordinates"][0]]]
    found = survey(collection(turned))
    assert found.areas is None and "longitude stands first" in says(found)


def test_a_crossed_outline_and_islands_are_mended_and_said() -> None:
    """A bow tie keeps its larger wing; of two islands the larger one is drawn."""
    tie = square("320104004001001", 0, 0)
    tie["geometry"]["coordinates"][0][1:3] = reversed(tie["geometry"]["coordinates"][0][1:3])
    parts = [square("320104004001002", 3, 0), square("x", 5, 0)]
    islands = {
        **parts[0],
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [part["geometry"]["coordinates"] for part in parts],
        },
    }
    found = survey(collection(tie, islands))
    assert found.areas is not None and "mended" in says(found) and "is 2 areas" in says(found)


KEYS = st.sampled_from(["type", "features", "properties", "geometry", "code", "coordinates"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(ANYTHING)
def test_nothing_a_file_holds_raises(anything: Any) -> None:
    """Any JSON is answered with sentences."""
    assert survey(anything).areas is None
    assert survey({"features": [anything]}).areas is None
    json.dumps([finding.says for finding in survey({"features": [anything]}).findings])

"""Reading an extract for one box: what touches it, whole, and no more."""

import sys
from pathlib import Path

import pytest

from feeds.errors import BadSetting
from feeds.geo import osm_extract
from feeds.geo.osm_extract import read
from tests.feeds.geo.osm_parts import Pbf, square

BOX = (0.0, 0.0, 1.0, 1.0)


def test_a_line_across_the_border_comes_whole(tmp_path: Path):
    """With its nodes outside; one that lies outside altogether, or over nodes nobody has, does not come."""
    pbf = Pbf(tmp_path / "x.osm.pbf")
    pbf.way([(-0.5, 0.5), (0.5, 0.5), (1.5, 0.5), (9.0, 0.5)], highway="primary")
    pbf.way([(2.0, 0.5), (3.0, 0.5)], highway="primary")
    pbf.way_over([900, 901], highway="primary")
    (way,) = read(pbf.written(), BOX).ways
    assert way.line.tolist() == [[-0.5, 0.5], [0.5, 0.5], [1.5, 0.5], [9.0, 0.5]]


def test_a_water_that_touches_the_box_comes_with_all_its_shores(tmp_path: Path):
    """Those that lie far off, too: else it could not be closed. Another water's do not."""
    pbf = Pbf(tmp_path / "x.osm.pbf")
    near = pbf.way([(0.5, 0.5), (5.0, 0.5)])
    far = pbf.way([(5.0, 0.5), (5.0, 5.0), (0.5, 0.5)])
    other = pbf.way(square(6.0, 6.0, 1.0))
    mine = pbf.relation([(near, "outer"), (far, "")], type="multipolygon", natural="water", name="大湖")
    pbf.relation([(other, "outer")], type="multipolygon", natural="water")
    pbf.relation([(near, "outer")], type="multipolygon", landuse="forest")
    (water,) = read(pbf.written(), BOX).waters
    assert (water.id, water.tags["name"]) == (mine, "大湖")
    assert [len(line) for line in water.outer] == [2, 3] and water.inner == []


def test_only_places_with_a_name_come(tmp_path: Path):
    """And only from the box."""
    pbf = Pbf(tmp_path / "x.osm.pbf")
    pbf.node((0.5, 0.5), tourism="museum", name="一", shop="books")
    pbf.node((0.5, 0.6), tourism="museum")
    pbf.node((1.5, 0.6), tourism="museum", name="二")
    pbf.node((0.5, 0.7), amenity="bench", name="三")
    (place,) = read(pbf.written(), BOX).places
    assert place.tags == {"tourism": "museum", "name": "一"} and (place.lon, place.lat) == (0.5, 0.5)


@pytest.mark.parametrize("content", [b"no map", None])
def test_what_is_no_map_is_a_sentence(tmp_path: Path, content: bytes | None):
    """With the reader's own reason."""
    file = tmp_path / "x.osm.pbf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadSetting, match="cannot be read as OpenStreetMap data"):
        read(file, (0, 0, 1, 1))


def test_without_the_package_its_name_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is an extra: who has tiles or a survey does not need it."""
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(BadSetting, match=r"wants more packages; .* pip install -e '\.\[osm\]'"):
        read(tmp_path / "x.osm.pbf", (0, 0, 1, 1))


def test_a_box_with_too_much_in_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Memory is bounded; nothing is left out in silence."""
    monkeypatch.setattr(osm_extract, "MOST_NODES", 3)
    pbf = Pbf(tmp_path / "x.osm.pbf")
    pbf.way(square(0.2, 0.2, 0.1), highway="primary")
    with pytest.raises(BadSetting, match="more than 3 nodes"):
        read(pbf.written(), (0, 0, 1, 1))

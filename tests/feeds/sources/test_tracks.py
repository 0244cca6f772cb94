"""Rows of recorded files."""

import gzip
import json
from pathlib import Path

import pytest

from feeds.errors import BadSetting, SourceUnavailable
from feeds.sources.tracks import form_of, rows

GPX = """<?xml version="1.0"?>
<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>QH-0421</name><trkseg>
<trkpt lat="32.02" lon="118.79"><time>2026-11-22T06:46:40Z</time></trkpt>
<trkpt lat="32.03" lon="118.80"/>
</trkseg></trk><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>
"""


def test_csv_columns_are_renamed_and_nothing_is_judged(tmp_path):
    """A byte order mark, a short row and nonsense pass through as they are."""
    path = tmp_path / "t.csv"
    path.write_bytes("\ufeffv,y,x\n7,north,2\n8\n".encode())
    found = list(rows(path, {"entity": "v", "lat": "y", "lon": "x"}))
    assert found == [{"entity": "7", "lat": "north", "lon": "2"}, {"entity": "8"}]


def test_a_missing_column_is_named(tmp_path):
    """A wrong column map is a broken source, with the columns there are."""
    path = tmp_path / "t.csv"
    path.write_text("v,y,x\n")
    with pytest.raises(
        SourceUnavailable, match=r"t\.csv cannot be read as CSV: it has no column 'lat', but v, y, x"
    ):
        list(rows(path, {"lat": "lat"}))


def test_gpx_points_are_named_after_their_track_or_file(tmp_path):
    """GPX brings its own names; a point may lack a time."""
    path = tmp_path / "walk.gpx.gz"
    path.write_bytes(gzip.compress(GPX.encode()))
    assert list(rows(path, {})) == [
        {"entity": "QH-0421", "lat": "32.02", "lon": "118.79", "at": "2026-11-22T06:46:40+00:00"},
        {"entity": "QH-0421", "lat": "32.03", "lon": "118.8"},
        {"entity": "walk.gpx.gz", "lat": "1.0", "lon": "2.0"},
    ]


def test_geojson_points_count_and_other_shapes_do_not(tmp_path):
    """A line has no time of its own; a point with half a coordinate is left for the source to refuse."""

    def feature(geometry, **properties):
        return {"type": "Feature", "geometry": geometry, "properties": properties or None}

    path = tmp_path / "t.geojson"
    features = [
        feature({"type": "Point", "coordinates": [118.79, 32.02, 11]}, v=7, t=1795330000),
        feature({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
        feature({"type": "Point", "coordinates": [118.79]}),
        feature(None),
        "nonsense",
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = list(rows(path, {"entity": "v", "at": "t"}))
    assert found == [{"entity": "7", "at": "1795330000", "lon": "118.79", "lat": "32.02"}, {}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.gpx", b"<gpx"),
        ("t.geojson", b"{"),
        ("t.geojson", b"[]"),
        ("t.csv", b"\xff\xfe,\n"),
        ("t.csv.gz", gzip.compress(b"v,y")[:-9]),
    ],
)
def test_a_file_that_is_not_what_it_says_is_unavailable(tmp_path, name, content):
    """Foreign errors end here, in one sentence that names the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceUnavailable, match=r"^t\.\S+ cannot be read as "):
        list(rows(path, {"lat": "y"}))


def test_other_forms_are_refused_by_name():
    """Nobody has to guess which files work."""
    assert [form_of(Path(p)) for p in ("a.CSV", "a.gpx.gz", "b.c.json")] == [".csv", ".gpx", ".json"]
    for wrong in ("a.kml", "a.gz", "a"):
        with pytest.raises(BadSetting):
            form_of(Path(wrong))

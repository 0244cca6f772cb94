"""The picture under the map: files of tiles that we serve, and tile servers that the page may ask."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from dashboard.web.answers import EXCEPTION_ANSWERS
from dashboard.web.basemap import Basemap
from dashboard.web.callers import Who
from dashboard.web.routes import Route, mount
from feeds.errors import BadSetting
from tests.dashboard.web.site_parts import client_of, settings_for

PLACE = (13, 6799, 3317)
"""The tile of zoom 13 that Confucius Temple lies in, rows from the north."""
PICTURE = b"\x89PNG not quite"


def mbtiles(path: Path, kind: str = "png", rows: bool = True) -> Path:
    """A file as the specification has it: rows counted from the south."""
    z, x, y = PLACE
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
        file.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        credit = '<a href="javascript:alert(1)">City survey</a>'
        file.executemany("INSERT INTO metadata VALUES (?, ?)", [("format", kind), ("attribution", credit)])
        if rows:
            file.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (z, x, 2**z - 1 - y, PICTURE))
    file.close()
    return path


def pmtiles(path: Path, kind: TileType = TileType.PNG) -> Path:
    """A file written by the package of the format's authors."""
    z, x, y = PLACE
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(z, x, y), PICTURE)
        header: dict[str, Any] = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_lon_e7": 1187000000, "min_lat_e7": 319000000,
            "max_lon_e7": 1189000000, "max_lat_e7": 321000000,
            "center_zoom": 13, "center_lon_e7": 1187800000, "center_lat_e7": 320200000,
        }  # fmt: skip
        writer.finalize(header, {"attribution": "City survey"})
    return path


def made(tmp_path: Path, named: object, **more: object) -> Basemap:
    """A basemap of these settings."""
    return Basemap(settings_for(tmp_path / "data", basemap=str(named), **more))


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
async def test_a_file_is_served_and_counts_rows_from_the_north(make: Any, tmp_path: Path) -> None:
    """The tile, nothing where there is none, and 404 for what is no tile at all."""
    file = make(tmp_path / f"city.{make.__name__}")
    door = made(tmp_path, file)
    app = FastAPI()
    for error, answer in EXCEPTION_ANSWERS.items():
        app.add_exception_handler(error, answer)
    mount(app, (Route("/tiles/{z}/{x}/{y}", door, "One tile", who=Who.SCREEN),), "")
    async with client_of(app) as client:
        got = await client.get("/tiles/13/6799/3317")
        assert (got.status_code, got.content) == (200, PICTURE)
        assert got.headers["content-type"] == "image/png" and "max-age" in got.headers["cache-control"]
        assert (await client.get("/tiles/13/6799/3318")).status_code == 204
        for bad in ("13/8192/0", "23/0/0", "-1/0/0", "1/x/0", "13/6799/..", "1/0/99999999", "1/٣/0"):
            assert (await client.get(f"/tiles/{bad}")).status_code == 404, bad
    config = door.config()
    assert config is not None and config["credit"] == "City survey"
    assert (config["least"], config["most"], config["url"]) == (13, 13, "/tiles/{z}/{x}/{y}")
    assert door.origin == ""


def test_a_tile_server_is_named_to_the_page_with_its_datum(tmp_path: Path) -> None:
    """Its origin is all that the page may load pictures from besides our own."""
    named = "https://tiles.example:8443/vec?x={x}&y={y}&l={z}"
    door = made(tmp_path, named, basemap_datum="gcj02", basemap_credit="示例", basemap_look="dim")
    assert door.config() == {
        "url": named, "datum": "gcj02", "least": 3, "most": 18, "credit": "示例", "look": "dim",
    }  # fmt: skip
    assert door.origin == "https://tiles.example:8443"


def test_without_one_the_page_draws_its_own(tmp_path: Path) -> None:
    """No file is opened, no tile is asked for."""
    door = made(tmp_path, "")
    assert door.config() is None and door.origin == "" and door.tiles is None


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("https://tiles.example/{z}/{x}", "{y}"),
        ("https://{host}/{z}/{x}/{y}", "a tile server is"),
        ("ftp://tiles.example/{z}/{x}/{y}", "a tile server is"),
        ("https://user:word@tiles.example/{z}/{x}/{y}", "no user"),
        ("https://a.example;script-src/{z}/{x}/{y}", "by its name"),
        ("https://0x7f.1/{z}/{x}/{y}", "plain IP address"),
        ("nowhere.mbtiles", "there is no such file"),
        ("nowhere.pmtiles", "there is no such file"),
        ("city.tif", ".mbtiles or .pmtiles"),
    ],
)
def test_what_cannot_be_shown_stops_the_start_with_a_sentence(named: str, says: str, tmp_path: Path) -> None:
    """It names the setting and what was given."""
    with pytest.raises(BadSetting) as refused:
        made(tmp_path, named)
    assert "basemap" in str(refused.value) and named in str(refused.value) and says in str(refused.value)


def test_a_file_of_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    """Vectors, an empty file, noise, half a file."""
    with pytest.raises(BadSetting, match="holds pbf tiles"):
        made(tmp_path, mbtiles(tmp_path / "a.mbtiles", kind="pbf"))
    with pytest.raises(BadSetting, match="holds no tile"):
        made(tmp_path, mbtiles(tmp_path / "b.mbtiles", rows=False))
    with pytest.raises(BadSetting, match="holds mvt tiles"):
        made(tmp_path, pmtiles(tmp_path / "c.pmtiles", TileType.MVT))
    for name in ("noise.mbtiles", "noise.pmtiles"):
        (tmp_path / name).write_bytes(b"noise" * 100)
        with pytest.raises(BadSetting, match="cannot be read"):
            made(tmp_path, tmp_path / name)
    (tmp_path / "empty.pmtiles").touch()
    with pytest.raises(BadSetting, match="cannot be read"):
        made(tmp_path, tmp_path / "empty.pmtiles")

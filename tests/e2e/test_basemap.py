"""Tiles drawn in GCJ-02 lie where things really are, at every zoom, whole and between."""

import sqlite3
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from feeds.geo.datum import from_wgs84
from tests.e2e.conftest import Console
from tests.e2e.demo import Demo, running_demo
from tests.e2e.wall import await_in_page, await_land, hold_map, open_wall

PLACES = ((32.0205, 118.7790), (31.9752, 118.8390), (32.0410, 118.8020))
ZOOMS = (12.0, 13.0, 14.37, 15.5, 16.0, 17.25, 18.0)
METRES_PER_PIXEL_AT_0 = 156_543.03 * 0.848
"""At 32 degrees north."""

WHERE = """([lat, lon, gcjLat, gcjLon]) => {
  const map = window.wanglou.maps.map;
  const pane = map.layerPointToContainerPoint([0, 0]);  // the map's own points are rounded to pixels
  const wanted = map.project([lat, lon]).subtract(map.getPixelOrigin()).add(pane);
  for (const image of document.querySelectorAll(".leaflet-wl-basemap-pane img.leaflet-tile-loaded")) {
    const [z, x, y] = image.src.split("/").slice(-3).map(Number);
    const at = map.project([gcjLat, gcjLon], z).divideBy(256).subtract([x, y]);
    if (at.x < 0 || at.x >= 1 || at.y < 0 || at.y >= 1) continue;
    const shape = new DOMMatrix(getComputedStyle(image).transform);
    const level = image.parentElement;
    const laid = new DOMMatrix(getComputedStyle(level).transform).multiply(shape);
    const got = laid.transformPoint(new DOMPoint(at.x * 256, at.y * 256));
    return [got.x + pane.x - wanted.x, got.y + pane.y - wanted.y];
  }
  return null;
}"""
"""How far, in pixels, the picture of a place is from where the map says the place is."""


def picture() -> bytes:
    """A grey PNG of 256 by 256."""
    rows = zlib.compress(b"".join(b"\x00" + b"\x90" * 256 for _ in range(256)))
    header = struct.pack(">IIBBBBB", 256, 256, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def tiles(path: Path) -> Path:
    """Grey tiles over Nanjing, zooms 11 to 16."""
    grey = picture()
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
        file.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        file.execute("INSERT INTO metadata VALUES ('attribution', 'A grey city')")
        for z in range(11, 17):
            west, east = (int((lon / 360 + 0.5) * 2**z) for lon in (118.70, 118.95))
            south, north = (int(row / 8192 * 2**z) for row in (8192 - 3340, 8192 - 3290))
            rows = ((z, x, y, grey) for x in range(west, east + 1) for y in range(south - 1, north + 1))
            file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    file.close()
    return path


@pytest.fixture(scope="module")
def over_tiles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo over tiles that somebody drew in GCJ-02."""
    folder = tmp_path_factory.mktemp("tiles")
    file = tiles(folder / "city.mbtiles")
    with running_demo(folder / "data", "--basemap", str(file), "--basemap-datum", "gcj02") as demo:
        yield demo


def test_gcj02_tiles_lie_under_wgs84_objects_to_a_metre(
    over_tiles: Demo, page: Page, console: Console
) -> None:
    """Every place, at whole zooms and between them; and the credit is shown."""
    open_wall(page, over_tiles.url)
    await_land(page)
    hold_map(page)
    worst = 0.0
    for zoom in ZOOMS:
        for lat, lon in PLACES:
            page.evaluate(
                "([lat, lon, z]) => window.wanglou.maps.map.setView([lat, lon], z, {animate: false})",
                [lat, lon, zoom],
            )
            place = [lat, lon, *from_wgs84(lat, lon, "gcj02")]
            await_in_page(page, f"({WHERE})({place}) !== null")
            off = page.evaluate(WHERE, place)
            metres = max(map(abs, off)) * METRES_PER_PIXEL_AT_0 / 2**zoom
            pixels = max(map(abs, off))
            worst = max(worst, metres if zoom > 13 else 0.0)
            assert metres < 1.0 or (zoom <= 13 and pixels < 0.15), (
                f"{off} px off at zoom {zoom}: {metres:.2f} m"
            )
    assert page.locator(".map-credit").inner_text() == "A grey city"
    assert console.errors == []
    print(f"{len(ZOOMS) * len(PLACES)} places; closer than zoom 13 at worst {worst:.3f} m off")

"""The picture under the map: our own drawing of the district, a file of tiles that we serve, or a tile
server of the city's. ``GET /tiles/{z}/{x}/{y}``.
"""

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.settings import Settings
from dashboard.web.answers import TurnedAway
from dashboard.web.tile_files import SETTING, Tiles, open_tiles
from feeds.egress import read_address
from feeds.errors import BadInput, BadSetting

TILES: Final = "/tiles"
MOST_ZOOM: Final = 22
SERVER_ZOOMS: Final = (3, 18)
"""What is asked of a tile server that does not say; closer, its last pictures are enlarged."""
FOR_A_DAY: Final = "private, max-age=86400"
TEMPLATE: Final = re.compile(r"https?://[^/\s{}]+/\S*")
NUMBER: Final = re.compile(r"\{-?[a-z]\}")
"""What a page writes a tile's number in place of."""
PLACES: Final = ("{z}", "{x}")


class Basemap:
    """What the settings name as the picture under the map. Raises BadSetting for what cannot be shown."""

    def __init__(self, settings: Settings) -> None:
        self._named = settings.basemap
        self._datum = settings.basemap_datum
        self._credit = settings.basemap_credit
        self._look = settings.basemap_look
        self.tiles: Tiles | None = None
        if self._named and "://" not in self._named:
            self.tiles = open_tiles(Path(self._named).expanduser())
        elif self._named:
            _judge_template(self._named)

    @property
    def origin(self) -> str:
        """The foreign origin whose pictures the page must be let load; "" when there is none."""
        if not self._named or self.tiles is not None:
            return ""
        parts = urlsplit(self._named)
        return f"{parts.scheme}://{parts.netloc}"

    def config(self) -> dict[str, Any] | None:
        """What the page is told; None for our own drawing."""
        if not self._named:
            return None
        least, most = self.tiles.zooms if self.tiles else SERVER_ZOOMS
        return {
            "url": f"{TILES}/{{z}}/{{x}}/{{y}}" if self.tiles else self._named,
            "datum": self._datum,
            "least": least,
            "most": most,
            "credit": self._credit or (self.tiles.credit if self.tiles else ""),
            "look": self._look,
        }

    async def __call__(self, request: Request) -> Response:
        """One tile of the file: 204 where it has none, 404 for what can be no tile."""
        place = [str(request.path_params[name]) for name in "zxy"]
        if self.tiles is None or not _is_tile(place):
            raise TurnedAway(404, f"there is no tile {'/'.join(place)[:40]!r}")
        z, x, y = map(int, place)
        picture = await run_in_threadpool(self.tiles.tile, z, x, y)
        headers = {"Cache-Control": FOR_A_DAY}
        if picture is None:
            return Response(status_code=204, headers=headers)
        return Response(picture, media_type=self.tiles.media_type, headers=headers)


def _is_tile(place: list[str]) -> bool:
    if not all(part.isascii() and part.isdigit() and len(part) <= 7 for part in place):
        return False
    z, x, y = map(int, place)
    return z <= MOST_ZOOM and x < 1 << z and y < 1 << z


def _judge_template(template: str) -> None:
    rows = "{y}" in template or "{-y}" in template
    if not TEMPLATE.fullmatch(template) or not rows or any(place not in template for place in PLACES):
        why = "a tile server is https://host/... with {z}, {x} and {y} (or {-y}, counted from the south)"
        raise BadSetting(SETTING, template, why)
    try:
        read_address(NUMBER.sub("1", template))
    except BadInput as exc:
        raise BadSetting(SETTING, template, exc.why) from exc

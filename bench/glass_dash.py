"""A part of a bench: a real Dash page with dash-leaflet on it, and the feed its script takes movers from.

The same page shows our movers without the wall round them: a bare map and one engine, whichever is asked for.
"""

import argparse
import asyncio
import time
from pathlib import Path
from typing import Any, Final

import dash_leaflet as dl
import msgspec
import numpy as np
import uvicorn
from dash import Dash, html
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.glass_crowd import Walkers
from bench.processes import listen, say


def geojson(walkers: Walkers, tick: int) -> dict[str, Any]:
    """As ``dl.GeoJSON`` takes it."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"tick": tick},
                "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
            }
            for lat, lon in zip(walkers.lat.tolist(), walkers.lon.tolist(), strict=True)
        ],
    }


def places(walkers: Walkers) -> list[list[float]]:
    """Latitude and longitude, and nothing else: the least that can be said."""
    return np.round(np.column_stack((walkers.lat, walkers.lon)), 6).tolist()  # type: ignore[no-any-return]


HERE: Final = Path(__file__).parent


async def feed(socket: WebSocket) -> None:
    """Everybody's place, once a second; never more than the page takes."""
    await socket.accept(headers=[])
    movers = int(socket.query_params["movers"])
    walkers, everybody = Walkers(movers), np.arange(movers)
    tick, due = 0, time.monotonic()
    try:
        while True:
            walkers.step(everybody, 1.0)
            what = geojson(walkers, tick) if socket.query_params["engine"] == "geojson" else places(walkers)
            await socket.send_text(msgspec.json.encode(what).decode())
            tick, due = tick + 1, due + 1.0
            await asyncio.sleep(max(0.0, due - time.monotonic()))
    except WebSocketDisconnect:
        return


def build() -> Dash:
    """The page: a map and, empty at first, what is to be fed."""
    app = Dash(
        __name__,
        backend="fastapi",
        assets_folder=str(HERE / "glass"),
        serve_locally=True,
    )
    layers = [dl.GeoJSON(id="movers", data={"type": "FeatureCollection", "features": []})]
    style = {"width": "1920px", "height": "1080px"}
    app.layout = html.Div(dl.Map(layers, id="map", center=[32.01, 118.785], zoom=13, style=style))
    app.server.add_api_websocket_route("/feed", feed)
    app.server.mount("/wanglou", StaticFiles(directory=HERE.parent / "assets"))
    app.server.mount("/bare", StaticFiles(directory=HERE / "glass_bare"))
    return app


def main() -> None:
    """Started by bench.glass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    listen()
    app = build()
    say(port=options.port)
    uvicorn.run(app.server, host="127.0.0.1", port=options.port, log_level="error")


if __name__ == "__main__":
    main()

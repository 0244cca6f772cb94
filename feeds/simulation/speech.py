"""How a simulated phone speaks: the raw messages its real twin would send, units and quirks included.

Shapes: OwnTracks booklet (JSON format), Traccar's OsmAnd protocol page (query,
form and the client's JSON), Traccar's position forwarding.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import msgspec

from feeds.model import Message
from feeds.simulation.roster import Phone, Worker

KMH: Final = 3.6
KNOTS: Final = 1.943844
_JSON: Final = "application/json"
_encode = msgspec.json.Encoder().encode


class Reading(msgspec.Struct, frozen=True):
    """What one phone measured, in our units."""

    at: float
    lat: float
    lon: float
    course: float
    speed_mps: float
    accuracy_m: float
    battery: float


def owntracks(worker: Worker, reading: Reading) -> Message:
    body = {
        "_type": "location",
        "topic": f"owntracks/{worker.id}/phone",
        "tid": worker.id[-2:],
        "tst": int(reading.at),
        "lat": round(reading.lat, 7),
        "lon": round(reading.lon, 7),
        "acc": round(reading.accuracy_m),
        "vel": round(reading.speed_mps * KMH),
        "cog": round(reading.course) % 360,
        "batt": round(reading.battery * 100),
        "t": "t",
        "conn": "m",
    }
    return Message(body=_encode(body), content_type=_JSON)


def osmand(worker: Worker, reading: Reading) -> Message:
    """Even work numbers carry the older client (query string), odd ones the newer (JSON)."""
    return _osmand_query(worker, reading) if worker.number % 2 == 0 else _osmand_json(worker, reading)


def _osmand_query(worker: Worker, reading: Reading) -> Message:
    fields = {
        "id": worker.id,
        "timestamp": int(reading.at),
        "lat": f"{reading.lat:.7f}",
        "lon": f"{reading.lon:.7f}",
        "speed": f"{reading.speed_mps * KNOTS:.2f}",
        "bearing": f"{reading.course:.0f}",
        "accuracy": f"{reading.accuracy_m:.1f}",
        "batt": f"{reading.battery * 100:.0f}",
    }
    return Message(query=urlencode(fields))


def _osmand_json(worker: Worker, reading: Reading) -> Message:
    location = {
        "timestamp": _iso(reading.at),
        "coords": {
            "latitude": round(reading.lat, 7),
            "longitude": round(reading.lon, 7),
            "accuracy": round(reading.accuracy_m, 1),
            "speed": round(reading.speed_mps, 2),
            "heading": round(reading.course, 1) if reading.speed_mps > 0 else -1,
            "altitude": 11.0,
        },
        "is_moving": reading.speed_mps > 0,
        "battery": {"level": round(reading.battery, 2), "is_charging": False},
        "activity": {"type": "walking" if reading.speed_mps > 0 else "still"},
        "extras": {},
    }
    return Message(body=_encode({"location": location, "device_id": worker.id}), content_type=_JSON)


def traccar(worker: Worker, reading: Reading) -> Message:
    position = {
        "deviceId": worker.number,
        "protocol": "osmand",
        "fixTime": _iso(reading.at),
        "valid": True,
        "outdated": False,
        "latitude": round(reading.lat, 7),
        "longitude": round(reading.lon, 7),
        "speed": round(reading.speed_mps * KNOTS, 2),
        "course": round(reading.course, 1),
        "accuracy": round(reading.accuracy_m, 1),
        "attributes": {"batteryLevel": round(reading.battery * 100), "motion": reading.speed_mps > 0},
    }
    device = {"id": worker.number, "name": worker.surname, "uniqueId": worker.id, "status": "online"}
    return Message(body=_encode({"position": position, "device": device}), content_type=_JSON)


def _iso(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


SPEECH: Final[dict[Phone, Callable[[Worker, Reading], Message]]] = {
    "owntracks": owntracks,
    "osmand": osmand,
    "traccar": traccar,
}

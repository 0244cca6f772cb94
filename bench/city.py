"""A city on paper for benches: as many movers, cameras and open incidents as one likes, seeded, in the shape
that the store gives the relay. Pure.
"""

import random
from typing import Any, Final

import numpy as np

from feeds.batch import Batch
from feeds.model import EntityId, Provenance

STREETS: Final = tuple(f"320104{number:03d}" for number in range(1, 13))
SOUTH, NORTH, WEST, EAST = 31.985, 32.045, 118.755, 118.855
GRIDS: Final = 1_334
SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
ROLES: Final = ("grid_worker",) * 9 + ("urban_manager", "community_worker")
KINDS: Final = (("0301", "暴露垃圾", "Exposed rubbish"), ("0602", "占道经营", "Street vending"))
URGENCIES: Final = ("normal",) * 92 + ("urgent",) * 7 + ("critical",)
HOUR_MS: Final = 3_600_000.0


def worker_id(number: int) -> EntityId:
    """The id of a mover."""
    return EntityId(f"QH-{number:05d}")


def workers(count: int, seed: int = 1) -> dict[str, dict[str, Any]]:
    """A roster."""
    dice = random.Random(seed)
    made = {}
    for number in range(count):
        street, name = dice.choice(STREETS), worker_id(number)
        made[str(name)] = {
            "no": name,
            "surname": dice.choice(SURNAMES),
            "role": dice.choice(ROLES),
            "street": street,
            "grid": f"{street}{dice.randrange(20):03d}{dice.randrange(8):03d}",
            "shift_zh": "早班",
            "shift_en": "morning shift",
        }
    return made


def _middles(seed: int) -> list[tuple[float, float]]:
    """Of the grids: more of them towards the middle of the city."""
    dice = random.Random(seed)
    return [
        (dice.triangular(SOUTH, NORTH, 32.015), dice.triangular(WEST, EAST, 118.79)) for _ in range(GRIDS)
    ]


def cameras(count: int, seed: int = 2) -> dict[str, dict[str, Any]]:
    """With ids as GB/T 28181 numbers them, and everything that a card shows."""
    dice, middles = random.Random(seed), _middles(seed)
    made = {}
    for number in range(count):
        lat, lon = middles[number * GRIDS // count]
        street = STREETS[number * len(STREETS) // count]
        alive = dice.random() > 0.04
        made[f"3201040400132{number:07d}"] = {
            "id": f"3201040400132{number:07d}",
            "name_zh": f"第{number // 60 + 1}网格{number % 60 + 1}号机 {dice.choice('东南西北')}向",
            "name_en": f"Grid {number // 60 + 1} camera {number % 60 + 1}",
            "lat": round(lat + dice.gauss(0, 0.0007), 7),
            "lon": round(lon + dice.gauss(0, 0.0008), 7),
            "heading": dice.randrange(360),
            "fov": dice.choice((55, 70, 90, 110)),
            "street": street,
            "community": f"{street}003",
            "grid": f"{street}003{number % 8:03d}",
            "hls": f"/video/scene-{number % 4 + 1}/index.m3u8" if alive else None,
            "state": "alive" if alive else "dead",
            "provenance": "simulated",
        }
    return made


def incidents(count: int, now_ms: float, seed: int = 3) -> dict[str, dict[str, Any]]:
    """Open ones, most of them dispatched; one in fourteen is overdue."""
    dice, middles = random.Random(seed), _middles(seed)
    return {f"I-{number:05d}": _incident(number, dice, middles, now_ms) for number in range(count)}


def _incident(
    number: int, dice: random.Random, middles: list[tuple[float, float]], now_ms: float
) -> dict[str, Any]:
    lat, lon = dice.choice(middles)
    category, zh, en = dice.choice(KINDS)
    started = now_ms - dice.uniform(0.1, 20) * HOUR_MS
    due = now_ms + (dice.uniform(-5, 0) if dice.random() < 0.07 else dice.uniform(0.1, 24)) * HOUR_MS
    street = dice.choice(STREETS)
    return {
        "id": f"I-{number:05d}",
        "title": f"{zh} {number}",
        "title_en": f"{en} {number}",
        "category": category,
        "category_zh": zh,
        "category_en": en,
        "urgency": dice.choice(URGENCIES),
        "status": "DISPATCHED",
        "status_zh": "已派遣",
        "status_en": "dispatched",
        "open": True,
        "lat": round(lat + dice.gauss(0, 0.0008), 7),
        "lon": round(lon + dice.gauss(0, 0.0009), 7),
        "street": street,
        "grid": f"{street}003001",
        "place": f"第{number % GRIDS + 1}网格",
        "opened_at_ms": started,
        "received_at_ms": started,
        "closed_at_ms": None,
        "provenance": "simulated",
        "case": {"clock": {"started_at_ms": started, "due_at_ms": due}, "dispatches": 1},
    }


class Movers:
    """Everybody reports at once, each a few metres on."""

    def __init__(self, count: int, seed: int = 4) -> None:
        dice = np.random.default_rng(seed)
        self._names = [worker_id(number) for number in range(count)]
        self._lat = dice.uniform(SOUTH, NORTH, count)
        self._lon = dice.uniform(WEST, EAST, count)
        self._course = dice.uniform(0, 360, count).astype(np.float32)
        self._speed = dice.uniform(0.5, 3.0, count).astype(np.float32)
        self._behind = dice.uniform(0, 20, count)

    def batch(self, now: float) -> Batch:
        """What they report now, or did some seconds ago."""
        count = len(self._names)
        turn = np.radians(self._course)
        self._lat += np.cos(turn) * self._speed * 9e-6
        self._lon += np.sin(turn) * self._speed * 1.06e-5
        return Batch(
            "sim-crowd",
            Provenance.SIMULATED,
            0,
            self._names,
            at=now - self._behind,
            lat=np.round(self._lat * 1e7).astype(np.int32),
            lon=np.round(self._lon * 1e7).astype(np.int32),
            course=self._course,
            speed=self._speed,
            accuracy=np.full(count, 5.0, np.float32),
            battery=np.full(count, 0.8, np.float32),
            ttl=np.full(count, 60.0, np.float32),
            received_at=np.full(count, now),
            status=np.zeros(count, np.uint8),
        )

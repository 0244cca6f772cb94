"""What a demo camera sees: a street, a river bank or a gate at dusk, painted straight into YUV planes.

Nothing here pretends to be a place: each picture carries "DEMO", its number and a running clock, so that
a frozen picture shows.
"""

import datetime as dt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from feeds.simulation.chance import generator

DEMO_SCENES: Final = 8
"""So many different live pictures exist; every demo camera shows one of them, named as such on its card."""
WIDTH, HEIGHT = 640, 360
HORIZON: Final = 150
Frame = NDArray[np.uint8]
"""One yuv420p picture: (HEIGHT * 3 / 2, WIDTH), luma over the two quarter-size chroma planes."""
Rgb = tuple[int, int, int]

_FONT: Final = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7),
    "4": (5, 5, 7, 1, 1), "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1),
    "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7), ":": (0, 2, 0, 2, 0), "-": (0, 0, 7, 0, 0),
    "D": (6, 5, 5, 5, 6), "E": (7, 4, 6, 4, 7), "M": (5, 7, 7, 5, 5), "O": (7, 5, 5, 5, 7), " ": (0,) * 5,
}  # fmt: skip
"""Capitals and digits, three by five: each row's pixels as bits."""


class Scene:
    """One demo camera's view. ``frame(now)`` is a pure function of the scene's number and the time."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.kind = ("street", "river", "gate")[number % 3]
        dice = generator("scene", number)
        self._ground = _backdrop(self.kind, number)
        self._walkers = [
            (dice.uniform(0.2, 1.0), dice.uniform(18, 40), dice.choice((-1, 1)), dice.random())
            for _ in range(9)
        ]
        self._movers = [(dice.uniform(60, 120), dice.choice((-1, 1)), dice.random()) for _ in range(3)]

    def frame(self, now: float) -> Frame:
        picture = self._ground.copy()
        for speed, direction, phase in self._movers:
            self._vehicle(picture, now, speed, direction, phase)
        for depth, speed, direction, phase in sorted(self._walkers):
            _walker(picture, now, depth, speed, direction, phase)
        stamp = dt.datetime.fromtimestamp(now, dt.timezone(dt.timedelta(hours=8)))
        _text(picture, 12, 12, f"DEMO {self.number}", 3)
        _text(picture, WIDTH - 270, 12, f"{stamp:%Y-%m-%d %H:%M:%S}", 3)
        return picture

    def _vehicle(self, picture: Frame, now: float, speed: float, direction: int, phase: float) -> None:
        """A car with its lights on, or on the river a boat with a row of lanterns."""
        span = WIDTH + 160
        x = int((now * speed * direction + phase * span) % span) - 120
        if self.kind == "river":
            _box(picture, x, 246, 96, 14, (46, 30, 24))
            _box(picture, x + 14, 228, 66, 18, (70, 42, 30))
            for lantern in range(5):
                _box(picture, x + 16 + lantern * 14, 222, 8, 8, (232, 96, 40))
            return
        y = 262 if direction > 0 else 226
        _box(picture, x, y, 74, 24, (52, 60, 70))
        _box(picture, x + 14, y - 14, 44, 16, (70, 84, 96))
        _box(picture, x + (70 if direction > 0 else 0), y + 6, 6, 8, (255, 240, 190))
        _box(picture, x + (0 if direction > 0 else 70), y + 6, 6, 8, (200, 30, 30))


def _backdrop(kind: str, number: int) -> Frame:
    dice = generator("backdrop", number)
    picture = np.zeros((HEIGHT * 3 // 2, WIDTH), np.uint8)
    for y in range(0, HORIZON, 2):  # dusk: ink above, a warm rim at the horizon
        warm = (y / HORIZON) ** 3
        _box(picture, 0, y, WIDTH, 2, (int(14 + 90 * warm), int(22 + 40 * warm), int(40 + 12 * warm)))
    x = 0
    while x < WIDTH:
        width, height = dice.randrange(36, 90, 2), dice.randrange(34, 118, 2)
        _house(picture, x, width, height, dice.random(), number)
        x += width
    floor: Rgb = (20, 44, 58) if kind == "river" else (38, 40, 44)
    _box(picture, 0, HORIZON, WIDTH, HEIGHT - HORIZON, (52, 52, 52))
    _box(picture, 0, 190, WIDTH, 108, floor)
    if kind == "gate":
        _gate(picture)
    if kind != "river":
        for mark in range(0, WIDTH, 64):
            _box(picture, mark, 248, 34, 4, (190, 186, 170))
    return picture


def _house(picture: Frame, x: int, width: int, height: int, shade: float, number: int) -> None:
    wall = int(22 + 22 * shade)
    _box(picture, x, HORIZON - height, width - 4, height, (wall, wall + 2, wall + 8))
    _box(picture, x - 2, HORIZON - height - 4, width, 4, (12, 12, 14))
    lights = generator("windows", number, x)
    for wy in range(HORIZON - height + 10, HORIZON - 12, 16):
        for wx in range(x + 6, x + width - 14, 14):
            if lights.random() < 0.45:
                _box(picture, wx, wy, 6, 8, (236, 186, 96))


def _gate(picture: Frame) -> None:
    """A city gate: battlements over a dark arch."""
    left = WIDTH // 2 - 110
    _box(picture, left, 76, 220, HORIZON + 40 - 76, (92, 86, 76))
    for merlon in range(left, left + 220, 22):
        _box(picture, merlon, 66, 12, 10, (92, 86, 76))
    _box(picture, WIDTH // 2 - 30, 120, 60, 70, (16, 14, 12))


def _walker(picture: Frame, now: float, depth: float, speed: float, direction: int, phase: float) -> None:
    tall = int(20 + 26 * depth)
    span = WIDTH + 40
    x = int((now * speed * depth * direction + phase * span) % span) - 20
    y = int(300 + 40 * depth) - tall
    stride = int(now * 3 + phase * 10) % 2 * 2
    _box(picture, x, y, tall // 4, tall // 4, (196, 160, 134))
    _box(
        picture,
        x - 2,
        y + tall // 4,
        tall // 4 + 4,
        tall // 2,
        (62, 74, 96) if phase < 0.5 else (110, 66, 58),
    )
    _box(picture, x - stride, y + 3 * tall // 4, 4, tall // 4, (24, 24, 28))
    _box(picture, x + tall // 4 - 2 + stride, y + 3 * tall // 4, 4, tall // 4, (24, 24, 28))


def _text(picture: Frame, x: int, y: int, text: str, size: int) -> None:
    for character in text:
        for row, bits in enumerate(_FONT[character]):
            for column in range(3):
                if bits >> (2 - column) & 1:
                    _box(picture, x + column * size, y + row * size, size, size, (238, 230, 214))
        x += 4 * size


def _box(picture: Frame, x: int, y: int, width: int, height: int, colour: Rgb) -> None:
    """Fills a rectangle (clipped) in all three planes; BT.601, the usual for this size of picture."""
    x0, x1, y0, y1 = max(x, 0), min(x + width, WIDTH), max(y, 0), min(y + height, HEIGHT)
    if x0 >= x1 or y0 >= y1:
        return
    r, g, b = colour
    picture[y0:y1, x0:x1] = int(16 + 0.257 * r + 0.504 * g + 0.098 * b)
    chroma = picture[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)
    chroma[0, y0 // 2 : (y1 + 1) // 2, x0 // 2 : (x1 + 1) // 2] = int(128 - 0.148 * r - 0.291 * g + 0.439 * b)
    chroma[1, y0 // 2 : (y1 + 1) // 2, x0 // 2 : (x1 + 1) // 2] = int(128 + 0.439 * r - 0.368 * g - 0.071 * b)

"""The palette, computed: contrast as WCAG 2 defines it, and urgency without red and green."""

import re
from itertools import combinations
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parents[2] / "assets"
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (ASSETS / "tokens.css").read_text(encoding="utf-8")))
STYLES = [ASSETS / "wall.css", *sorted(ASSETS.glob("panel*.css"))]
GROUNDS = ("ground", "panel")
WORDS = (
    "text",
    "text-2",
    "text-3",
    "label",
    "lantern",
    "urgency-normal",
    "urgency-urgent",
    "urgency-critical-text",
    "clock-amber",
    "clock-red-text",
    "worker",
)
"""What text is written in."""
MARK = re.compile(r"\.mark\b|\.summons-mark|\.map-ring$|\.map-sos$")
"""Selectors of what is drawn, not written."""

Rgb = tuple[float, float, float]

# Viénot, Brettel and Mollon 1999: what is left of linear RGB to a dichromat
DICHROMATS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "protanope": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranope": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def linear(token: str) -> Rgb:
    value = TOKENS[token]
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def luminance(token: str) -> float:
    red, green, blue = linear(token)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Rgb) -> Rgb:
    """CIE L*a*b* of linear sRGB, D65."""
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (max(v, 0.0) ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen_by(dichromat: str, token: str) -> Rgb:
    rgb = linear(token)
    red, green, blue = (sum(a * b for a, b in zip(row, rgb, strict=True)) for row in DICHROMATS[dichromat])
    return lab((red, green, blue))


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", WORDS)
def test_figures_and_names_stand_out(token: str, ground: str) -> None:
    """At least 7:1 on every ground that text stands on."""
    assert contrast(token, ground) >= 7


@pytest.mark.parametrize("token", [token for token in WORDS if token != "text-3"])
def test_what_marks_say_can_be_read_on_the_land(token: str) -> None:
    """Ages and counts of incidents stand on the map: 7:1 on its land."""
    assert contrast(token, "land") >= 7


def test_words_are_written_in_the_colours_of_words() -> None:
    """What is only bright enough for marks colours no text: its selector names a mark."""
    for path in sorted(ASSETS.glob("*.css")):
        plain = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
            for token in re.findall(r"(?<![-\w])color: var\(--([\w-]+)\)", body):
                faint = token in TOKENS and token not in (*WORDS, "ground")
                marks = all(MARK.search(one.strip()) for one in selector.split(","))
                assert not faint or marks, (path.name, selector.strip(), token)


@pytest.mark.parametrize("ground", [*GROUNDS, "land", "land-2"])
@pytest.mark.parametrize(
    "token",
    [
        token
        for token in TOKENS
        if token.startswith(("urgency-", "clock-", "warning-", "worker", "stale", "camera"))
    ],
)
def test_marks_can_be_seen(token: str, ground: str) -> None:
    """At least 3:1 on panels and on the land of the map."""
    assert contrast(token, ground) >= 3


@pytest.mark.parametrize("dichromat", DICHROMATS)
def test_urgencies_differ_without_red_and_green(dichromat: str) -> None:
    """Shape tells them apart first; colour still does so for somebody who sees no red or green (dE >= 20)."""
    for one, other in combinations(("urgency-normal", "urgency-urgent", "urgency-critical"), 2):
        a, b = seen_by(dichromat, one), seen_by(dichromat, other)
        assert sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5 >= 20, (one, other)


def test_no_style_names_a_colour_of_its_own() -> None:
    """Tokens are named once; a style that needs a colour uses one of them."""
    own = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\s*[,{.:\[ >])|\b(?:rgb|hsl)a?\(")
    for path in STYLES:
        assert own.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_nothing_is_scaled_or_zoomed() -> None:
    """Everything is sized in units: scaling blurs canvases and moves what the pointer hits."""
    for path in STYLES:
        styles = path.read_text(encoding="utf-8")
        assert re.search(r"\bzoom\s*:|scale\(", re.sub(r"/\*.*?\*/", "", styles, flags=re.S)) is None

"""What a mark says by its outline, in a real browser: role, duty, origin and age; in both renderers alike."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.demo import Demo

ROLES: Sequence[Mapping[str, str]] = (
    {"grid": "320104004001007"},
    {"grid": "320104004001901"},
    {"vehicle": "car"},
    {"role": "urban_manager"},
)
AGES = (0, 10, 20)
"""Seconds: live, ageing and stale with a time to live of fifteen."""

COURSE = 40
"""254ths of a turn."""

SEEN_APART = 0.1
"""Part of a mark in which every outline differs from every other, at the size of a street view."""

FILLED_APART = 0.02
"""The same of fillings: a cross has little inside that could be striped."""

ALIKE = 0.3
"""What the renderers may differ by: soft edges, and how the arcs of a broken ring lie."""


@pytest.fixture(scope="module")
def page(demo: Demo, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.goto(demo.url, wait_until="domcontentloaded")
    page.evaluate((Path(__file__).parent / "marks.js").read_text(encoding="utf-8"))
    yield page
    context.close()


def looks(**varied: Sequence[Any]) -> list[dict[str, Any]]:
    """Every combination."""
    found: list[dict[str, Any]] = [{}]
    for name, values in varied.items():
        found = [look | {name: value} for look in found for value in values]
    return found


@pytest.mark.parametrize(
    ("case", "apart"),
    [
        (looks(facts=ROLES, course=[255, COURSE], errand=[0, 1]), SEEN_APART),
        (looks(facts=ROLES, age=[AGES[0], AGES[2]]), SEEN_APART),
        (looks(facts=ROLES, course=[255, COURSE], provenance=[0, 1, 2]), FILLED_APART),
        (looks(facts=ROLES[:1], age=AGES, provenance=[0, 1, 3]), FILLED_APART),
    ],
    ids=["role and duty", "role and age", "role, heading and origin", "age and origin"],
)
def test_no_two_marks_look_alike_and_both_renderers_draw_the_same(
    page: Page, case: list[dict[str, Any]], apart: float
) -> None:
    """By how much of them is covered, so without any colour; whatever one renderer shows, the other does."""
    told = page.evaluate("(looks) => window.marks(looks)", case)
    assert told["least"]["webgl2"] > apart, told
    assert told["least"]["canvas2d"] > apart, told
    assert told["between"] < ALIKE, told

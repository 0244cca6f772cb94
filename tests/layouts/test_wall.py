"""The page as a value: every panel in both languages, every place a live module writes to, nothing twice."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from feeds.geo.qinhuai import STREETS
from layouts import PANELS, wall
from layouts.desk import page as desk_page
from layouts.divisions import divisions
from layouts.stage import STORES
from layouts.words import LANGUAGES, Lang

ASSETS = Path(__file__).resolve().parents[2] / "assets"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def config(lang: Lang = "zh", mode: str = "demo", scope: str = "320104") -> dict[str, Any]:
    streets = [{"code": one.code, "name_zh": one.zh, "name_en": one.en} for one in STREETS]
    return {
        "lang": lang,
        "mode": mode,
        "scope": scope,
        "place_zh": "秦淮区",
        "place_en": "Qinhuai District",
        "relay_port": 8765,
        "relay_url": None,
        "ticket_url": "/api/live-ticket",
        "geo_url": "/geo",
        "build": "test",
        "map": {"center": [32.012, 118.815], "zoom": 13, "bounds": [[31.977, 118.759], [32.045, 118.876]]},
        "screen": {"height_m": 1.2, "distance_m": 5.0},
        "streets": streets,
        "divisions": streets,
        "surveyed": False,
        "land_credit": "",
    }


def walk(node: Any) -> Iterator[Any]:
    """The component and everything in it, texts included."""
    yield node
    if isinstance(node, Component):
        children = getattr(node, "children", None)
        for child in children if isinstance(children, (list, tuple)) else [children]:
            if child is not None:
                yield from walk(child)


def plain(component: Component) -> dict[str, Any]:
    answer: dict[str, Any] = component.to_plotly_json()  # type: ignore[no-untyped-call]
    return answer


def properties(page: Component) -> list[dict[str, Any]]:
    return [plain(one)["props"] for one in walk(page) if isinstance(one, Component)]


def texts(page: Component) -> list[str]:
    return [one for one in walk(page) if isinstance(one, str)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("place", "name", "build"), PANELS)
def test_every_panel_builds_in_both_languages(place: str, name: str, build: Any, lang: Lang) -> None:
    """Each gives one element that carries its name, and the English one says nothing in Chinese."""
    panel = build(config(lang))
    assert plain(panel)["props"]["data-panel"] == name
    if lang == "en":
        assert [text for text in texts(panel) if CHINESE.search(text)] == []


def test_building_is_pure() -> None:
    """Same configuration, same page."""
    assert json.dumps(plain(wall.build(config())), default=repr) == json.dumps(
        plain(wall.build(config())), default=repr
    )


def test_ids_are_unique() -> None:
    """The live lane finds the map, the card, the banner and the stores by these."""
    ids = Counter(props["id"] for props in properties(wall.build(config())) if "id" in props)
    assert set(ids.values()) == {1}
    assert {"wanglou", "map", "card", "deadman", *STORES} <= set(ids)


def test_the_page_carries_its_configuration_and_texts() -> None:
    """What the browser needs is in one attribute of the root."""
    told = json.loads(plain(wall.build(config("en")))["props"]["data-config"])
    assert told["words"]["link.live"] == "Connected"
    assert {key: told[key] for key in config("en")} == config("en")


@pytest.mark.parametrize(
    ("mode", "mark"), [("demo", ["演示 DEMO"]), ("exercise", ["演练 EXERCISE"]), ("live", [])]
)
def test_the_mode_is_written_over_the_map_unless_it_is_real(mode: str, mark: list[str]) -> None:
    """A drill or a demonstration can be told from across the room; the real thing has no watermark."""
    shown = texts(wall.build(config(mode=mode)))
    assert [text for text in shown if text in ("演示 DEMO", "演练 EXERCISE")] == mark


def test_the_banner_speaks_both_languages_on_every_page() -> None:
    """Data that stopped concern everybody in the room."""
    for lang in LANGUAGES:
        assert {"数据中断", "DATA STOPPED"} <= set(texts(wall.build(config(lang))))


def test_the_english_page_is_english() -> None:
    """All but the banner and the watermark."""
    chinese = {text for text in texts(wall.build(config("en"))) if CHINESE.search(text)}
    assert chinese == {"数据中断", "演示 DEMO"}


@pytest.mark.parametrize(("_place", "name", "build"), PANELS)
def test_every_place_a_module_writes_to_exists(_place: str, name: str, build: Any) -> None:
    """The slots a panel's module names literally are in the panel that Python builds."""
    module = (ASSETS / "live" / "panels" / f"{name}.mjs").read_text(encoding="utf-8")
    wanted = set(re.findall(r'slot\(element, "([\w-]+)"\)', module))
    assert wanted <= {props.get("data-slot") for props in properties(build(config()))}


def test_every_panel_has_a_live_module_and_a_place_in_the_registry() -> None:
    """One name across the stack."""
    registry = (ASSETS / "live" / "panels" / "index.mjs").read_text(encoding="utf-8")
    for _, name, _ in PANELS:
        assert f"{name}: {name}.mount," in registry


def test_every_glyph_named_is_drawn() -> None:
    """A mark without a cell in the sprite would show another mark's shape: worse than nothing."""
    styles = (ASSETS / "panel_marks.css").read_text(encoding="utf-8")
    cells = {
        name: int(cell)
        for name, cell in re.findall(r'\[data-glyph="([\w-]+)"\]\s*\{\s*--cell: (\d+);\s*\}', styles)
    }
    drawn = re.findall(r'<g id="([\w-]+)"', (ASSETS / "glyphs.svg").read_text(encoding="utf-8"))
    assert cells == {name: cell for cell, name in enumerate(drawn)}
    assert f"/ {100 * len(drawn)}% 100%" in styles
    used = {props["data-glyph"] for props in properties(wall.build(config())) if "data-glyph" in props}
    assert used <= set(cells)


@pytest.mark.parametrize(
    ("screen", "expected"),
    [((1.2, 5.0), 1.0), ((2.4, 5.0), 0.5), ((1.2, 10.0), 2.0), ((0.2, 0.6), 0.72)],
)
def test_the_unit_follows_screen_and_distance(screen: tuple[float, float], expected: float) -> None:
    """Twice as far needs everything twice as large; a screen twice as high needs half."""
    assert wall.scale({"height_m": screen[0], "distance_m": screen[1]}) == pytest.approx(expected)


def test_the_smallest_text_to_be_read_is_twenty_minutes_of_arc() -> None:
    """26 units, on any screen: the law of the wall in figures."""
    styles = (ASSETS / "wall.css").read_text(encoding="utf-8")
    found = re.search(r"--text-read: calc\((\d+) \* var\(--u\)\)", styles)
    assert found is not None
    for height_m, distance_m in ((1.2, 5.0), (2.7, 8.0), (0.2, 0.6)):
        unit_m = wall.scale({"height_m": height_m, "distance_m": distance_m}) * height_m / 1080
        assert int(found[1]) * unit_m >= 0.0058 * distance_m * 0.99


@pytest.mark.parametrize("screen", [(0.0, 5.0), (1.2, -1.0), (float("nan"), 5.0)])
def test_a_screen_without_a_size_is_refused(screen: tuple[float, float]) -> None:
    """With a sentence that names both."""
    with pytest.raises(ValueError, match=r"height_m is .* and distance_m is"):
        wall.scale({"height_m": screen[0], "distance_m": screen[1]})


def test_the_level_below_the_scope_is_listed() -> None:
    """By short names in the page's language; a name that is nothing but its kind stays."""
    assert [one["name"] for one in divisions(config("zh"))][:2] == ["秦虹", "夫子庙"]
    assert divisions(config("en"))[0] == {"code": "320104001", "name": "Qinhong"}
    odd = {"code": "320104004001", "name_zh": "社区", "name_en": "Wufu Street Community"}
    assert [divisions({"lang": lang, "divisions": [odd]})[0]["name"] for lang in ("zh", "en")] == [
        "社区",
        "Wufu Street",
    ]


def test_a_surveyed_district_is_not_called_a_sketch_and_land_is_credited() -> None:
    """The credit goes where tiles hide the land: they have their own."""

    def notes(**more: Any) -> list[str]:
        page = wall.build({**config("en"), **more})
        return [
            str(props["children"])
            for props in properties(page)
            if props.get("className") in ("map-note", "map-credit")
        ]

    credit = "© OpenStreetMap contributors"
    assert len(notes()) == 1 and "not a survey" in notes()[0]
    assert notes(surveyed=True) == []
    assert notes(surveyed=True, land_credit=credit) == [credit]
    assert notes(surveyed=True, land_credit=credit, basemap={"credit": "A city"}) == []


def test_no_screen_carries_the_administrators_texts() -> None:
    """Nor does the desk: they stand on a page of their own."""
    for page in (wall.build(config()), desk_page.build({**config(), "open": None})):
        told = next(props["data-config"] for props in properties(page) if "data-config" in props)
        assert not [key for key in json.loads(told)["words"] if key.startswith("admin.")]

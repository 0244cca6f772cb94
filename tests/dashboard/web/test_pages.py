"""What the wall is told, and what it says when its address is wrong."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.web.pages import DeskPage, WallPage, is_page
from feeds.geo.district import District
from tests.dashboard.web.site_parts import settings_for


def page(folder: Path, district: District, **settings: object) -> WallPage:
    """A page whose layout is its configuration, as text."""

    def build(config: Mapping[str, Any]) -> Component:
        return html.Pre(json.dumps(config))

    return WallPage(settings_for(folder, **settings), district, "1.2.3", build)  # type: ignore[arg-type]


def config_of(component: Any) -> dict[str, Any]:
    """The configuration a layout was built from."""
    pre = component if isinstance(component, html.Pre) else component.children[0]
    made: dict[str, Any] = json.loads(pre.children)
    return made


def note_of(component: Any) -> str:
    """What the page says about its address; "" when it says nothing."""
    return (
        ""
        if isinstance(component, html.Pre)
        else " ".join(p.children for p in component.children[1].children)
    )


def test_the_district_is_the_default(tmp_path: Path, district: District) -> None:
    """In Chinese, with everything the live lane needs."""
    config = config_of(page(tmp_path, district).layout(""))
    assert (config["lang"], config["scope"], config["place_zh"], config["place_en"]) == (
        "zh",
        "320104",
        "秦淮区",
        "Qinhuai District",
    )
    assert config["build"] == "1.2.3" and config["ticket_url"] == "/api/live-ticket"
    (south, west), (north, east) = config["map"]["bounds"]
    assert south < config["map"]["center"][0] < north and west < config["map"]["center"][1] < east


def test_an_address_chooses_language_and_street(tmp_path: Path, district: District) -> None:
    """And the map's view with it."""
    config = config_of(page(tmp_path, district).layout("?lang=en&scope=320104004"))
    assert (config["lang"], config["scope"], config["place_en"]) == (
        "en",
        "320104004",
        "Shuangtang Subdistrict",
    )
    assert config["map"]["zoom"] > 15


@pytest.mark.parametrize("search", ["?lang=fr", "?scope=320105", "?scope=3201040041", "?scope=<b>"])
def test_what_is_unknown_falls_back_and_says_so(tmp_path: Path, district: District, search: str) -> None:
    """The note quotes what was asked; nothing else changes."""
    built = page(tmp_path, district).layout(search)
    assert search.partition("=")[2] in note_of(built)
    assert config_of(built)["scope"] == "320104" and config_of(built)["lang"] == "zh"


def test_a_street_wall_does_not_show_its_neighbours(tmp_path: Path, district: District) -> None:
    """The wall's own scope is the widest; its name may come from the settings."""
    wall = page(tmp_path, district, scope="320104004", place_zh="双塘")
    assert config_of(wall.layout(""))["place_zh"] == "双塘"
    assert "320104005" in note_of(wall.layout("?scope=320104005"))
    assert not wall.shows("320104") and wall.shows("320104004")


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("/desk", None),
        ("/desk/incidents/I-6NEZLWZX3XMD5VX2", "I-6NEZLWZX3XMD5VX2"),
        ("/desk/incidents/a/b", None),
    ],
)
def test_the_desk_is_told_what_is_open(
    tmp_path: Path, district: District, path: str, opened: str | None
) -> None:
    """Beside everything the wall is told."""

    def build(config: Mapping[str, Any]) -> Component:
        return html.Pre(json.dumps(config))

    desk = DeskPage(settings_for(tmp_path), district, "1.2.3", build)
    config = config_of(desk.at(path, "?lang=en"))
    assert config.pop("open") == opened
    assert config == config_of(page(tmp_path, district).layout("?lang=en"))
    assert "fr" in note_of(desk.at(path, "?lang=fr"))


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/wall", True),
        ("/desk", True),
        ("/desk/incidents/I-1", True),
        ("/desk/", False),
        ("/desk/incidents/", False),
        (f"/desk/incidents/{'x' * 65}", False),
        ("/desk/incidents/网", False),
        ("/desk/incidents/a\n", False),
        ("/wall/incidents/I-1", False),
    ],
)
def test_only_our_pages_are_pages(path: str, there: bool) -> None:
    """Everything else is a real 404."""
    assert is_page(path) is there

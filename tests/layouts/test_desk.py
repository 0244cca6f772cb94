"""The desk as a value: every part in both languages, every place a live module writes to, nothing twice."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.incidents.departments import DEPARTMENTS
from dashboard.incidents.states import Role
from layouts.desk import DESK_PANELS, page
from layouts.desk.choices import choices
from layouts.desk.queue import GRID_ID, GRID_TEXTS
from layouts.desk.tabs import VIEWS
from layouts.stage import STORES
from layouts.words import BILINGUAL, LANGUAGES, Lang, words
from tests.layouts.test_wall import ASSETS, CHINESE, config, plain, properties, texts

DESK = ASSETS / "live" / "desk"
PLACES = ("bar", "alarms", "board", "pane", "line")


def desk(lang: Lang = "zh", mode: str = "demo", opened: str | None = None) -> Component:
    return page.build({**config(lang, mode), "open": opened})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("place", "name", "build"), DESK_PANELS)
def test_every_part_builds_in_both_languages(place: str, name: str, build: Any, lang: Lang) -> None:
    """Each gives one element that carries its name, in a place the desk has; the English one is English."""
    part = build({**config(lang), "open": None})
    assert plain(part)["props"]["data-panel"] == name and place in PLACES
    if lang == "en":
        both = {words("en")[key] for key in BILINGUAL}
        assert [text for text in texts(part) if CHINESE.search(text) and text not in both] == []


def test_building_is_pure() -> None:
    """Same configuration, same page."""
    assert json.dumps(plain(desk()), default=repr) == json.dumps(plain(desk()), default=repr)


def test_ids_are_unique() -> None:
    """The live lane finds the map, the grid, the card, the banner and the stores by these."""
    ids = Counter(props["id"] for props in properties(desk()) if "id" in props)
    assert set(ids.values()) == {1}
    assert {"wanglou", "map", "card", "deadman", GRID_ID, *STORES} <= set(ids)


def test_the_page_says_which_it_is_and_what_is_open() -> None:
    """The same lane runs on the wall; what differs follows from this."""
    props = plain(desk("en", opened="I-ABC"))["props"]
    told = json.loads(props["data-config"])
    assert (props["data-page"], told["open"], told["lang"]) == ("desk", "I-ABC", "en")
    assert told["desk"] == choices(config("en"))


def test_fields_offer_everything_there_is() -> None:
    """All roles and departments, and the streets of the scope, each once and named."""
    offered = choices(config("zh"))
    assert [one["id"] for one in offered["roles"]] == [role.value for role in Role]
    assert [one["id"] for one in offered["units"]] == [unit.id for unit in DEPARTMENTS]
    assert len(offered["streets"]) == 12 and offered["first_role"] in {one["id"] for one in offered["roles"]}
    assert all(
        CHINESE.search(one["name"]) for kind in ("roles", "streets", "states") for one in offered[kind]
    )
    assert not any(CHINESE.search(one["name"]) for one in choices(config("en"))["roles"])


@pytest.mark.parametrize("mode", ["live", "exercise", "demo"])
def test_the_bar_has_a_place_for_whoever_sits_there(mode: str) -> None:
    """By their own word or signed in: the same places in every mode, hidden until the server has said who it
    is; the way out, and the line that says when a session is over.
    """
    slots = {props.get("data-slot"): props for props in properties(desk("en", mode))}
    assert {"officer", "account", "unit", "note"} <= slots.keys()
    assert all(slots[name]["hidden"] for name in ("in", "out", "admin", "expired"))
    assert words("en")["officer.expired"] in texts(desk("en", mode))


def test_that_nothing_is_stored_has_a_place_in_the_bar() -> None:
    """Hidden until the store refuses, and said aloud then."""
    amiss = next(props for props in properties(desk()) if props.get("data-slot") == "amiss")
    assert (amiss["hidden"], amiss["role"]) == (True, "status")


def test_the_mode_and_the_banner_are_on_the_desk_too() -> None:
    """Who works here must know as well as who looks at the wall."""
    assert {"演示 DEMO", "数据中断", "DATA STOPPED"} <= set(texts(desk()))
    assert "演示 DEMO" not in texts(desk(mode="live"))


@pytest.mark.parametrize(("_place", "name", "build"), DESK_PANELS)
def test_every_place_a_module_writes_to_exists(_place: str, name: str, build: Any) -> None:
    """The slots a part's module names literally are in what Python builds."""
    module = (DESK / f"{name}.mjs").read_text(encoding="utf-8")
    wanted = set(re.findall(r'slot\(element, "([\w-]+)"\)', module))
    assert wanted <= {props.get("data-slot") for props in properties(build({**config(), "open": None}))}


def test_every_part_has_a_live_module_in_the_registry() -> None:
    """One name across the stack."""
    registry = (DESK / "index.mjs").read_text(encoding="utf-8")
    for _, name, _ in DESK_PANELS:
        assert re.search(rf"\b{name}: \w+\.mount,", registry), name


def test_the_grid_takes_rows_from_nobody_but_the_live_lane_and_speaks_the_page_s_language() -> None:
    """No rows, no columns, nothing of the edition that wants a licence."""
    for lang in LANGUAGES:
        grid = next(props for props in properties(desk(lang)) if props.get("id") == GRID_ID)
        assert (grid["rowData"], grid["columnDefs"], grid["getRowId"]) == ([], [], "params.data.id")
        assert not grid.get("enableEnterpriseModules") and not grid.get("dangerously_allow_code")
        assert set(grid["dashGridOptions"]["localeText"]) == set(GRID_TEXTS)
        assert grid["dashGridOptions"]["localeText"]["noRowsToShow"] == words(lang)["grid.noRowsToShow"]


def test_every_board_has_a_tab_and_a_key() -> None:
    """The first is shown until somebody asks for another."""
    tabs = [props for props in properties(desk()) if props.get("role") == "tab"]
    assert [tab["data-view"] for tab in tabs] == [name for name, _, _ in VIEWS]
    assert [tab["aria-selected"] for tab in tabs] == ["true", "false"]
    assert len({key for _, _, key in VIEWS}) == len(VIEWS)


def test_every_style_of_the_desk_uses_the_tokens_alone() -> None:
    """No colour is named outside tokens.css."""
    for sheet in ASSETS.glob("desk*.css"):
        named = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", sheet.read_text(encoding="utf-8"))
        assert [one for one in named if one not in ("#deadman", "#wanglou")] == [], sheet.name


def test_the_document_names_every_part() -> None:
    """A part nobody can read about is a part nobody looks after."""
    said = (ASSETS.parent / "docs" / "desk.md").read_text(encoding="utf-8")
    assert [name for _, name, _ in DESK_PANELS if f"| `{name}` |" not in said] == []


def test_the_squads_of_an_imported_district_are_offered_and_named() -> None:
    """Under the names its streets have in the survey; those of our register are not repeated."""
    streets = [{"code": "110101001", "name_zh": "东华门街道", "name_en": "Donghuamen Subdistrict"}]
    own = {**config("zh"), "streets": streets, "divisions": streets, "open": None}
    units = [one["id"] for one in choices(own)["units"]]
    assert units[-1] == "street-110101001" and not any(unit.startswith("street-3201") for unit in units)
    props = next(one for one in properties(page.build(own)) if one.get("id") == "wanglou")
    told = json.loads(props["data-config"])
    assert told["words"]["pane.department.street-110101001"] == "东华门街道综合行政执法队"

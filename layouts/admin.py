"""``/admin``: people, screens, sources' tokens, sessions and the log of all that. The page holds no data; its
module asks for them as the administrator it is.
"""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.incidents.departments import directory
from dashboard.incidents.states import ROLE_NAMES
from layouts.divisions import divisions
from layouts.plain_page import Html, page, tag, words_of

SECTIONS: Final = ("users", "screens", "tokens", "sessions", "audit")
"""In the order of the tabs and of their keys; the live twin of each is ``assets/live/admin/<name>.mjs``."""


def admin_page(config: Mapping[str, Any]) -> str:
    """``config``: lang, mode, scope, place_zh, place_en, streets and divisions (below ``scope``)."""
    texts = words_of(config["lang"], "admin.", "mode.", "title.", "desk.other_language", "officer.",
                     "sign_in.unreachable", "sign_in.wait", "sign_in.to_desk")  # fmt: skip
    place = config["place_en"] if config["lang"] == "en" else config["place_zh"]
    told = {
        "lang": config["lang"],
        "mode": config["mode"],
        "words": texts,
        "roles": _named((role.value, *names) for role, names in ROLE_NAMES.items())[config["lang"]],
        "units": _units(config),
        "scopes": _scopes(config),
    }
    tabs = [
        tag("button", tag("kbd", str(n)), " ", texts[f"admin.{name}"], type="button", role="tab",
            id=f"tab-{name}", data_tab=name, aria_controls=f"board-{name}", aria_selected="false",
            tabindex="-1")
        for n, name in enumerate(SECTIONS, 1)
    ]  # fmt: skip
    boards = [
        tag("section", role="tabpanel", id=f"board-{name}", data_board=name, aria_labelledby=f"tab-{name}",
            hidden=True)
        for name in SECTIONS
    ]  # fmt: skip
    return page(
        told,
        name="admin",
        title=f"{texts['admin.title']} · {texts['title.page'].format(place=place)}",
        styles=("panel_titlebar.css", "admin.css"),
        body=[
            _bar(config, texts, place),
            tag("nav", *tabs, class_="admin-tabs", role="tablist", aria_label=texts["admin.title"]),
            tag("p", class_="admin-said", role="status", data_slot="said"),
            tag("main", *boards),
            tag("noscript", words_of(config["lang"], "sign_in.needs_script")["sign_in.needs_script"]),
        ],
    )


def _bar(config: Mapping[str, Any], texts: Mapping[str, str], place: str) -> Html:
    other = "zh" if config["lang"] == "en" else "en"
    return tag(
        "header",
        tag("span", class_="crest", role="img", aria_label=texts["title.crest"]),
        tag("h1", f"{texts['admin.title']} · {place}"),
        tag("span", texts[f"mode.{config['mode']}"], class_="badge", data_mode=config["mode"]),
        tag("span", class_="admin-who", data_slot="who"),
        tag("a", texts["sign_in.to_desk"], href=f"/desk?lang={config['lang']}"),
        tag(
            "a", texts["desk.other_language"], href=f"?lang={other}", lang="zh-CN" if other == "zh" else "en"
        ),
        tag("button", texts["officer.sign_out"], type="button", data_do="out"),
        class_="admin-bar",
    )


def _named(rows: Any) -> dict[str, list[dict[str, str]]]:
    """Lists of ``{id, name}`` by language, of rows of id, Chinese and English."""
    listed = list(rows)
    return {
        "zh": [{"id": one[0], "name": one[1]} for one in listed],
        "en": [{"id": one[0], "name": one[2]} for one in listed],
    }


def _units(config: Mapping[str, Any]) -> list[dict[str, str]]:
    offices = directory((one["code"], one["name_zh"], one["name_en"]) for one in config["streets"])
    return _named((unit.id, unit.zh, unit.en) for unit in offices)[config["lang"]]


def _scopes(config: Mapping[str, Any]) -> list[dict[str, str]]:
    """All of this installation, and each street below it: accounts and screens may be bound to one."""
    below = divisions(config) if len(str(config["scope"])) == len("320104") else []
    return [{"id": one["code"], "name": one["name"]} for one in below]

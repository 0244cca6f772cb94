"""The pages without Dash: complete in both languages, nothing inline, nothing but text from outside."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from layouts.admin import SECTIONS, admin_page
from layouts.plain_page import Html, tag
from layouts.sign_in import sign_in_page

ASSETS = Path(__file__).resolve().parents[2] / "assets"
HOSTILE = "\"><script>alert(1)</script>' onload=alert(1) </main>"


class Read(HTMLParser):
    """All elements of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            had
            for name, had in self.elements
            if name == tag and all(had.get(key) == value for key, value in wanted.items())
        ]


def config(lang: str = "zh", **more: Any) -> dict[str, Any]:
    place = {"place_zh": "秦淮区", "place_en": "Qinhuai"}
    known = {"lang": lang, "mode": "live", "next": "/desk", "oidc": False, "refused": "", "least_password": 8}
    streets = [{"code": "320104004", "name_zh": "夫子庙街道", "name_en": "Fuzimiao Subdistrict"}]
    return {**place, **known, "scope": "320104", "streets": streets, "divisions": streets, **more}


PAGES = {"sign_in": sign_in_page, "admin": admin_page}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_inline(name: str, lang: str) -> None:
    """No script but a file of ours, no style, no handler: the content policy needs no exception."""
    read = Read(PAGES[name](config(lang)))
    assert [had.get("src") for had in read.all("script")] == [f"/assets/live/{name}/page.mjs"]
    assert not read.all("style") and not any("style" in had for _, had in read.elements)
    assert not any(key.startswith("on") for _, had in read.elements for key in had)
    fetched = [had["href"] for had in read.all("link")] + [had["src"] for had in read.all("script")]
    assert all((ASSETS / str(path).removeprefix("/assets/")).is_file() for path in fetched)


@pytest.mark.parametrize("name", PAGES)
def test_a_place_is_text(name: str) -> None:
    """A place's name, a refusal: whatever stands in them begins no element."""
    plain = Read(PAGES[name](config()))
    read = Read(PAGES[name](config(place_zh=HOSTILE, refused=HOSTILE)))
    assert [name for name, _ in read.elements] == [name for name, _ in plain.elements]
    assert HOSTILE in read.text


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_parts(name: str) -> None:
    """English has everything that Chinese has, and no Chinese but the way back to it."""
    zh, en = Read(PAGES[name](config("zh"))), Read(PAGES[name](config("en")))
    assert [tag for tag, _ in zh.elements] == [tag for tag, _ in en.elements]
    assert not re.search(r"[\u4e00-\u9fff]", en.text.replace("中文 / EN", ""))
    told = json.loads(str(en.all("body")[0]["data-config"]))
    assert told["lang"] == "en" and told["words"]["title.crest"]


def test_a_store_of_passwords_finds_its_fields() -> None:
    """Name, present and new password say which they are; the first has the focus; none cuts a password."""
    read = Read(sign_in_page(config()))
    said = [(had.get("name"), had.get("autocomplete")) for had in read.all("input") if "name" in had]
    assert said == [
        ("name", "username"),
        ("password", "current-password"),
        ("name", "username"),
        ("old", "current-password"),
        ("new", "new-password"),
        ("again", "new-password"),
    ]
    assert "autofocus" in read.all("input", name="name")[0]
    assert not any("maxlength" in had for had in read.all("input", type="password"))


def test_the_citys_sign_on_is_offered_where_there_is_one() -> None:
    """And leads back to where one was going."""
    assert not Read(sign_in_page(config())).all("a", **{"class": "button", "href": "/oidc/start"})
    read = Read(sign_in_page(config("en", oidc=True, next="/desk?q=a&b=c")))
    assert "/oidc/start?lang=en&next=%2Fdesk%3Fq%3Da%26b%3Dc" in [had.get("href") for had in read.all("a")]


def test_a_demonstration_says_that_nobody_needs_an_account() -> None:
    """In words; elsewhere it does not."""
    assert "演示自动登录" in sign_in_page(config(mode="demo"))
    assert "演示自动登录" not in re.sub(r"data-config=\S+", "", Read(sign_in_page(config())).text)


def test_every_tab_has_its_board_and_its_module() -> None:
    """In order, under the keys 1 to 5."""
    read = Read(admin_page(config()))
    assert [had["data-tab"] for had in read.all("button", role="tab")] == list(SECTIONS)
    assert [had["data-board"] for had in read.all("section")] == list(SECTIONS)
    assert all((ASSETS / "live/admin" / f"{name}.mjs").is_file() for name in SECTIONS)


def test_an_administrator_may_choose_from_what_there_is() -> None:
    """Roles, departments with the streets' squads, and the streets below a district; below a street none."""
    told = json.loads(str(Read(admin_page(config("en"))).all("body")[0]["data-config"]))
    assert {"id": "shift_lead", "name": "Shift lead"} in told["roles"]
    assert {"id": "street-320104004", "name": "Fuzimiao street squad"} in told["units"]
    assert told["scopes"] == [{"id": "320104004", "name": "Fuzimiao"}]
    told = json.loads(str(Read(admin_page(config(scope="320104004"))).all("body")[0]["data-config"]))
    assert told["scopes"] == []


def test_html_is_escaped_once() -> None:
    """Text becomes text, elements stay elements."""
    assert tag("p", "a<b", tag("b", "&")) == "<p>a&lt;b<b>&amp;</b></p>"
    assert tag("input", value='"', hidden=True, for_=None) == '<input value="&quot;" hidden>'
    assert tag("p", Html("<i></i>")) == "<p><i></i></p>"

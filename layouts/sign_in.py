"""``/sign-in``: name and password, the one-time password that must be changed, and who is signed in already.

All of it stands in the page from the start, so that a browser's own store of passwords finds its fields; the
live module shows the part that is due.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from layouts.plain_page import Html, page, tag, words_of


def sign_in_page(config: Mapping[str, Any]) -> str:
    """``config``: lang, mode, place_zh, place_en, next (a path of ours), oidc (whether there is a city's own
    sign-on), refused (a sentence, or ""), least_password (characters).
    """
    texts = words_of(config["lang"], "sign_in.", "mode.", "title.", "watermark.", "desk.other_language")
    place = config["place_en"] if config["lang"] == "en" else config["place_zh"]
    parts = [
        _head(config, texts, place),
        tag("p", config["refused"], class_="sign-in-said", role="alert", data_slot="said"),
        _sign_in(config, texts),
        _change(config, texts),
        _signed_in(texts),
    ]
    demo = [tag("p", texts["sign_in.demo"], class_="sign-in-demo")] if config["mode"] == "demo" else []
    main = tag("main", *parts, *demo, class_="sign-in-card")
    return page(
        {**config, "words": texts},
        name="sign_in",
        title=f"{texts['sign_in.title']} · {texts['title.page'].format(place=place)}",
        styles=("panel_titlebar.css", "sign_in.css"),
        body=[main, tag("noscript", texts["sign_in.needs_script"])],
    )


def _head(config: Mapping[str, Any], texts: Mapping[str, str], place: str) -> Html:
    other = "zh" if config["lang"] == "en" else "en"
    mode = tag("span", texts[f"mode.{config['mode']}"], class_="badge", data_mode=config["mode"])
    language = tag("a", texts["desk.other_language"], href=f"?{_going_on(config, other)}",
                   lang="zh-CN" if other == "zh" else "en")  # fmt: skip
    crest = tag("span", class_="crest", role="img", aria_label=texts["title.crest"])
    return tag(
        "header",
        tag("p", crest, texts["title.centre"].format(place=place), class_="sign-in-place"),
        tag("p", mode, language, class_="sign-in-state"),
        tag("h1", texts["sign_in.heading"]),
    )


def _going_on(config: Mapping[str, Any], lang: str) -> str:
    """A query that keeps where to go afterwards."""
    return urlencode({"lang": lang, "next": config["next"]})


def _sign_in(config: Mapping[str, Any], texts: Mapping[str, str]) -> Html:
    fields = [
        _field("name", texts["sign_in.name"], type="text", autocomplete="username", autocapitalize="none",
               spellcheck="false", maxlength="32", autofocus=True),
        _field("password", texts["sign_in.password"], type="password", autocomplete="current-password"),
    ]  # fmt: skip
    city = (
        tag(
            "a",
            texts["sign_in.city"],
            href=f"/oidc/start?{_going_on(config, config['lang'])}",
            class_="button",
        )
        if config["oidc"]
        else Html("")
    )
    return tag(
        "form", *fields, _shower("sign-in-shown", texts), _button(texts["sign_in.go"]), city,
        tag("p", texts["sign_in.forgot"], class_="sign-in-note"),
        method="post", action="/api/sign-in", data_part="sign_in", autocomplete="on",
    )  # fmt: skip


def _change(config: Mapping[str, Any], texts: Mapping[str, str]) -> Html:
    """The account's name is there for the browser, which would not know whose password it keeps."""
    rule = texts["sign_in.rule"].format(least=config["least_password"])
    whose = tag("input", type="text", name="name", autocomplete="username", hidden=True, readonly=True)
    fields = [
        _field("old", texts["sign_in.old"], type="password", autocomplete="current-password"),
        _field("new", texts["sign_in.new"], type="password", autocomplete="new-password",
               aria_describedby="rule"),
        _field("again", texts["sign_in.again"], type="password", autocomplete="new-password"),
    ]  # fmt: skip
    return tag(
        "form",
        tag("p", texts["sign_in.must_change"], class_="sign-in-why", data_slot="why"),
        whose,
        *fields,
        tag("p", rule, class_="sign-in-note", id="rule"),
        _shower("change-shown", texts),
        _button(texts["sign_in.change"]),
        method="post",
        action="/api/password",
        data_part="change",
        hidden=True,
    )


def _signed_in(texts: Mapping[str, str]) -> Html:
    return tag(
        "section",
        tag("p", data_slot="who"),
        tag("a", texts["sign_in.go_on"], href="/desk", class_="button", data_slot="go_on"),
        tag("button", texts["sign_in.change"], type="button", data_do="change"),
        tag("button", texts["sign_in.out"], type="button", data_do="out"),
        data_part="signed_in",
        hidden=True,
    )


def _field(name: str, label: str, **attributes: str | bool) -> Html:
    """Long passwords and pasted ones are welcome: no length is cut, no key is caught."""
    field = tag("input", name=name, required=True, **attributes)
    return tag("label", tag("span", label), field, class_="sign-in-field")


def _shower(id_: str, texts: Mapping[str, str]) -> Html:
    box = tag("input", type="checkbox", id=id_, data_do="show")
    return tag("label", box, texts["sign_in.show"], class_="sign-in-show", for_=id_)


def _button(text: str) -> Html:
    return tag("button", text, type="submit", class_="button")


def onward_page(href: str) -> str:
    """A page that leads on by itself: what comes next is then asked for by a page of ours, not by whoever
    sent the browser here.
    """
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="refresh", content=f"0;url={href}"),
        tag("title", "望楼 Wanglou"),
    ]
    way = tag("p", tag("a", "继续 Continue", href=href))
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', way), lang='zh-CN')}\n"

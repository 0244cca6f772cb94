"""The desk's top bar: whose desk, who sits at it, the time, the mode, and whether to believe it."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, mark, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """Crest and centre | officer | clock, mode, link, sound, language."""
    words = texts(config)
    return html.Header(
        [_centre(config, words), _officer(config, words), _state(config, words)],
        className="deskbar",
        **data(panel="deskbar", standing="loading"),
    )


def _centre(config: Mapping[str, Any], words: Mapping[str, str]) -> Component:
    place = config["place_en"] if config["lang"] == "en" else config["place_zh"]
    crest = html.Span(className="crest", role="img", **aria(label=words["title.crest"]))
    return html.Div([crest, html.H1(words["desk.title"].format(place=place))], className="deskbar-centre")


def _officer(config: Mapping[str, Any], words: Mapping[str, str]) -> Component:
    """Nobody can sign in yet: in words, not only in the documents."""
    if config["mode"] == "live":
        return html.P(words["desk.no_sign_in"], className="deskbar-officer deskbar-closed", role="note")
    name = _label(words["officer.name"])
    role = _label(words["officer.role"])
    unit = _label(words["officer.unit"], hidden=True, **data(slot="unit"))
    note = html.Span(words["officer.by_own_word"], className="deskbar-word")
    return html.Div([name, role, unit, note], className="deskbar-officer", role="group",
                    **data(slot="officer"), **aria(label=words["officer.label"]))  # fmt: skip


def _label(text: str, **attributes: Any) -> Component:
    """A place for one field; the live twin puts the field in, for it alone knows what was kept."""
    return html.Label([html.Span(text)], className="deskbar-field", **attributes)


def _state(config: Mapping[str, Any], words: Mapping[str, str]) -> Component:
    mode = str(config["mode"])
    clock = html.Time(className="deskbar-clock", **data(slot="clock"))
    badge = html.Span(words[f"mode.{mode}"], className="badge", title=words["mode.label"], **data(mode=mode))
    word = html.Span(words["link.connecting"], className="link-word", **data(slot="link"))
    link = html.Div(
        [mark("link-late"), word, slot("link-detail", "link-detail")],
        className="link",
        role="status",
        title=words["link.label"],
        **data(link="connecting"),
    )
    other = html.A(words["desk.other_language"], className="deskbar-language", href="?lang=en",
                   lang="zh-CN" if config["lang"] == "en" else "en", **data(slot="language"))  # fmt: skip
    return html.Div(
        [slot("date", "deskbar-date"), clock, badge, link, slot("sound", "deskbar-sound"), other],
        className="deskbar-state",
    )

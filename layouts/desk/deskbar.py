"""The desk's top bar: whose desk, who sits at it, the time, the mode, and whether to believe it."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, belief, data, mark, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """Crest and centre | officer | that nothing is stored, clock, mode, link, sound, language."""
    words = texts(config)
    return html.Header(
        [_centre(config, words), _officer(config, words), _state(config, words), _expired(words)],
        className="deskbar",
        **data(panel="deskbar", standing="loading"),
    )


def _centre(config: Mapping[str, Any], words: Mapping[str, str]) -> Component:
    place = config["place_en"] if config["lang"] == "en" else config["place_zh"]
    crest = html.Span(className="crest", role="img", **aria(label=words["title.crest"]))
    return html.Div([crest, html.H1(words["desk.title"].format(place=place))], className="deskbar-centre")


def _officer(config: Mapping[str, Any], words: Mapping[str, str]) -> Component:
    """Fields for whoever names themselves, and the name of whoever is signed in: the live twin shows which
    it is, for the server says so to it alone.
    """
    parts = [
        _label(words["officer.name"], hidden=True),
        slot("account", "deskbar-account"),
        _label(words["officer.role"], hidden=True),
        _label(words["officer.unit"], hidden=True, **data(slot="unit")),
        slot("note", "deskbar-word"),
    ]
    return html.Div(parts, className="deskbar-officer", role="group", **data(slot="officer"),
                    **aria(label=words["officer.label"]))  # fmt: skip


def _ways(config: Mapping[str, Any], words: Mapping[str, str]) -> list[Component]:
    """In, out, and to the administrators' page."""
    lang = config["lang"]
    return [
        html.A(words["officer.admin"], href=f"/admin?lang={lang}", hidden=True, className="deskbar-language",
               **data(slot="admin")),
        html.Button(words["officer.sign_in"], type="button", hidden=True, **data(slot="in")),
        html.Button(words["officer.sign_out"], type="button", hidden=True, **data(slot="out")),
    ]  # fmt: skip


def _expired(words: Mapping[str, str]) -> Component:
    again = html.Button(words["officer.sign_in_again"], type="button", **data(slot="again"))
    return html.P(
        [html.Span(words["officer.expired"]), again],
        className="deskbar-expired",
        hidden=True,
        role="status",
        **data(slot="expired"),
    )


def _label(text: str, **attributes: Any) -> Component:
    """A place for one field; the live twin puts the field in, for it alone knows what was kept."""
    return html.Label([html.Span(text)], className="deskbar-field", **attributes)


def _amiss() -> Component:
    """Where an officer looks before giving an order; hidden while all is well."""
    return html.Div(
        [mark("source-failing"), slot("amiss-note")],
        className="deskbar-amiss",
        hidden=True,
        role="status",
        **data(slot="amiss"),
    )


def _state(config: Mapping[str, Any], words: Mapping[str, str]) -> Component:
    clock = html.Time(className="deskbar-clock", **data(slot="clock"))
    other = html.A(words["desk.other_language"], className="deskbar-language", href="?lang=en",
                   lang="zh-CN" if config["lang"] == "en" else "en", **data(slot="language"))  # fmt: skip
    return html.Div(
        [
            _amiss(),
            slot("date", "deskbar-date"),
            clock,
            *belief(words, str(config["mode"])),
            slot("sound", "deskbar-sound"),
            *_ways(config, words),
            other,
        ],
        className="deskbar-state",
    )

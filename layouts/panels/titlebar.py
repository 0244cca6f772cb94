"""The top bar: whose wall this is, what time it is, in which mode it runs, whether to believe its data."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, belief, data, mark, slot, texts

OFFICE: Final = "综合指挥中心"


def build(config: Mapping[str, Any]) -> Component:
    """Crest and centre | date, clock, shift | mode, link, sound."""
    words = texts(config)
    place = config["place_en"] if config["lang"] == "en" else config["place_zh"]
    title = words["title.centre"].format(place=place)
    return html.Header(
        [_centre(words, title), _time(), _state(words, str(config["mode"]))],
        className="titlebar",
        **data(panel="titlebar", standing="loading"),
    )


def _centre(words: Mapping[str, str], title: str) -> Component:
    crest = html.Span(className="crest", role="img", **aria(label=words["title.crest"]))
    subject, office, rest = title.partition(OFFICE)
    # the one place where a Chinese title may turn: never within a word
    heading = html.H1([subject, html.Wbr(), office + rest] if subject and office else title)
    return html.Div([crest, heading], className="titlebar-centre")


def _time() -> Component:
    clock = html.Time(className="titlebar-clock", **data(slot="clock"))
    return html.Div(
        [slot("date", "titlebar-date"), clock, slot("shift", "titlebar-shift")], className="titlebar-time"
    )


def _state(words: Mapping[str, str], mode: str) -> Component:
    sound = html.Span(
        [mark("mute"), html.Span(words["sound.off"])], className="sound", title=words["sound.label"]
    )
    return html.Div([*belief(words, mode), sound], className="titlebar-state")

"""Pages without Dash: signing in, and the administrators'. HTML as text, where every text is escaped and
nothing stands inline, so that the content policy needs no exception for them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from layouts.words import Lang, words

VOID: Final = frozenset({"input", "link", "meta"})
"""Elements that have no end."""


class Html(str):
    """Text that is HTML already; all other text is escaped when it becomes a part of it."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | bool | None) -> Html:
    """One element. ``class_`` and ``for_`` lose their underscore, others become hyphens; True is an attribute
    without a value, False and None is none.
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    start = f"<{name}{told}>"
    if name in VOID:
        return Html(start)
    inner = "".join(child if isinstance(child, Html) else escape(child) for child in children)
    return Html(f"{start}{inner}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def page(
    config: Mapping[str, Any], *, name: str, title: str, styles: Sequence[str], body: Iterable[Html]
) -> str:
    """The whole document. ``name`` is the body's class and the folder of its module; the browser is told
    ``config`` as JSON in the body's ``data-config``.
    """
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="dark"),
        tag("title", title),
        tag("link", rel="icon", href="/assets/crest.svg"),
        *(tag("link", rel="stylesheet", href=f"/assets/{style}") for style in ("tokens.css", *styles)),
        tag("script", type="module", src=f"/assets/live/{name}/page.mjs"),
    ]
    told = json.dumps(config, ensure_ascii=False)
    whole = tag(
        "html", tag("head", *head), tag("body", *body, class_=name.replace("_", "-"), data_config=told),
        lang="zh-CN" if config["lang"] == "zh" else "en",
    )  # fmt: skip
    return f"<!doctype html>\n{whole}\n"


def words_of(lang: Lang, *prefixes: str) -> dict[str, str]:
    """The texts whose keys begin so: a page carries no more than it shows."""
    return {key: text for key, text in words(lang).items() if key.startswith(prefixes)}

"""What a screen shows that was never given its token, or whose token was taken back: a calm sentence, for
whoever looks after it. Never a form: nobody types a password into a wall.
"""

from html import escape
from typing import Final

from layouts.words import LANGUAGES, words

AGAIN_S: Final = 10
"""The page asks again by itself: the wall comes up without anybody touching it."""


def enrolment_page(lang: str) -> str:
    """The whole document; an unknown language is Chinese."""
    lang = lang if lang in LANGUAGES else "zh"
    texts = words("en" if lang == "en" else "zh")
    lines = "".join(f"<p>{escape(texts[f'enrolment.{name}'])}</p>" for name in ("what", "how", "then"))
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{AGAIN_S}"><meta name="color-scheme" content="dark">'
        f"<title>{escape(texts['title.crest'])}</title>"
        '<link rel="icon" href="/assets/crest.svg"><link rel="stylesheet" href="/assets/tokens.css">'
        '<link rel="stylesheet" href="/assets/enrolment.css"></head><body class="enrolment"><main>'
        f"<h1>{escape(texts['enrolment.title'])}</h1>{lines}</main></body></html>"
    )

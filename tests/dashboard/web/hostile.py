"""Texts that have broken other programs, ours to keep; and what a program may make of them."""

import unicodedata
from typing import Final

from feeds.untrusted import clean_text

LONG: Final = 1_999
CORPUS: Final = (
    # markup and script
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<b>粗</b>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{7*7}}",
    "${7*7}",
    "<%= 7*7 %>",
    "<!--",
    "]]>",
    "<![CDATA[x]]>",
    "&lt;b&gt;&#x41;",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y 'z'>]>",
    "<style>*{display:none}</style>",
    "</textarea><script>",
    "[积水](javascript:alert(1))",
    # quotes, SQL, shells, formats
    "' OR '1'='1",
    "'; DROP TABLE change; --",
    '" OR ""="',
    "\\",
    "\\'",
    "`id`",
    "$(id)",
    "| id",
    "%s%s%s%n",
    "%d %x",
    "{0.__class__}",
    "{title}",
    "%00",
    "%2e%2e%2f",
    "../../etc/passwd",
    "..\\..\\win.ini",
    "C:\\NUL",
    # spreadsheets
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+1-1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    '=HYPERLINK("x")',
    "＝1+1",
    # control, direction, nothing to see
    "积\x00水",
    "\x1b[31m红\x1b[0m",
    "\x1b]0;title\x07",
    "a\bb",
    "a\x7fb",
    "a\x85b",
    "\u202e水积\u202c",
    "\u2066左\u2069",
    "\ufeff首",
    "零\u200b宽\u200d连",
    "\u00ad软",
    "\u2028行\u2029段",
    "第一行\n第二行\r\n第三行",
    "制\t表",
    "\u3000全角\u3000",
    "\u3164",
    # characters few programs are tried with
    "𠮷野家",
    "👩‍👩‍👧‍👦 🇨🇳",
    "Z̸̢͙a̷͎̿l̶̰̈g̴̦̈́o̴",
    "ﷺ",
    "İıſK",
    "ẞß",
    "e\u0301é",
    "\ufffd\ufffe\uffff",
    "\ue000私",
    "𝕳𝖊𝖑𝖑𝖔",
    # alone
    "\ud800",
    "水\udfff",
    "null",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1e309",
    "١٢٣",
    "None",
    "[]",
    "{}",
    "",
    "  ",
    "积" * LONG,
    "a" * LONG,
    "<" * LONG,
    "\u0301" * 500,
    "https://例え.テスト/%E2%80%AE",
    "con",
    "__proto__",
    "constructor",
)


def kept(text: str) -> str:
    """What must be stored: one line of what can be seen; nothing that can be seen is lost or altered."""
    cleaned = clean_text(text, "text", len(text))
    assert _seen(cleaned) == _seen(text)
    return cleaned


def _seen(text: str) -> str:
    """Letters, numbers, punctuation and symbols, in their order."""
    return "".join(each for each in text if unicodedata.category(each)[0] in "LNPS" and not _blank(each))


def _blank(character: str) -> bool:
    return character in "\u3164"


def strings_in(value: object) -> set[str]:
    """Every text in a JSON value, at any depth."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(strings_in, parts))

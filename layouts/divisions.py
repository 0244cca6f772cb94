"""The level below a scope: the streets of a district, or the communities of a street, in order of code."""

from typing import Final

from feeds.geo.qinhuai import STREETS
from feeds.geo.qinhuai_communities import COMMUNITIES

_SUBDISTRICT: Final = " Subdistrict"
"""Said once, in the panel's heading, and left out of every row."""


def divisions(scope: str, lang: str) -> list[dict[str, str]]:
    """Code and short name of each; empty for a scope we have no register of."""
    if scope in COMMUNITIES:
        rows = [(scope + row.tail, row.zh, row.en) for row in COMMUNITIES[scope]]
    else:
        rows = [
            (street.code, street.zh.removesuffix("街道"), street.en.removesuffix(_SUBDISTRICT))
            for street in STREETS
            if street.code.startswith(scope)
        ]
    return [{"code": code, "name": en if lang == "en" else zh} for code, zh, en in rows]

"""The level below a scope: the streets of a district, or the communities of a street, in order of code."""

from collections.abc import Mapping
from typing import Any, Final

_SAID_ONCE: Final = ("街道", "社区", " Subdistrict", " Community")
"""What they are is in the panel's heading, and left out of every row."""


def divisions(config: Mapping[str, Any]) -> list[dict[str, str]]:
    """Code and short name of each of ``config["divisions"]``, in the page's language."""
    name = "name_en" if config["lang"] == "en" else "name_zh"
    return [{"code": one["code"], "name": _short(one[name])} for one in config["divisions"]]


def _short(name: str) -> str:
    for kind in _SAID_ONCE:
        name = name.removesuffix(kind) or name
    return name

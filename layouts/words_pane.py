"""The texts of the incident's pane: facts, clocks, orders, history: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_PANE: Final[dict[str, tuple[str, str]]] = {}

"""The texts of the whistle: its board, its panel: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_WHISTLES: Final[dict[str, tuple[str, str]]] = {}

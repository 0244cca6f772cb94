"""The texts of the wall's figures: assessment, patrol, coverage: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_FIGURES: Final[dict[str, tuple[str, str]]] = {}

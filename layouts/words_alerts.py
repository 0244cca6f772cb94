"""The texts of alerts: what sounds until somebody acts: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_ALERTS: Final[dict[str, tuple[str, str]]] = {}

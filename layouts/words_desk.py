"""The texts of the desk's frame, its queue and its keys: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_DESK: Final[dict[str, tuple[str, str]]] = {}

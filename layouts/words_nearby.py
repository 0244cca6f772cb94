"""The texts of what is near an incident, workers, cameras, earlier reports: key -> (Chinese, English)."""

from typing import Final

WORDS_NEARBY: Final[dict[str, tuple[str, str]]] = {}

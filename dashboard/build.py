"""Which build this is: pages reload when the relay's differs from theirs."""

from typing import Final

BUILD: Final = "0.1.0"
"""The version of ``pyproject.toml``; a test compares."""

"""The passwords that people choose most, as leaks have shown: those of eight characters and more of a list of
30,000. Whose list, and its licence, stands in ``leaked_passwords.LICENSE``.
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("leaked_passwords.gz")


@cache
def leaked() -> frozenset[str]:
    """All of them in small letters; read when the first is asked for, 1 MB."""
    return frozenset(gzip.decompress(FILE.read_bytes()).decode().splitlines())

"""Bodies too long or too odd to stand in a line of a corpus, said in a few words and made here."""

import base64
import gzip
import json
import zlib
from functools import lru_cache
from typing import Any

Piece = str | dict[str, Any]
"""Text, sent as UTF-8, or one of: ``{"hex"}``, ``{"base64"}``, ``{"repeat": [piece, times]}``,
``{"join": [pieces]}``, ``{"gzip": piece}``, ``{"deflate": piece}``, ``{"keys": how many}``.
"""


@lru_cache(maxsize=128)
def made_once(written: str) -> bytes:
    """``made`` of a piece written as JSON: some take long, and are sent to every door."""
    return made(json.loads(written))


def made(piece: Piece) -> bytes:
    """The bytes that a piece stands for. Raises KeyError for a word that is none of those."""
    if isinstance(piece, str):
        return piece.encode()
    ((word, value),) = piece.items()
    match word:
        case "hex":
            return bytes.fromhex(value)
        case "base64":
            return base64.b64decode(value)
        case "repeat":
            return made(value[0]) * int(value[1])
        case "join":
            return b"".join(map(made, value))
        case "gzip":
            return gzip.compress(made(value), mtime=0)
        case "deflate":
            return zlib.compress(made(value))
        case "keys":
            return json.dumps({f"k{number}": number for number in range(value)}).encode()
    raise KeyError(word)

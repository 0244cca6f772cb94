"""One event, one line: how a log event becomes text that cannot break its line or give a secret away."""

import re
import traceback
from collections.abc import Iterable, MutableMapping
from typing import Any, Final

Event = MutableMapping[str, Any]

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, line separators, what turns the writing direction, and half characters."""

_PARAMETERS: Final = re.compile(
    r"(?i)\b(ticket|token|password|secret|api_key|authorization)(\"?\s*[=:]\s*\"?)[^\s&\",]+"
)

HIDDEN: Final = "(hidden)"

_TO_MILLISECONDS: Final = len("11-22 10:02:03.123")


def one_line(text: str) -> str:
    """The text with every character that could break or disguise a line written out."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def trace(error: BaseException) -> str:
    """An exception in one line: what it says, then where, innermost first."""
    if isinstance(error, BaseExceptionGroup):
        return " + ".join(trace(each) for each in error.exceptions)
    frames = reversed(traceback.extract_tb(error.__traceback__))
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames
    )
    cause = f" (from {trace(error.__cause__)})" if error.__cause__ else ""
    return f"{type(error).__name__}: {error} [{places}]{cause}"


def flat_exception(_logger: object, _method: str, event: Event) -> Event:
    """Replace ``exc_info`` by one line of text."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = trace(error)
    return event


def as_text(_logger: object, _method: str, event: Event) -> str:
    """``11-22 10:02:03.123 INFO    relay      started  port=8765``"""
    at, level, process, what = (event.pop(key) for key in ("at", "level", "process", "event"))
    head = f"{str(at)[:_TO_MILLISECONDS]} {level.upper():7} {process:10} {what}"
    return head + "".join(f"  {key}={_value(value)}" for key, value in event.items() if key[0] != "_")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    return repr(text) if " " in text or not text else text


class Hide:
    """Takes known secrets, and whatever stands behind a parameter called like one, out of a finished line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(sorted({secret for secret in secrets if secret}, key=len, reverse=True))

    def __call__(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return _PARAMETERS.sub(rf"\1\2{HIDDEN}", line)

"""What a setting's value may be: each kind turns the raw value of a file, the environment or the command line
into a typed one, or raises ``ValueError`` with the half sentence that follows "... is wrong:".

TOML brings typed values, the environment and the command line bring text; both pass the same kind.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

Parse = Callable[[object], object]


class Kind(NamedTuple):
    """One kind of value: how to read it, and what the documentation calls it."""

    says: str
    parse: Parse


def text(says: str = "text", pattern: str = r"[^\x00-\x1f\x7f]*", example: str = "one line of text") -> Kind:
    """One line of text that matches ``pattern`` as a whole; ``example`` completes "expected ..."."""

    def parse(raw: object) -> str:
        if not isinstance(raw, str) or not re.fullmatch(pattern, raw):
            raise ValueError(f"expected {example}")
        return raw

    return Kind(says, parse)


def choice(*allowed: str) -> Kind:
    """One of the words given."""

    def parse(raw: object) -> str:
        if raw not in allowed:
            raise ValueError(f"expected one of {', '.join(allowed)}")
        return str(raw)

    return Kind(" / ".join(allowed), parse)


def whole(low: int, high: int) -> Kind:
    """A whole number between ``low`` and ``high``, both allowed."""

    def parse(raw: object) -> int:
        if isinstance(raw, str) and re.fullmatch(r"[+-]?\d{1,18}", raw.strip()):
            raw = int(raw)
        if not isinstance(raw, int) or isinstance(raw, bool) or not low <= raw <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return raw

    return Kind(f"whole number {low}..{high}", parse)


def number(low: float, high: float) -> Kind:
    """A finite number between ``low`` and ``high``, both allowed."""

    def parse(raw: object) -> float:
        value = _as_float(raw)
        if value is None or not low <= value <= high:  # a NaN compares false and ends here too
            raise ValueError(f"expected a number from {low:g} to {high:g}")
        return value

    return Kind(f"number {low:g}..{high:g}", parse)


def _as_float(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        return None
    try:
        return float(raw)
    except (ValueError, OverflowError):
        return None


_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _parse_yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    value = _WORDS.get(raw.strip().lower()) if isinstance(raw, str) else None
    if value is None:
        raise ValueError("expected true or false")
    return value


yes_no: Final = Kind("true / false", _parse_yes_no)


def _parse_folder(raw: object) -> Path:
    if isinstance(raw, Path):
        return raw
    if not isinstance(raw, str) or not raw.strip() or "\0" in raw:
        raise ValueError("expected the path of a folder")
    return Path(raw).expanduser()


folder: Final = Kind("folder", _parse_folder)


def _parse_url(schemes: tuple[str, ...], raw: object) -> str:
    if raw == "":
        return ""
    if not isinstance(raw, str) or raw.split("://")[0] not in schemes or not re.fullmatch(r"\S+://\S+", raw):
        raise ValueError(f"expected an address that starts with {', '.join(s + '://' for s in schemes)}")
    return raw


def address(*schemes: str) -> Kind:
    """An address with one of these schemes; empty means "not given"."""
    return Kind("address", lambda raw: _parse_url(schemes, raw))


def several(of: Kind) -> Kind:
    """A list of values of another kind; as text: a JSON list, or separated by commas."""

    def parse(raw: object) -> tuple[object, ...]:
        items = _split(raw) if isinstance(raw, str) else raw
        if isinstance(items, (list, tuple)):
            return tuple(of.parse(item) for item in items)
        raise ValueError("expected a list")

    return Kind(f"list of {of.says}", parse)


def _split(raw: str) -> object:
    if not raw.lstrip().startswith("["):
        return [part.strip() for part in raw.split(",") if part.strip()]
    try:
        return json.loads(raw)
    except ValueError as exc:
        raise ValueError("expected a JSON list, or values separated by commas") from exc

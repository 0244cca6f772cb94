"""Officers' commands from and to JSON. A field that is unknown, missing or of the wrong kind is refused."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import msgspec

from dashboard.incidents.moves import NAMES, DeskCommand
from feeds.errors import MISSING, BadInput
from feeds.limits import TEXT_CHARACTERS
from feeds.untrusted import clean_text

WHY_CHARACTERS: Final = 120
"""Of a refusal's reason, which may quote the sender."""


C = TypeVar("C", bound=msgspec.Struct)
"""A family of commands, each a struct with a tag."""


def tag_of(command: type[msgspec.Struct]) -> str:
    """The command's ``do``."""
    return str(command.__struct_config__.tag)


def by_tag(commands: Iterable[type[C]]) -> dict[str, type[C]]:
    """Commands by their ``do``."""
    return {tag_of(command): command for command in commands}


BY_TAG: Final = by_tag(NAMES)


def to_wire(command: msgspec.Struct) -> dict[str, Any]:
    """The object it came as, less what was left at its default."""
    return dict(msgspec.to_builtins(command))


def read_command(value: object) -> DeskCommand:
    """The command in a decoded JSON value. Texts are cleaned first. Raises BadInput naming the field."""
    return read_tagged(value, BY_TAG)


def read_tagged(value: object, kinds: Mapping[str, type[C]]) -> C:
    """One of ``kinds``, chosen by its ``do``. Raises BadInput like ``read_command``."""
    if not isinstance(value, dict):
        raise BadInput("command", value, "must be an object")
    do = value.get("do", MISSING)
    kind = kinds.get(do) if isinstance(do, str) else None
    if kind is None:
        raise BadInput("command.do", do, f"must be one of {', '.join(kinds)}")
    cleaned = {key: _cleaned(item, f"command.{key}") for key, item in value.items()}
    try:
        return msgspec.convert(cleaned, kind)
    except msgspec.ValidationError as exc:
        raise _refusal(exc, cleaned) from exc


def _cleaned(value: object, field: str) -> object:
    if isinstance(value, str):
        return clean_text(value, field, TEXT_CHARACTERS)
    if isinstance(value, list):
        return [_cleaned(item, f"{field}[{index}]") for index, item in enumerate(value)]
    return value


def _refusal(exc: msgspec.ValidationError, value: dict[str, Any]) -> BadInput:
    """msgspec says what is wrong and then " - at `$.term.unit`"; a field that is missing has no place."""
    why, _, path = str(exc).partition(" - at `$")
    path = path.rstrip("`").removeprefix(".")
    shown: object = value
    for part in path.replace("[", ".[").split(".") if path else ():
        if isinstance(shown, dict):
            shown = shown.get(part, MISSING)
        elif isinstance(shown, list) and part[1:-1].isdigit():
            shown = shown[int(part[1:-1])]
    return BadInput(f"command.{path}" if path else "command", shown, _harmless(why[:1].lower() + why[1:]))


def _harmless(why: str) -> str:
    """The library's sentence may quote what was sent."""
    line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in why)
    return line if len(line) <= WHY_CHARACTERS else line[:WHY_CHARACTERS] + "..."

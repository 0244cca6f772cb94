"""What a page needs to draw a command: its names, where it leads, and the fields to fill in. Pure."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import inspect

from dashboard.incidents.move_wire import tag_of
from dashboard.incidents.moves import NAMES, DeskCommand
from dashboard.incidents.states import TRANSITIONS, State

KINDS: Final[tuple[tuple[type[inspect.Type], str], ...]] = (
    (inspect.EnumType, "choice"),
    (inspect.BoolType, "boolean"),
    (inspect.StrType, "text"),
    (inspect.IntType, "integer"),
    (inspect.FloatType, "number"),
    (inspect.StructType, "term"),
    (inspect.VarTupleType, "texts"),
)
"""What a field takes, as the page calls it. The only object among the fields is a term."""


class Field(msgspec.Struct, frozen=True):
    """One field of a command."""

    name: str
    kind: str
    required: bool
    nullable: bool
    """Whether null may be given: it means "none" or "as it is"."""
    choices: tuple[str, ...]
    """What a choice is among; empty for other kinds."""


class Form(msgspec.Struct, frozen=True):
    """One command. ``to`` is the state it leads to; None: it stays."""

    do: str
    zh: str
    en: str
    to: str | None
    fields: tuple[Field, ...]


def form(state: State, command: type[DeskCommand]) -> Form:
    """The command as it may be given in that state, which must be in the table."""
    return drawn(command, NAMES[command], TRANSITIONS[state, command].to)


def drawn(command: type[msgspec.Struct], names: tuple[str, str], to: str | None) -> Form:
    """Any command of any family, with its (zh, en) names and where it leads."""
    return Form(tag_of(command), *names, to, tuple(_fields(command)))


def _fields(command: type[msgspec.Struct]) -> Iterator[Field]:
    described: Any = inspect.type_info(command)
    for field in described.fields:
        types = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
        nullable = any(isinstance(one, inspect.NoneType) for one in types)
        (known,) = (_plain(one) for one in types if not isinstance(one, inspect.NoneType))
        choices = tuple(str(one.value) for one in known.cls) if isinstance(known, inspect.EnumType) else ()
        yield Field(field.encode_name, _kind(known), field.required, nullable, choices)


def _plain(known: inspect.Type) -> inspect.Type:
    """Without what is only said about it."""
    return known.type if isinstance(known, inspect.Metadata) else known


def _kind(known: inspect.Type) -> str:
    return next(kind for type_, kind in KINDS if isinstance(known, type_))

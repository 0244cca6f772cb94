"""A source may speak of many things, but not of invented ones without end."""

import pytest

from feeds.errors import BadInput
from feeds.limits import NAMES_REMEMBERED_S
from feeds.model import EntityId
from feeds.names import Names


def ids(*names: str) -> list[EntityId]:
    return [EntityId(name) for name in names]


def test_known_names_are_never_refused_however_full_it_is() -> None:
    """Who is already in the picture goes on being heard."""
    names = Names(most=2)
    names.take(ids("a", "b"), 0)
    names.take(ids("a", "b", "a"), 1)


def test_one_name_too_many_is_refused_by_name_and_nothing_of_the_message_is_kept() -> None:
    """The sentence names the newcomer; the others of its message are not noted either."""
    names = Names(most=2)
    names.take(ids("a"), 0)
    with pytest.raises(BadInput, match="'b'"):
        names.take(ids("b", "c"), 1)
    names.take(ids("d"), 2)


def test_names_not_heard_for_a_day_make_room() -> None:
    """Phones are replaced: yesterday's do not count for ever, today's do."""
    names = Names(most=2)
    names.take(ids("old"), 0)
    names.take(ids("new"), NAMES_REMEMBERED_S)
    names.take(ids("newer"), NAMES_REMEMBERED_S + 1)
    with pytest.raises(BadInput):
        names.take(ids("newest"), NAMES_REMEMBERED_S + 2)

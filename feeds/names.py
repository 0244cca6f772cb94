"""How many different things one source may speak of: invented names must not fill picture and screens."""

from collections import OrderedDict
from collections.abc import Iterable

from feeds.errors import BadInput
from feeds.limits import NAMES_PER_SOURCE, NAMES_REMEMBERED_S
from feeds.model import EntityId


class Names:
    """The names one source has used lately. A name it already uses is never refused."""

    def __init__(self, most: int = NAMES_PER_SOURCE) -> None:
        self._most = most
        self._last: OrderedDict[EntityId, float] = OrderedDict()
        """Name -> when it was last heard, oldest first."""

    def take(self, entities: Iterable[EntityId], heard_at: float) -> None:
        """Note who was spoken of, all or none. Raises BadInput when that would be too many names."""
        wanted = dict.fromkeys(entities)
        new = [entity for entity in wanted if entity not in self._last]
        if len(self._last) + len(new) > self._most:
            self._forget(heard_at)
            new = [entity for entity in wanted if entity not in self._last]
        if len(self._last) + len(new) > self._most:
            raise BadInput(
                "entity", new[0], f"is one name too many: a source may use {self._most:,} in a day"
            )
        for entity in wanted:
            self._last[entity] = heard_at
            self._last.move_to_end(entity)

    def _forget(self, now: float) -> None:
        while self._last and next(iter(self._last.values())) < now - NAMES_REMEMBERED_S:
            self._last.popitem(last=False)

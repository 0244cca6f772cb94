"""When was it? A source's own time, where it can be believed; otherwise when we first heard it."""

import math
from collections import OrderedDict
from typing import Final, NamedTuple

from feeds.limits import ENTITIES_REMEMBERED, STAMP_FUTURE_S, STAMP_PAST_S
from feeds.model import EntityId, Status, Utc


class _Verdict(NamedTuple):
    stamp: float
    at: Utc
    status: Status


class Clocks:
    """One source's judge of time: bounds its stamps to [-24 h, +5 s] of hearing them.

    A stamp said again by the same entity keeps its first verdict. A feed that repeats a parked vehicle's fix
    for days thereby says nothing new: neither while its stamp is believed, nor when it turns a day old, nor
    when a broken clock's future at last arrives. It also makes judging a repeated message idempotent.

    Give each source its own Clocks: two sources that share one would forget each other's stamps.
    """

    def __init__(self, remembered: int = ENTITIES_REMEMBERED) -> None:
        self._verdicts: OrderedDict[EntityId, _Verdict] = OrderedDict()
        """Newest verdict of each entity, the longest unheard first."""
        self._remembered: Final = remembered
        """Bound of the above. An entity pushed out is judged afresh when it comes back."""

    def __len__(self) -> int:
        return len(self._verdicts)

    def judge(self, entity: EntityId, stamp: float | None, heard_at: float) -> tuple[Utc, Status]:
        """When ``entity`` was there, and whether its clock can be believed.

        A stamp that is None, not finite, or not after 1970 is no stamp at all (devices send 0 for "unknown"):
        each such message is news of ``heard_at``, with a bad clock.
        """
        if stamp is None or not math.isfinite(stamp) or stamp <= 0.0:
            return Utc(heard_at), Status.BAD_CLOCK
        verdicts = self._verdicts
        known = verdicts.get(entity)
        if known is not None and known.stamp == stamp:
            verdicts.move_to_end(entity)
            return known.at, known.status
        if heard_at - STAMP_PAST_S <= stamp <= heard_at + STAMP_FUTURE_S:
            verdict = _Verdict(stamp, Utc(stamp), Status.NORMAL)
        else:
            verdict = _Verdict(stamp, Utc(heard_at), Status.BAD_CLOCK)
        self._remember(entity, verdict)
        return verdict.at, verdict.status

    def too_old(self, entity: EntityId, stamp: float | None, heard_at: float) -> bool:
        """Whether a stamp that ``judge`` does not believe is of long ago: a position kept back, not a clock
        that is unset or runs ahead.
        """
        known = self._verdicts.get(entity)
        disbelieved = known is not None and known.stamp == stamp and known.status is Status.BAD_CLOCK
        return disbelieved and stamp is not None and stamp < heard_at - STAMP_PAST_S

    def _remember(self, entity: EntityId, verdict: _Verdict) -> None:
        self._verdicts[entity] = verdict
        self._verdicts.move_to_end(entity)
        if len(self._verdicts) > self._remembered:
            self._verdicts.popitem(last=False)

"""The phones of one kind, second by second: who speaks now, and what it says. Pure; the twin's shell
adds the clock.
"""

from collections.abc import Iterator
from math import pi, sin
from typing import Final

from feeds.model import Message
from feeds.simulation.patrol import IDLE_EVERY_S, Moment
from feeds.simulation.roster import Phone
from feeds.simulation.speech import SPEECH, Reading
from feeds.simulation.world import World

LAG_S: Final = {"owntracks": 0.0, "osmand": 0.0, "traccar": 1.0}
"""Which feed lags: a forwarding server somewhere in between, whose delay swells and shrinks."""
LAG_MEAN_S: Final = 32.0
LAG_SWING_S: Final = 26.0
LAG_PERIOD_S: Final = 600.0


def lag(phone: Phone, now: float) -> float:
    """Seconds that this kind of phone's messages take to arrive at ``now``."""
    return LAG_S[phone] * (LAG_MEAN_S + LAG_SWING_S * sin(2 * pi * now / LAG_PERIOD_S))


def messages(world: World, phone: Phone, second: int) -> Iterator[Message]:
    """What arrives from all phones of one kind in this second, spread over it in no particular order."""
    late = lag(phone, second)
    sent = second - late
    moment = world.patrol.at(sent)
    speak = SPEECH[phone]
    for i in world.patrol.due(second, moment).tolist():
        worker = world.workers[i]
        if worker.phone == phone:
            yield speak(worker, _reading(sent, moment, i))


def everybody(world: World, phone: Phone, second: int) -> Iterator[Message]:
    """The newest fix of each phone on duty: what a server that has run all day would know when somebody
    first looks.
    """
    seen: set[int] = set()
    for back in range(IDLE_EVERY_S):
        moment = world.patrol.at(second - back - lag(phone, second))
        for i in world.patrol.due(second - back, moment).tolist():
            worker = world.workers[i]
            if worker.phone == phone and i not in seen:
                seen.add(i)
                yield SPEECH[phone](worker, _reading(second - back - lag(phone, second), moment, i))


def _reading(at: float, moment: Moment, i: int) -> Reading:
    return Reading(
        at=at,
        lat=float(moment.lat[i]),
        lon=float(moment.lon[i]),
        course=float(moment.course[i]),
        speed_mps=float(moment.speed_mps[i]),
        accuracy_m=float(moment.accuracy_m[i]),
        battery=float(moment.battery[i]),
    )

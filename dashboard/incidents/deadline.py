"""How long all questions of one request may wait for a database together.

A request may ask twice or three times: who asks, then what they ask for. Each question has a bound of its
own, and three bounds one after the other are more than anybody waits for. So a request has one time for all
of them, which goes with it into the threads it asks in. Without a request there is only the question's own.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

REQUEST_S: Final = 1.3
MOMENT_S: Final = 0.5
"""What a question gets whose request has used its time up, by hashing a password or waiting for a thread: a
database that is well has answered by then. Both together, and the answer's own way, stay below the 2 s after
which a page seems to hang.
"""


class Deadline:
    """One request's, from now until its answer begins."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at: float | None = None
        self.renew()

    def renew(self) -> None:
        """From now on: what went before was somebody else's doing."""
        self._at = self._clock() + REQUEST_S

    def lift(self) -> None:
        """The answer has begun: what else it takes, a long export, is nobody's hanging page."""
        self._at = None

    def left_s(self, most: float) -> float:
        """Seconds that a question may wait which alone would wait ``most``."""
        if self._at is None:
            return most
        return min(most, max(MOMENT_S, self._at - self._clock()))


_OF_REQUEST: Final[ContextVar[Deadline | None]] = ContextVar("deadline", default=None)


@contextmanager
def answering() -> Iterator[Deadline]:
    """Everything asked within, also in threads begun from here, is asked for one request."""
    deadline = Deadline()
    before = _OF_REQUEST.set(deadline)
    try:
        yield deadline
    finally:
        deadline.lift()
        _OF_REQUEST.reset(before)


def left_s(most: float) -> float:
    """Seconds that a question may wait now which alone would wait ``most``."""
    deadline = _OF_REQUEST.get()
    return most if deadline is None else deadline.left_s(most)


def renew() -> None:
    """A request's body has arrived. How long its sender took is no reason to hurry the database."""
    deadline = _OF_REQUEST.get()
    if deadline is not None:
        deadline.renew()

"""What can go wrong with a request to the store, below ``feeds.errors``.

::

    Unavailable
    |-- StoreUnavailable      the file cannot be opened, read or written: no such file, disk full
        |-- StoreBusy         not now: another process holds the file, or too much is waiting
    WanglouError
    |-- Refused               the rules of the centre do not allow it; nothing was changed
"""

from feeds.errors import StoreUnavailable, WanglouError

__all__ = ["Refused", "StoreBusy", "StoreUnavailable"]


class StoreBusy(StoreUnavailable):
    """No answer within the deadline; the same request with the same key may be sent again."""


class Refused(WanglouError):  # noqa: N818 - it is an answer, not a failure
    """An illegal move, as a sentence for whoever asked."""

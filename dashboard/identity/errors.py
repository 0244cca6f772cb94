"""What signing in can come to, beside being in.

::

    WanglouError
    |-- Refused         -> 401, one sentence for every cause
    |-- TooManyTries    -> 429 with Retry-After
"""

from feeds.errors import WanglouError


class Refused(WanglouError):  # noqa: N818 - it is an answer, not a failure
    """Not signed in. One sentence for an unknown name, a wrong password and a disabled account."""

    def __init__(self) -> None:
        super().__init__("name or password is wrong, or this account may not sign in")


class TooManyTries(WanglouError):  # noqa: N818 - it is an answer, not a failure
    """Not looked at: wait first."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"too many tries: try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s

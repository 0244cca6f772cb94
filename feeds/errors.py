"""Every error Wanglou raises on purpose.

::

    WanglouError
    |-- BadInput             somebody sent something we refuse          -> 4xx with the sentence, counted
    |-- BadSetting           wanglou.toml or the environment is wrong   -> the start stops with the sentence
    |-- Unavailable          an outside world does not answer now       -> retried, drawn, 503
        |-- SourceUnavailable    a feed: its connection, its file
        |-- BusUnavailable       Redis
        |-- StoreUnavailable     the SQL store

``str()`` of each is one sentence on one line, fit for a tile, a log and a sender: it names the thing and
shows the value, shortened, with control and bidi characters escaped. Foreign errors are translated where
they arise (``raise SourceUnavailable(...) from exc``).
"""

from enum import Enum
from typing import Final

_SHOWN_CHARACTERS: Final = 80


class Absent(Enum):
    """What stands in for a value that was not given at all (``None`` is a value: JSON ``null``)."""

    MISSING = "missing"


MISSING: Final = Absent.MISSING


def shown(value: object) -> str:
    """A short, harmless, one-line picture of any value; never raises, whatever the value is."""
    if isinstance(value, Absent):
        return "missing"
    if value is None:
        return "null"
    if isinstance(value, str):
        return repr(value) if len(value) <= _SHOWN_CHARACTERS else repr(value[:_SHOWN_CHARACTERS]) + "..."
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of more than 64 bits"  # printing a 5,000-digit number raises in Python itself
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"an object of {len(value)} keys"
    return f"a {type(value).__name__}"


def wants_extra(extra: str) -> str:
    """The ``why`` of a BadSetting that wants packages which are not installed: Wanglou is in no registry."""
    return f"wants more packages; in Wanglou's folder: .venv/bin/python -m pip install -e '.[{extra}]'"


def _plain(name: str) -> str:
    """``name`` itself where it is harmless; a key a stranger chose is quoted and escaped like a value."""
    harmless = len(name) <= _SHOWN_CHARACTERS and name.isprintable() and name
    return name if harmless else shown(name)


class WanglouError(Exception):
    """The root: whoever catches it catches what we foresaw, and nothing else."""


class _BadValue(WanglouError):  # noqa: N818 - what its two children share, never raised itself
    """``name`` is ``value``, and ``why`` says what it should be."""

    def __init__(self, name: str, value: object, why: str) -> None:
        super().__init__(name, value, why)
        self.name = name
        self.value = value
        self.why = why

    def __str__(self) -> str:
        return f"{_plain(self.name)} is {shown(self.value)}: {self.why}"


class BadInput(_BadValue):
    """Untrusted input we refuse: ``BadInput("lat", 95.0, "must lie between -90 and 90")``."""

    @property
    def field(self) -> str:
        """Where in the input: "lat", "[17].lat", "location.coords.speed", "body"."""
        return self.name

    def inside(self, outer: str) -> "BadInput":
        """The same refusal seen from further out: ``inside("[17]")`` of "lat" is "[17].lat"."""
        joint = "" if self.name.startswith("[") else "."
        return BadInput(f"{outer}{joint}{self.name}", self.value, self.why)


class BadSetting(_BadValue):
    """A setting we refuse: ``BadSetting("source[2].ttl_s", -1, "must lie between 5 and 7200")``."""

    @property
    def key(self) -> str:
        """Where in the settings: "relay.port", "source[2].ttl_s", or the environment variable's name."""
        return self.name


class Unavailable(WanglouError):  # noqa: N818 - reads as what it says: the bus is unavailable
    """An outside world that does not answer now; trying again later is right."""


class SourceUnavailable(Unavailable):
    """A feed's connection or file is broken."""


class BusUnavailable(Unavailable):
    """Redis does not answer, or is deaf: nothing we send comes back."""


class StoreUnavailable(Unavailable):
    """The SQL store is locked, full or gone."""

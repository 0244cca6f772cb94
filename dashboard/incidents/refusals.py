"""The desk's two ways of saying no, in both languages. ``str()`` is the English sentence.

::

    Refused
    |-- Illegal             the rules do not allow it to anybody, or not yet
    |   |-- NotYours        they allow it, but not to this role or not to this department
    |-- ChangedMeanwhile    the officer decided on a record that is no longer so
"""

from collections.abc import Sequence

from dashboard.incidents.commands import Body
from dashboard.incidents.errors import Refused
from dashboard.incidents.timeline import INCIDENT, Difference, Look, Past, since


class Illegal(Refused):
    """A move that is not made; nothing was changed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return self.en


class NotYours(Illegal):
    """A move that somebody else may make; nothing was changed."""


class ChangedMeanwhile(Refused):
    """Somebody else came first; nothing was overwritten. ``record`` is as it is now.

    Whoever answers the officer adds what changed since: ``explained`` with the record's change log, which a
    pure decision does not see.
    """

    def __init__(
        self, expected: int, record: Body, differences: Sequence[Difference] = (), what: str = "案卷"
    ) -> None:
        super().__init__(expected, record)
        self.what = what
        self.expected = expected
        self.revision: int = record.get("revision", 0)
        self.record = record
        self.differences = tuple(differences)

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return (
            f"{self.what}在您查看之后已有变动（您看到的是第 {self.expected} 版，现为第 {self.revision} 版），"
            "请核对后再操作"
        )

    @property
    def en(self) -> str:
        """The sentence in English."""
        return f"changed meanwhile: you saw revision {self.expected}, it is at {self.revision} now"

    def __str__(self) -> str:
        return self.en

    def explained(self, history: Sequence[Past], look: Look = INCIDENT) -> "ChangedMeanwhile":
        """The same refusal with what changed since the officer looked, by whom and when."""
        return ChangedMeanwhile(self.expected, self.record, since(history, self.expected, look), self.what)

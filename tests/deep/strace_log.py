"""Reads strace's log of the web process: did each answer leave after the fsync that covers it? Pure.

Matched by content, not by time. Each request carries a token of its own. It is seen coming in on a socket,
then in a page written to the write-ahead log, then its 2xx leaves on that socket. Between the *first* such
page and the answer, an fsync of that file must have begun and ended: one thread writes all of a commit and
then calls fsync, so what began after the first page covers the whole commit.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

CALL: Final = re.compile(
    r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<fd>\d+)<(?P<file>[^>]*)>(?P<rest>.*)$", re.DOTALL
)
RESUMED: Final = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)$", re.DOTALL)
UNFINISHED: Final = "<unfinished ...>"
TOKEN: Final = re.compile(r"probe-\d+-\d+x")
SYNCS: Final = frozenset({"fsync", "fdatasync"})
READS: Final = frozenset({"read", "recvfrom", "recvmsg"})
WRITES: Final = frozenset({"write", "writev", "sendto", "sendmsg"})
TRACED: Final = ",".join(sorted(SYNCS | READS | WRITES | {"pwrite64"}))
OPTIONS: Final = ("-f", "-y", "-s", "6000", "-e", f"trace={TRACED}", "-e", "signal=none")
"""Every thread, files by name, whole pages."""


class Sync(NamedTuple):
    """One fsync of the write-ahead log, by line numbers."""

    began: int
    ended: int


class Answers(NamedTuple):
    """What the log shows: tokens answered with 2xx after their fsync, and those answered too early."""

    covered: list[str]
    early: list[str]
    syncs: int


class Trace:
    """Feeds on lines in the order in which strace saw the calls begin and end."""

    def __init__(self, journal: str) -> None:
        self._journal = journal
        self._line = 0
        self._begun: dict[str, tuple[str, str, str, int]] = {}  # pid -> call, fd, file, line
        self._asked: dict[str, str] = {}  # socket -> token of the request that came in last
        self._written: dict[str, int] = {}  # token -> line of the first journal page that holds it
        self._syncs: list[Sync] = []
        self._covered: list[str] = []
        self._early: list[str] = []

    def read(self, lines: Iterable[str]) -> Answers:
        """All of them."""
        for line in lines:
            self._line += 1
            if call := CALL.match(line):
                self._call(call["pid"], call["name"], call["fd"], call["file"], call["rest"])
            elif back := RESUMED.match(line):
                self._resumed(back["pid"], back["rest"])
        return Answers(self._covered, self._early, len(self._syncs))

    def _call(self, pid: str, name: str, fd: str, file: str, rest: str) -> None:
        unfinished = UNFINISHED in rest[-40:]
        if unfinished:
            self._begun[pid] = (name, fd, file, self._line)
        if name in WRITES:
            self._answer(fd + file, rest)
        elif name == "pwrite64" and file.endswith(self._journal):
            for token in TOKEN.findall(rest):
                self._written.setdefault(token, self._line)
        elif not unfinished:
            self._done(name, fd, file, rest, self._line)

    def _resumed(self, pid: str, rest: str) -> None:
        if pid in self._begun:
            name, fd, file, began = self._begun.pop(pid)
            self._done(name, fd, file, rest, began)

    def _done(self, name: str, fd: str, file: str, rest: str, began: int) -> None:
        if name in SYNCS and file.endswith(self._journal) and rest.rstrip().endswith("= 0"):
            self._syncs.append(Sync(began, self._line))
        elif name in READS:
            for token in TOKEN.findall(rest):
                self._asked[fd + file] = token

    def _answer(self, socket: str, rest: str) -> None:
        """An answer counts from the moment its sending begins."""
        if '"HTTP/1.1 2' not in rest or socket not in self._asked:
            return
        token = self._asked.pop(socket)
        written = self._written.get(token)
        after = written is not None and any(sync.began > written for sync in reversed(self._syncs[-100:]))
        (self._covered if after else self._early).append(token)

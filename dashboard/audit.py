"""``wanglou audit verify``: prove the change log, and the log of accounts, to somebody who asks, while the
centre works on.
"""

import sys
from pathlib import Path
from typing import Final

from dashboard.identity.identities import Identities
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.reader import Reader

SOUND: Final = 0
BAD: Final = 1
NOT_READ: Final = 3
SQLITE: Final = "sqlite:///"


def verify(database_url: str, identity_url: str) -> int:
    """Walk all of both in portions, with a line of progress on stderr; returns the exit code.

    What it prints last on stdout are the hashes of the ends, to be kept where the database's keepers cannot
    reach them: the chains alone do not show a tail cut off, or a history written anew.
    """
    missing = _missing(database_url)
    if missing is not None:
        print(
            f"wanglou: not verified: there is no store at {missing}; see --mode and --data", file=sys.stderr
        )
        return NOT_READ
    try:
        return max(_changes(database_url), _accounts(identity_url))
    except StoreUnavailable as exc:
        print(f"\nwanglou: not verified: {exc}", file=sys.stderr)
        return NOT_READ


def _missing(url: str) -> Path | None:
    """The file that is not there; None where there is one, or a server."""
    path = Path(url.removeprefix(SQLITE))
    return path if url.startswith(SQLITE) and not path.exists() else None


def _changes(url: str) -> int:
    reader = Reader(url)
    try:
        verdict = reader.verify(_progress)
    finally:
        reader.close()
    print(file=sys.stderr)
    if verdict.problem is not None:
        change, answer = f"change {verdict.bad_seq}", f"answer {verdict.bad_answer}"
        row = change if verdict.bad_answer is None else answer
        print(f"BAD: the first bad row is {row}: {verdict.problem}")
        return BAD
    answers = f"{verdict.answers} answers, last {verdict.answers_hash}"
    print(f"sound: {verdict.rows} changes, head {verdict.head_seq} {verdict.head_hash}; {answers}")
    return SOUND


def _accounts(url: str) -> int:
    if _missing(url) is not None:
        print("accounts: none are kept here")
        return SOUND
    identities = Identities(url)
    try:
        verdict = identities.verify()
    finally:
        identities.close()
    if verdict.problem is not None:
        print(f"accounts: BAD: {verdict.problem}")
        return BAD
    print(f"accounts: sound: {verdict.rows} rows, head {verdict.head_seq} {verdict.head_hash}")
    return SOUND


def _progress(seq: int, head: int) -> None:
    percent = 100 if head == 0 else min(100, seq * 100 // head)
    print(f"\rverified {seq} of {head} changes ({percent} %)", end="", file=sys.stderr, flush=True)

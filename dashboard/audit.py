"""``wanglou audit verify``: prove the change log to somebody who asks, while the centre works on."""

import sys
from pathlib import Path
from typing import Final

from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.reader import Reader

SOUND: Final = 0
BAD: Final = 1
NOT_READ: Final = 3
SQLITE: Final = "sqlite:///"


def verify(database_url: str) -> int:
    """Walk all of it in portions, with a line of progress on stderr; returns the exit code.

    What it prints last on stdout are the hashes of both ends, to be kept where the database's keepers cannot
    reach them: the chains alone do not show a tail cut off, or a history written anew.
    """
    file = database_url.removeprefix(SQLITE)
    if file != database_url and not Path(file).exists():
        print(f"wanglou: not verified: there is no store at {file}; see --mode and --data", file=sys.stderr)
        return NOT_READ
    reader = Reader(database_url)
    try:
        verdict = reader.verify(_progress)
    except StoreUnavailable as exc:
        print(f"\nwanglou: not verified: {exc}", file=sys.stderr)
        return NOT_READ
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


def _progress(seq: int, head: int) -> None:
    percent = 100 if head == 0 else min(100, seq * 100 // head)
    print(f"\rverified {seq} of {head} changes ({percent} %)", end="", file=sys.stderr, flush=True)

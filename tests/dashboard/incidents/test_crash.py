"""kill -9 of the writer, on both databases: what was answered is there once, what was not at most once."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Add

WRITER = """
import sys
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Add
store, first = Store(sys.argv[1]), int(sys.argv[2])
for number in range(first, first + 100_000):
    store.commit(Add(RecordId("incident", str(number)), Key("crash", str(number))))
    sys.stdout.write(f"acked {number}\\n")
    sys.stdout.flush()
"""
ROOT = Path(__file__).parents[3]
CYCLES = 4


def test_nothing_answered_is_lost_and_nothing_is_there_twice(url: str) -> None:
    """Four kills; afterwards the chain is sound and repeating every key changes nothing that was answered."""
    acked: set[int] = set()
    for cycle in range(CYCLES):
        acked |= _write_until_killed(url, cycle * 100_000)
    store, reader = Store(url), Reader(url)
    counts = {int(number): body["count"] for number, body in reader.kind("incident").items()}
    assert acked and acked <= counts.keys() and len(counts) <= len(acked) + CYCLES
    assert set(counts.values()) == {1}
    assert reader.verify().problem is None
    for number in sorted(acked)[-20:]:
        assert store.commit(Add(RecordId("incident", str(number)), Key("crash", str(number)))).repeated
    reader.close()
    store.close()


def _write_until_killed(url: str, first: int) -> set[int]:
    """Numbers that were acknowledged before the kill."""
    command = [sys.executable, "-c", WRITER, url, str(first)]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    lines: list[str] = []
    for line in writer.stdout:  # ends by itself, too, should the writer fail to start
        lines.append(line)
        if len(lines) > 4:
            break
    time.sleep(random.uniform(0.0, 0.1))
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate()
    lines += rest.splitlines(keepends=True)
    return {int(line.split()[1]) for line in lines if line.startswith("acked ") and line.endswith("\n")}

"""The shared log file: whole lines from several processes, and bounded."""

import subprocess
import sys
from pathlib import Path

from dashboard.log_file import KEPT, LogFile

ROOT = Path(__file__).parents[2]

_WRITER = """
import sys
from pathlib import Path
from dashboard.log_file import LogFile
file = LogFile(Path(sys.argv[1]), 20_000)
for number in range(1000):
    file.write(f"{sys.argv[2]} {number:04d} " + "x" * 40)
"""


def test_processes_share_it_without_tearing_or_losing_lines(tmp_path: Path) -> None:
    """Four writers across many rotations: each line whole; nothing lost but what rotation let go."""
    path = tmp_path / "log" / "wanglou.log"
    LogFile(path, 20_000).close()
    command = [sys.executable, "-c", _WRITER, str(path)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    files = sorted(path.parent.glob("wanglou.log*"))
    lines = [line for file in files if file.suffix != ".lock" for line in file.read_text().splitlines()]
    assert all(len(line) == 47 and line[0] in "abcd" for line in lines)
    assert len(lines) == len(set(lines)) >= 20_000 * KEPT // 48


def test_the_log_is_bounded(tmp_path: Path) -> None:
    """No more than the kept files, none much over the limit, however much is written."""
    path = tmp_path / "wanglou.log"
    file = LogFile(path, 1000)
    for _ in range(1000):
        file.write("x" * 99)
    file.close()
    sizes = [old.stat().st_size for old in tmp_path.glob("wanglou.log*")]
    assert len(sizes) <= KEPT + 2  # the current one and the lock
    assert max(sizes) <= 1100


def test_a_file_taken_away_is_made_again(tmp_path: Path) -> None:
    """An administrator's own rotation, or rm, must not send the log into nothing."""
    path = tmp_path / "wanglou.log"
    file = LogFile(path, 1000)
    path.unlink()
    file.write("still here")
    file.close()
    assert path.read_text() == "still here\n"

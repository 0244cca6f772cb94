"""As many open files as the system lets a process have."""

import subprocess
import sys

import pytest

PROGRAM = """
import resource
from dashboard.open_files import allow_many
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 300))
print(allow_many(), resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_soft_limit_follows_the_hard_one() -> None:
    """In a process of its own: the limit cannot be taken back."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "300 (300, 300)"

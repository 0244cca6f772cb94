"""The table of clocks is what the code says, and it shows every light and every way to stand still."""

import json

from tests.clock.make import GOLDEN, rows


def test_the_table_is_what_python_reads() -> None:
    """Made again it is the same; `tests/js/deadline.test.mjs` holds the browser to it."""
    assert json.loads(GOLDEN.read_text(encoding="utf-8")) == json.loads(json.dumps(rows()))


def test_the_table_shows_everything() -> None:
    """A table of one colour would prove nothing."""
    table = rows()
    assert {row["light"] for row in table} == {"neutral", "amber", "red", "twice"}
    assert {row["going"] for row in table} == {"running", "paused", "stopped"}

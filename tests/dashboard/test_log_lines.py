"""Log lines: one event stays one line, and no secret is in it."""

import pytest

from dashboard.log_lines import HIDDEN, Hide, as_text, flat_exception, one_line


@pytest.mark.parametrize(
    "nasty", ["\n", "\r", "\x1b[2J", "\0", "\u2028", "\u202e", "\x85", "\ud800", "\ufeff"]
)
def test_nothing_breaks_or_disguises_a_line(nasty: str) -> None:
    """Line ends, terminal commands, direction marks and half characters are written out."""
    line = one_line(f"name={nasty}admin")
    assert nasty[0] not in line
    assert line.encode("utf-8").decode("utf-8").splitlines() == [line]


def test_chinese_stays_readable() -> None:
    """Escaping everything beyond ASCII would make the log useless here."""
    assert one_line("双塘街道 望楼") == "双塘街道 望楼"


def test_a_readable_line_names_time_level_process_and_values() -> None:
    """What a person greps for stands in fixed columns; a value with a space is quoted."""
    event = {"at": "t", "level": "info", "process": "relay", "event": "started", "port": 8765, "why": "a b"}
    assert as_text(None, "info", event) == "t INFO    relay      started  port=8765  why='a b'"


def test_an_exception_is_one_line_with_its_place() -> None:
    """A trace of twenty lines is twenty events to a log reader."""
    try:
        raise ValueError("bad\nthing") from KeyError("x")
    except ValueError as error:
        event = flat_exception(None, "error", {"event": "failed", "exc_info": error})
    line = one_line(str(event["error"]))
    assert line.startswith("ValueError: bad\\nthing [test_log_lines.py:")
    assert "(from KeyError: 'x'" in line
    assert "exc_info" not in event


def test_known_secrets_and_parameters_are_hidden() -> None:
    """A token may arrive in an address, in a header, or as its bare self."""
    hide = Hide(["s3cr3t-s3cr3t", ""])
    assert hide("GET /live?ticket=abc.def&x=1") == f"GET /live?ticket={HIDDEN}&x=1"
    assert hide('{"password": "abc"}') == f'{{"password": "{HIDDEN}"}}'
    assert hide("say s3cr3t-s3cr3t aloud") == f"say {HIDDEN} aloud"

"""The log as a process uses it: one line an event, readable or JSON, on the terminal and in the file."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from dashboard.logs import configure
from dashboard.settings import Settings, load
from dashboard.settings_table import SETTINGS

TOKEN = "a-token-that-nobody-may-read"


@pytest.fixture(autouse=True)
def _undo() -> Iterator[None]:
    """Logging is the process's own: give it back as it was."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()


def _settings(data: Path, **more: object) -> Settings:
    return load({"data": data, **more}, environment={"WANGLOU_DEMO_TOKEN": TOKEN}, mode="demo")


def _lines(settings: Settings) -> list[str]:
    return settings.log_file.read_text(encoding="utf-8").splitlines()


def test_an_event_is_one_line_with_its_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same line in the file and on the terminal."""
    settings = _settings(tmp_path)
    configure(settings, "relay")
    structlog.get_logger().info("started", port=8765, name="双塘\n街道")
    (line,) = _lines(settings)
    assert "INFO    relay      started  port=8765  name=双塘\\n街道" in line
    assert capsys.readouterr().err == line + "\n"


def test_json_is_one_object_a_line(tmp_path: Path) -> None:
    """For a log collector; times with their zone."""
    settings = _settings(tmp_path, log="json")
    configure(settings, "web")
    structlog.get_logger().warning("refused", why='a "quote"\n', token=TOKEN)
    event = json.loads(_lines(settings)[0])
    assert event | {"at": ""} == {
        "at": "",
        "level": "warning",
        "process": "web",
        "event": "refused",
        "why": 'a "quote"\n',
        "token": "(hidden)",
    }
    assert event["at"].endswith("Z")


def test_libraries_speak_through_the_same_log_from_warnings_up(tmp_path: Path) -> None:
    """An error of a library is an event like any other, its trace one line."""
    settings = _settings(tmp_path)
    configure(settings, "web")
    logging.getLogger("library").info("chatter")
    try:
        raise RuntimeError(TOKEN)
    except RuntimeError:
        logging.getLogger("library").exception("it broke")
    (line,) = _lines(settings)
    assert "it broke" in line
    assert "RuntimeError: (hidden)" in line


def test_a_level_silences_what_is_below(tmp_path: Path) -> None:
    """log_level = warning drops info."""
    settings = _settings(tmp_path, log_level="warning")
    configure(settings, "web")
    structlog.get_logger().info("chatter")
    structlog.get_logger().error("trouble")
    assert len(_lines(settings)) == 1


def test_no_secret_of_the_settings_is_in_a_line(tmp_path: Path) -> None:
    """Whatever the table calls a secret, and the password within an address."""
    secrets = {each.name: f"{each.name}-nobody-may-read" for each in SETTINGS if each.secret}
    secrets |= {"redis_url": "redis://:bus-nobody-may-read@127.0.0.1:1/0"}
    settings = replace(_settings(tmp_path), **secrets)
    configure(settings, "web")
    structlog.get_logger().info("said", all=" ".join(secrets.values()))
    (line,) = _lines(settings)
    assert line.count("(hidden)") == len(secrets) and "nobody-may-read" not in line

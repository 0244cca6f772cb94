"""The command line: an option for each setting, sentences for mistakes, the right exit codes."""

import logging
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from dashboard import cli
from dashboard.cli import VERBS, main, parser
from dashboard.settings_table import SETTINGS


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder without wanglou.toml, an environment without our variables; umask and logging as before."""
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.env, raising=False)
    monkeypatch.setattr(os, "umask", lambda _: 0)
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_every_setting_but_secrets(verb: str) -> None:
    """A secret on the command line would be in every list of processes."""
    text = next(iter(parser()._subparsers._group_actions)).choices[verb].format_help()  # type: ignore[index, union-attr]
    for setting in SETTINGS:
        assert (f"{setting.option} " in text) is not setting.secret, setting.name


def test_a_wrong_setting_is_a_sentence_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    """No trace, and nothing started."""
    assert main(["demo", "--port", "x"]) == 2
    assert capsys.readouterr().err == "wanglou: --port is 'x': expected a whole number from 1 to 65535\n"


def test_a_wrong_source_stops_the_start_with_its_key(capsys: pytest.CaptureFixture[str]) -> None:
    """Before any process is started."""
    Path("wanglou.toml").write_text('[[source]]\nkind = "pigeon"\n')
    assert main(["demo"]) == 2
    assert capsys.readouterr().err.startswith("wanglou: source[0].kind is 'pigeon': must be one of owntracks")


def test_a_certificate_that_is_not_there_stops_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    """Before any process is started, and without a traceback."""
    assert main(["up", "--tls-cert", "none.pem", "--tls-key", "none.pem"]) == 2
    assert capsys.readouterr().err == "wanglou: tls_cert is 'none.pem': there is no such file\n"


def test_live_refuses_the_simulation(capsys: pytest.CaptureFixture[str]) -> None:
    """`up` is live unless told otherwise."""
    assert main(["up", "--simulate", "yes"]) == 2
    assert "mode live shows the real world only" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["web", "feeds", "relay"])
def test_one_process_alone_needs_the_bus_of_the_others(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An embedded bus of its own would be a bus nobody else is on."""
    assert main([verb]) == 2
    assert capsys.readouterr().err.startswith("wanglou: REDIS_URL is '': one process alone needs the bus")


def test_an_unknown_verb_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With the list of those there are."""
    with pytest.raises(SystemExit) as caught:
        main(["dmeo"])
    assert caught.value.code == 2
    assert "demo" in capsys.readouterr().err


def test_a_slip_is_answered_briefly(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a verb the verbs are listed; a missing word is not drowned in forty options."""
    assert main([]) == 2
    assert "the whole wall, on this machine" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["audit"])
    assert len(capsys.readouterr().err.splitlines()) == 2


def _run_as_relay(monkeypatch: pytest.MonkeyPatch, data: Path, work: Callable[[], None]) -> int:
    monkeypatch.setitem(cli._PROCESSES, "relay", lambda settings, name: work())
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    return main(["relay", "--data", str(data), "--name", "relay-2"])


def test_a_stuck_process_writes_where_it_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The supervisor sends SIGUSR1 before it kills; that works without the event loop."""
    code = _run_as_relay(monkeypatch, tmp_path, lambda: os.kill(os.getpid(), signal.SIGUSR1))
    assert code == 0
    assert "test_cli.py" in (tmp_path / "log" / "stacks-relay-2.log").read_text()


def test_a_process_that_fails_says_why_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last resort: exit code 1, which the supervisor answers with a restart."""

    def fail() -> None:
        raise RuntimeError("the disk\nis full")

    assert _run_as_relay(monkeypatch, tmp_path, fail) == 1
    (line,) = (tmp_path / "log" / "wanglou.log").read_text().splitlines()
    assert "relay-2" in line
    assert "RuntimeError: the disk\\nis full [test_cli.py:" in line

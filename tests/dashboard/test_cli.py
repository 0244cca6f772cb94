"""The command line: an option for each setting, sentences for mistakes, the right exit codes."""

import os
from pathlib import Path

import pytest

from dashboard.cli import VERBS, main, parser
from dashboard.settings_table import SETTINGS


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without wanglou.toml, an environment without our variables, and the old umask afterwards."""
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.env, raising=False)
    monkeypatch.setattr(os, "umask", lambda _: 0)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_every_setting_but_secrets(verb: str) -> None:
    """A secret on the command line would be in every list of processes."""
    text = next(iter(parser()._subparsers._group_actions)).choices[verb].format_help()  # type: ignore
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

"""The data folder: private, one holder, secrets made once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.data_folder import claimed, with_secrets
from dashboard.settings import Mode, Settings, load
from feeds.errors import BadSetting


def _settings(data: Path, mode: Mode = "demo", **environment: str) -> Settings:
    return load({"data": data}, environment=environment, mode=mode)


def test_secrets_are_made_once_and_kept_private(tmp_path: Path) -> None:
    """A restart signs with the same key, and nobody else can read it."""
    settings = _settings(tmp_path / "new" / "data")
    first, second = with_secrets(settings), with_secrets(settings)
    assert first == second
    assert len(first.secret) >= 24
    assert first.secret != first.demo_token
    assert {path.stat().st_mode & 0o777 for path in settings.data.iterdir()} == {0o600}
    assert settings.data.stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    """Web and relay of a first start must not each make a key of their own."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: with_secrets(_settings(tmp_path)).secret, range(16)))
    assert len(set(made)) == 1


def test_a_given_secret_is_used_and_not_written(tmp_path: Path) -> None:
    """Who brings a key from a vault does not want it on the disk."""
    given = with_secrets(_settings(tmp_path, WANGLOU_SECRET="x" * 32))
    assert given.secret == "x" * 32
    assert not (tmp_path / "secret").exists()


def test_only_a_demo_has_a_demo_token(tmp_path: Path) -> None:
    """A token for everybody has no place in front of the real world."""
    assert with_secrets(_settings(tmp_path, mode="live")).demo_token == ""


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """It names the option and the folder."""
    (tmp_path / "file").touch()
    with pytest.raises(
        BadSetting, match=r"^--data is '.*file/data': the folder cannot be used: Not a directory"
    ):
        with_secrets(_settings(tmp_path / "file" / "data"))
    with pytest.raises(BadSetting, match=r"^--data is '.*file': is a file; give a folder"):
        with_secrets(_settings(tmp_path / "file"))


def test_a_folder_has_one_supervisor(tmp_path: Path) -> None:
    """The second one is told who is there; when the first ends, the folder is free."""
    with claimed(tmp_path):  # noqa: SIM117 - one after the other is what is tested
        with (
            pytest.raises(BadSetting, match=rf"another wanglou \(pid {os.getpid()}\) works there"),
            claimed(tmp_path),
        ):
            pass
    with claimed(tmp_path):
        pass

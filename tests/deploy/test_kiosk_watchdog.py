"""The kiosk's watchdog: its decisions, and a real Chromium that crashes and hangs."""

import importlib.util
import json
import os
import socket
from pathlib import Path
from types import ModuleType

import pytest

from tests.deploy.kiosk_page import kiosk_page
from tests.deploy.kiosk_running import WATCHDOG, running_kiosk
from tests.e2e.conftest import chromium


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kiosk_watchdog", WATCHDOG)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dog = _loaded()


def judge(now: float = 0.0) -> object:
    """One whose browser was started at ``now``."""
    made = dog.Judge(30.0, now)
    made.started(now)
    return made


def decisions(made: object, seen: str, healthy: bool, *times: float) -> list[str]:
    """What it says at each of these times."""
    return [made.decide(seen, healthy, at) for at in times]  # type: ignore[attr-defined]


@pytest.mark.parametrize("seen", [dog.SILENT, dog.STANDS])
def test_a_page_that_stands_still_is_restarted_once_its_time_is_up(seen: str) -> None:
    """Not before."""
    assert decisions(judge(), seen, True, 1, 29, 30) == [dog.NOTHING, dog.NOTHING, dog.RESTART]


def test_a_page_that_paints_begins_its_time_anew() -> None:
    """Thirty seconds are counted from the last paint."""
    made = judge()
    assert decisions(made, dog.PAINTS, True, 20) == [dog.NOTHING]
    assert decisions(made, dog.SILENT, True, 49, 50) == [dog.NOTHING, dog.RESTART]


def test_against_a_server_that_is_not_well_no_page_is_restarted() -> None:
    """However long; and when it is well again the page gets its full time to find it."""
    made = judge()
    assert set(decisions(made, dog.STANDS, False, *range(0, 4000, 10))) == {dog.NOTHING}
    assert decisions(made, dog.STANDS, True, 4010, 4019, 4020) == [dog.NOTHING, dog.NOTHING, dog.RESTART]


def test_a_crashed_page_is_opened_again_at_once_and_then_restarted() -> None:
    """The same browser opens it; when that does not help, another one does."""
    made = judge()
    assert decisions(made, dog.CRASHED, True, 5, 7, 35) == [dog.NAVIGATE, dog.NOTHING, dog.RESTART]


def test_what_is_not_the_wall_is_asked_again_and_never_restarted() -> None:
    """The browser's own error page, or a screen that is not enrolled."""
    assert decisions(judge(), dog.NO_WALL, True, 10, 30, 59, 60) == [
        dog.NOTHING,
        dog.NAVIGATE,
        dog.NOTHING,
        dog.NAVIGATE,
    ]


def test_a_browser_that_ends_again_and_again_is_started_less_and_less() -> None:
    """Also while the server is not well: an empty screen says nothing at all."""
    made, now, waits = judge(), 0.0, []
    for _ in range(8):
        began = now
        while made.decide(dog.GONE, False, now) == dog.NOTHING:  # type: ignore[attr-defined]
            now += 1
        made.started(now)  # type: ignore[attr-defined]
        waits.append(now - began)
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]


def test_after_a_steady_time_the_next_restart_comes_soon() -> None:
    """One crash a week does not wait five minutes."""
    made = judge()
    for at in (10, 30, 70):
        made.started(at)  # type: ignore[attr-defined]
    made.started(10_000)  # type: ignore[attr-defined]
    assert decisions(made, dog.GONE, True, 10_004, 10_005) == [dog.NOTHING, dog.RESTART]


def test_the_pipe_takes_messages_apart_and_together() -> None:
    """They end with a NUL, not where a read ends."""
    to_it, writing = os.pipe()
    reading, from_it = os.pipe()
    pipe = dog.Pipe(writing, reading)
    answer = json.dumps({"id": 1, "result": {"x": "年"}}).encode()
    os.write(from_it, b'{"method": "Inspector.targetCrashed"}\0' + answer[:10])
    assert pipe.messages(1.0) == [{"method": "Inspector.targetCrashed"}]
    os.write(from_it, answer[10:] + b"\0")
    assert pipe.ask("Some.method") == {"x": "年"} and pipe.crashed
    assert json.loads(os.read(to_it, 1000)[:-1]) == {"id": 1, "method": "Some.method", "params": {}}
    os.close(from_it)
    assert pipe.ask("Some.method") is None
    pipe.close()
    os.close(to_it)


def test_systemd_is_told_that_the_watchdog_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It watches over the watchdog."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        dog.tell_systemd(b"WATCHDOG=1")
        assert systemd.recv(100) == b"WATCHDOG=1"


def test_the_log_never_holds_a_screens_key() -> None:
    """It comes in the query of the first address."""
    assert dog.shown("https://wall.example/wall?screen=key") == "https://wall.example/wall"


@pytest.mark.parametrize("url", ["ftp://x/wall?screen=s", "wall.example/wall?screen=s", "https:///?screen=s",
                                 "http://x:y/?screen=s"])  # fmt: skip
def test_an_address_where_no_wall_can_be_is_refused_at_the_start(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A screen that stays black for ever would be the other way to say it; the key is not shown."""
    with pytest.raises(SystemExit):
        dog.options([url])
    said = capsys.readouterr().err
    assert "must begin with http:// or https://" in said and "screen=" not in said


def test_what_follows_the_dashes_is_chromiums() -> None:
    """And nothing else is."""
    wanted = dog.options(["http://a/wall", "--silence", "5", "--", "--headless=new"])
    assert (wanted.url, wanted.silence, wanted.flags) == ("http://a/wall", 5.0, ["--headless=new"])


def test_a_real_browser_comes_back_from_a_crash_and_from_a_hang(tmp_path: Path) -> None:
    """And is left alone while the server is not well. The full times are kept in tests/deep."""
    browser = chromium()
    if browser is None:
        pytest.skip("no Chromium on this machine")
    with kiosk_page() as page, running_kiosk(page.url, browser, tmp_path, 4.0) as kiosk:
        kiosk.until(lambda: "the page paints" in kiosk.said, 60, "the first paint")
        kiosk.kill_renderers()
        kiosk.until(lambda: page.loaded == 2, 30, "the page after a crash")
        assert len(kiosk.starts) == 1
        page.hang()
        kiosk.until(lambda: page.loaded == 3, 60, "the page after a hang")
        assert len(kiosk.starts) == 2
        page.well = False
        page.hang()
        kiosk.until(lambda: "does not answer; the server is not well" in kiosk.said, 60, "the second hang")
        assert len(kiosk.starts) == 2

"""``wanglou import``: the files go to the web process by HTTP, and a person reads what became of them."""

import io
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard import importing
from dashboard.cli import main
from dashboard.importing import account_lines
from dashboard.tls import server_context
from feeds.errors import BadSetting
from tests.dashboard.test_tls import certificate
from tests.dashboard.web.site_parts import TOKEN, settings_for

FILE = "external_id,revision,title\nA,1,积水\nB,x,a\n"
MAP = '[columns]\nexternal_id = "编号"\n'
ROW = {"line": 2, "external_id": "A", "outcome": "new", "flags": [], "error": None}
BAD = {**ROW, "line": 3, "external_id": "B", "outcome": "refused", "error": "x is y: z"}
ACCOUNT = {"dry_run": False, "rows": 2, "encoding": "utf-8", "counts": {"refused": 1}, "results": [ROW, BAD]}


class Heard(NamedTuple):
    """What the web process was sent."""

    path: str
    authorization: str
    body: bytes


@contextmanager
def web_process(tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[Heard]]]:
    """One that answers a single request, as if it had refused the second row: its port, what it heard."""
    heard: list[Heard] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(Heard(self.path, self.headers["Authorization"], body))
            answer = json.dumps(ACCOUNT).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.handle_request, daemon=True)
        thread.start()
        yield server.server_port, heard
        thread.join()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where somebody types: the file, its map, and a demo's data folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    Path("o.csv").write_text(FILE, encoding="utf-8")
    Path("m.toml").write_text(MAP, encoding="utf-8")
    Path("demo-token").write_text(TOKEN + "\n")
    return tmp_path


def test_a_person_reads_the_rows_that_want_attention() -> None:
    """A dry run in full."""
    assert account_lines(ACCOUNT) == [
        "line 3: B refused: x is y: z",
        "2 rows, read as utf-8; taken: refused 1",
    ]
    assert len(account_lines(ACCOUNT | {"dry_run": True})) == 3


@pytest.mark.usefixtures("folder")
def test_the_verb_hands_both_files_over(capsys: pytest.CaptureFixture[str]) -> None:
    """By HTTP, with the demo's token; a refused row is exit code 1 and a line to read."""
    with web_process() as (port, heard):
        where = ["--data", ".", "--mode", "demo", "--to", f"http://127.0.0.1:{port}"]
        code = main(["import", "work-orders", "o.csv", "--map", "m.toml", "--dry-run", *where])
    (asked,) = heard
    assert asked[:2] == ("/intake/work-orders?dry_run=yes", f"Bearer {TOKEN}")
    assert FILE.encode() in asked.body and MAP.encode() in asked.body
    assert code == 1 and "line 3: B refused: x is y: z" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_token_that_was_issued_is_given_by_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept nowhere, and a command line is read by others."""
    monkeypatch.setattr("sys.stdin", io.StringIO("issued-token\n"))
    with web_process() as (port, heard):
        where = ["--data", ".", "--mode", "live", "--to", f"http://127.0.0.1:{port}"]
        assert main(["import", "work-orders", "o.csv", "--token-stdin", *where]) == 1
    assert [asked.authorization for asked in heard] == ["Bearer issued-token"]


@pytest.mark.parametrize("typed", ["", "\n", "口令\n", "a\x00b\n"])
def test_a_line_that_holds_no_token_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """And is not shown."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    (tmp_path / "o.csv").write_text("a")
    with pytest.raises(BadSetting, match=r"--token-stdin is '\*\*\*': standard input must begin"):
        importing.import_work_orders(
            settings_for(tmp_path), tmp_path / "o.csv", None, "", "", dry_run=True, token_stdin=True
        )


def test_a_web_process_that_serves_by_tls_is_found(folder: Path) -> None:
    """It is asked as this machine's own, by https, and its own certificate is believed."""
    cert, key = certificate(folder, "wall")
    with web_process(server_context(cert, key)) as (port, heard):
        Path("wanglou.toml").write_text(f'mode = "demo"\ndata = "."\nport = {port}\ntls_cert = "{cert}"\n')
        assert main(["import", "work-orders", "o.csv"]) == 1
    assert [asked.authorization for asked in heard] == [f"Bearer {TOKEN}"]


def test_the_verb_says_what_is_missing(tmp_path: Path) -> None:
    """The file, the token, the process."""
    settings = settings_for(tmp_path)
    file = tmp_path / "o.csv"
    with pytest.raises(BadSetting, match="FILE"):
        importing.import_work_orders(settings, file, None, "", "", dry_run=True)
    file.write_text("a")
    with pytest.raises(BadSetting, match=r"--source is 'nobody': .* by --token-stdin"):
        importing.import_work_orders(settings, file, None, "", "nobody", dry_run=True)
    with pytest.raises(BadSetting, match=r"--to is .*: no web process answers at .*:1: Connection refused"):
        importing.import_work_orders(settings, file, None, "http://127.0.0.1:1", "", dry_run=True)
    nobody_there = settings_for(tmp_path, port="1")
    with pytest.raises(BadSetting, match=r"port is 1: no web process answers at http://127.0.0.1:1: Conn"):
        importing.import_work_orders(nobody_there, file, None, "", "", dry_run=True)

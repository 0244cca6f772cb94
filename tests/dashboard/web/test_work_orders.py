"""The door for work orders: a dry run foretells what the store then does; every row is accounted for."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from dashboard import importing
from dashboard.cli import main
from dashboard.importing import account_lines
from dashboard.web.site import World, build
from feeds.errors import BadSetting
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for

DOOR = "/intake/work-orders"
CSV = {"Content-Type": "text/csv"}
FILE = (
    "external_id,revision,title,lat,lon,due_at\n"
    "A,1,积水,32.0205,118.7745,2026-11-23 08:00\nA,2,积水深,,,\nA,2,积水深,,,\n"
    "=cmd|' /C calc'!A0,1,<b>,0,0,\nB,x,a,,,\n"
)
MAP = '[columns]\nexternal_id = "编号"\nrevision = "版本"\n'


async def test_a_dry_run_foretells_and_changes_nothing(
    sender: httpx.AsyncClient, world: World, bus: FakeBus
) -> None:
    """Then the same file does just that; and a third time it is all repeated."""
    dry = (await sender.post(DOOR, params={"dry_run": "yes"}, content=FILE.encode(), headers=CSV)).json()
    assert world.reader.head() == 0 and dry["dry_run"]
    done = (await sender.post(DOOR, content=FILE.encode(), headers=CSV)).json()
    assert done["counts"] == dry["counts"] and done["results"] == dry["results"]
    assert [row["outcome"] for row in done["results"]] == ["new", "newer", "repeated", "new", "refused"]
    assert done["results"][4]["error"].startswith("revision is 'x'") and done["results"][4]["line"] == 6
    body = world.reader.kind("incident")[done["results"][0]["id"]]
    assert (body["title"], body["sender_due_ms"], body["street"]) == ("积水深", 1795392000000, "320104004")
    assert bus.hints == [world.reader.head()]
    again = (await sender.post(DOOR, content=FILE.encode(), headers=CSV)).json()
    assert (again["counts"]["repeated"], again["counts"]["refused"]) == (4, 1)


async def test_a_map_comes_with_its_file(sender: httpx.AsyncClient, world: World) -> None:
    """Two parts of a form; the encoding is the file's own."""
    file = "编号,版本\r\n工-1,3\r\n".encode("gbk")
    answer = await sender.post(DOOR, files={"map": ("m.toml", MAP.encode()), "file": ("o.csv", file)})
    assert answer.json()["encoding"] == "gb18030" and answer.json()["counts"]["new"] == 1
    (body,) = world.reader.kind("incident").values()
    assert body["external_id"] == "工-1" and body["source"] == "demo|12345"


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"content": b"x", "headers": {"Content-Type": "application/json"}}, 415, "Content-Type"),
        ({"files": {"map": ("m", MAP.encode())}}, 400, "file is missing"),
        ({"files": {"file": ("f", b"a,b\n"), "map": ("m", b"=")}}, 400, "map is"),
        ({"content": b"a,b\n1,2\n", "headers": CSV}, 400, "columns.external_id"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "body is"),
        ({"content": b"x", "headers": CSV, "params": {"dry_run": "maybe"}}, 400, "dry_run is 'maybe'"),
    ],
)
async def test_a_file_that_cannot_be_read_changes_nothing(
    sender: httpx.AsyncClient, world: World, sent: dict[str, Any], status: int, says: str
) -> None:
    """A sentence, and a tile that shows it."""
    answer = await sender.post(DOOR, **sent)
    assert answer.status_code == status and answer.json()["error"].startswith(says)
    assert world.reader.head() == 0


async def test_strangers_and_make_believe_are_refused(
    client: httpx.AsyncClient, world: World, tmp_path: Path
) -> None:
    """A token is needed; live takes real orders only."""
    assert (await client.post(DOOR, content=b"x", headers=CSV)).status_code == 401
    settings = settings_for(tmp_path, "live")
    source = {"kind": "incidents", "name": "hub", "token": "hub-token-000001"}
    object.__setattr__(settings, "sources", (source,))
    live = build(settings, world)
    parts = {
        "map": ("m", b'provenance = "replayed"\n' + MAP.encode()),
        "file": ("f", "编号,版本\n1,1\n".encode()),
    }
    async with client_of(live.asgi, Authorization="Bearer hub-token-000001") as outside:
        answer = await outside.post(DOOR, files=parts)
    assert answer.status_code == 400 and "mode live" in answer.json()["error"]


def test_a_person_reads_the_rows_that_want_attention() -> None:
    """A dry run in full."""
    row = {"line": 2, "external_id": "A", "outcome": "new", "flags": [], "error": None}
    bad = {**row, "line": 3, "external_id": "", "outcome": "refused", "error": "x is y: z"}
    account = {"dry_run": False, "rows": 2, "encoding": "utf-8", "counts": {"new": 1}, "results": [row, bad]}
    assert account_lines(account) == ["line 3: - refused: x is y: z", "2 rows, read as utf-8; taken: new 1"]
    assert len(account_lines(account | {"dry_run": True})) == 3


class Answering(BaseHTTPRequestHandler):
    """A web process that refuses the second row of everything; keeps what it was sent."""

    heard: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_POST(self) -> None:
        """Answer as the door would."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, self.headers["Authorization"], body))
        row = {"line": 3, "external_id": "B", "outcome": "refused", "flags": [], "error": "x is y: z"}
        account = {
            "dry_run": False,
            "rows": 2,
            "encoding": "utf-8",
            "counts": {"refused": 1},
            "results": [row],
        }
        answer = json.dumps(account).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_the_verb_hands_both_files_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By HTTP, with the demo's token; a refused row is exit code 1 and a line to read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    Path("o.csv").write_text(FILE, encoding="utf-8")
    Path("m.toml").write_text(MAP, encoding="utf-8")
    Path("demo-token").write_text(TOKEN + "\n")
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        where = ["--data", ".", "--mode", "demo", "--to", f"http://127.0.0.1:{server.server_port}"]
        code = main(["import", "work-orders", "o.csv", "--map", "m.toml", "--dry-run", *where])
        thread.join()
    ((path, token, body),) = Answering.heard
    assert (path, token) == ("/intake/work-orders?dry_run=yes", f"Bearer {TOKEN}")
    assert FILE.encode() in body and MAP.encode() in body
    assert code == 1 and "line 3: B refused: x is y: z" in capsys.readouterr().out


def test_the_verb_says_what_is_missing(tmp_path: Path) -> None:
    """The file, the token, the process."""
    settings = settings_for(tmp_path)
    file = tmp_path / "o.csv"
    with pytest.raises(BadSetting, match="FILE"):
        importing.import_work_orders(settings, file, None, "", "", dry_run=True)
    file.write_text("a")
    with pytest.raises(BadSetting, match="--source"):
        importing.import_work_orders(settings, file, None, "", "nobody", dry_run=True)
    with pytest.raises(BadSetting, match="no web process answers"):
        importing.import_work_orders(settings, file, None, "http://127.0.0.1:1", "", dry_run=True)

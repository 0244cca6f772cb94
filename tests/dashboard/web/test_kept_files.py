"""The pages' files from memory: the same bytes as on disk, packed for who takes it, never an old one."""

from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse

from dashboard.web.kept_files import STYLES, KeptFiles
from tests.dashboard.web.site_parts import client_of

PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two style sheets, a module and something that is not kept."""
    (tmp_path / "live").mkdir()
    for name, text in (("b.css", "b{}"), ("a.css", "a{}"), ("live/x.mjs", "export {};"), ("live/d.ts", "")):
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def files(folder: Path) -> httpx.AsyncClient:
    """A client of that folder; whatever is passed on gets 418."""
    return client_of(KeptFiles(PlainTextResponse("passed on", 418), folder))


async def test_a_file_is_packed_for_who_takes_it(files: httpx.AsyncClient) -> None:
    """The text is the same either way, and so is its name."""
    plain = await files.get("/assets/live/x.mjs", headers=PLAIN)
    packed = await files.get("/assets/live/x.mjs", headers={"Accept-Encoding": "gzip"})
    assert plain.text == packed.text == "export {};" and plain.headers["etag"] == packed.headers["etag"]
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert plain.headers["content-type"].startswith("text/javascript")
    assert plain.headers["vary"] == "Accept-Encoding"


async def test_what_somebody_has_is_not_sent_again(files: httpx.AsyncClient, folder: Path) -> None:
    """Until the file is another."""
    first = await files.get("/assets/a.css")
    has = {"If-None-Match": first.headers["etag"]}
    assert (await files.get("/assets/a.css", headers=has)).status_code == 304
    (folder / "a.css").write_text("a{color:red}")
    again = await files.get("/assets/a.css", headers=has)
    assert again.status_code == 200 and again.text == "a{color:red}"


async def test_the_styles_are_one_sheet_in_the_order_of_their_names(
    files: httpx.AsyncClient, folder: Path
) -> None:
    """And change with any of them."""
    assert (await files.get(f"/assets/{STYLES}")).text == "a{}\nb{}"
    (folder / "b.css").write_text("b{color:red}")
    assert (await files.get(f"/assets/{STYLES}")).text == "a{}\nb{color:red}"


@pytest.mark.parametrize(
    "path",
    ["/assets/live/d.ts", "/assets/nothing.mjs", "/assets/live/%2e%2e/a.css", "/a.css",
     "/assets/", "/assets//a.css", "/assets/%2e%2e/a.css"],
)  # fmt: skip
async def test_everything_else_is_passed_on(files: httpx.AsyncClient, path: str) -> None:
    """Only whole names that were in the folder at the start are known; nothing is looked up by a path."""
    scope = {"raw_path": path.encode()}
    answer = await files.request("GET", httpx.URL("http://127.0.0.1").copy_with(**scope))
    assert answer.status_code == 418


async def test_other_methods_and_parts_of_files_are_passed_on(files: httpx.AsyncClient, folder: Path) -> None:
    """So is a file that is gone."""
    assert (await files.post("/assets/a.css")).status_code == 418
    assert (await files.get("/assets/a.css", headers={"Range": "bytes=0-1"})).status_code == 418
    (folder / "a.css").unlink()
    assert (await files.get("/assets/a.css")).status_code == 418


async def test_head_has_the_length_and_no_body(client: httpx.AsyncClient) -> None:
    """Of the whole site, with its headers."""
    head = await client.head("/assets/main.mjs", headers=PLAIN)
    whole = await client.get("/assets/main.mjs", headers=PLAIN)
    assert head.status_code == 200 and head.headers["content-length"] == str(len(whole.content))
    assert whole.content == (Path(__file__).parents[3] / "assets/main.mjs").read_bytes()

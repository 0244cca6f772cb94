"""What the terminal says once the wall is live."""

import asyncio
import dataclasses
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from dashboard.announcement import block, own_address, until_live
from dashboard.data_folder import with_secrets
from dashboard.settings import Mode, Settings, load

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens


def _settings(data: Path, host: str, mode: Mode = "demo") -> Settings:
    return with_secrets(load({"data": data, "host": host}, environment={}, mode=mode))


def test_a_demo_on_this_machine_says_how_to_let_phones_in(tmp_path: Path) -> None:
    """A phone cannot reach 127.0.0.1; saying its address anyway would waste somebody's evening."""
    settings = _settings(tmp_path, "127.0.0.1")
    text = block(settings)
    assert "http://127.0.0.1:8050/wall" in text
    assert settings.demo_token in text
    assert "--host 0.0.0.0" in text
    assert "/intake/" not in text


def test_a_demo_open_to_the_network_says_where_phones_go(tmp_path: Path) -> None:
    """With an address that the phone can reach, not 0.0.0.0."""
    text = block(_settings(tmp_path, EVERYWHERE))
    assert f"http://{own_address()}:8050/intake/owntracks" in text
    assert EVERYWHERE not in text


def test_live_prints_no_token(tmp_path: Path) -> None:
    """Tokens are nobody's business on a terminal; that one is needed to see anything is."""
    settings = _settings(tmp_path, "127.0.0.1", "live")
    assert "enrol each with `wanglou screen enrol`" in block(settings)
    assert "/sign-in, with an account of `wanglou user add`" in block(settings)
    text = block(dataclasses.replace(settings, screen_token="known-to-screens"))
    assert "/wall?screen=<screen_token>" in text and "known-to-screens" not in text
    assert "  token " not in text


def test_the_own_address_is_an_address() -> None:
    """Also on a machine without a network."""
    ipaddress.ip_address(own_address())


@asynccontextmanager
async def _web(answers: list[str]) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {answers.pop(0)}\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_it_waits_until_everything_beats() -> None:
    """503 means: not yet."""
    answers = ["503 Service Unavailable", "503 Service Unavailable", "200 OK"]
    async with _web(answers) as url, asyncio.timeout(60):
        await until_live(url)
    assert answers == []

"""The way out: over a hundred addresses that must not be fetched, and a listener that may be asked."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from feeds.egress import Egress, read_address
from feeds.errors import BadInput, SourceUnavailable

SSO = "https://sso.city.example"
NAMES = {
    "sso.city.example": ["10.2.3.4"],
    "public.example": ["93.184.215.14"],
    "both.example": ["93.184.215.14", "127.0.0.1"],
    "local.example": ["127.0.0.1"],
    "localhost.example": ["::1"],
    "private.example": ["192.168.1.1"],
    "metadata.example": ["169.254.169.254"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::"],
    "linklocal.example": ["fe80::1"],
    "translated.example": ["64:ff9b:1::a00:1"],
    "protocol.example": ["192.0.0.192"],
    "unique.example": ["fd00::1"],
    "nothing.example": ["0.0.0.0"],  # noqa: S104 - what must be refused
    "group.example": ["224.0.0.1"],
    "carrier.example": ["100.64.0.1"],
    "documentation.example": ["192.0.2.1"],
}
"""A resolver's whole world."""
HOSTS = (
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1",  # noqa: S104
    "017700000001", "0177.0.0.1", "0177.1", "127.0.0.1.", "127.000.000.001", "127.0.0.01", "1.0.0.127.",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[::1%25lo]",
    "[fd00::1]",
    "[ff02::1]", "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "ip6-localhost",
    "local.example",
    "localhost.example", "private.example", "metadata.example", "mapped.example", "nat64.example",
    "sixtofour.example", "linklocal.example", "unique.example", "nothing.example", "group.example",
    "carrier.example", "documentation.example", "both.example", "10.0.0.1", "172.16.0.1", "192.168.0.1",
    "169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192",
    "224.0.0.1", "255.255.255.255",
    "sso.city.example", "sso.city.example.evil.example", "evil.example",
    "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1",
    "ｌocalhost", "loc%61lhost", "127.0.0.1%00", "127.0.0.1%2f", "user@127.0.0.1", "public.example@127.0.0.1",
    "127.0.0.1\\@public.example", "public.example#@127.0.0.1", "127.0.0.1 ", "\t127.0.0.1", "[127.0.0.1]",
    "[::1", "::1", "", "-127.0.0.1", "127..0.1", "1e8", "0x", "4294967297", "99999999999999999999",
)  # fmt: skip
ADDRESSES = (
    "http:/127.0.0.1:{}/", "http:127.0.0.1:{}/", "//127.0.0.1:{}/", "http:///127.0.0.1:{}/", "127.0.0.1:{}",
    "ftp://127.0.0.1:{}/", "file:///etc/passwd", "gopher://127.0.0.1:{}/_x", "dict://127.0.0.1:{}/",
    "javascript:fetch('http://127.0.0.1:{}')", "data:text/plain,x", "jar:http://127.0.0.1:{}!/", "exec:id",
    "rtsp://127.0.0.1:{}/", "ws://127.0.0.1:{}/", "HTTP://127.0.0.1:{}/", "unix:///run/redis.sock",
    "https://public.example:99999/", "https://public.example:0/", "https://public.example:/", "https://:{}/",
    "http://public.example:{}/", "https://public.example:22/", "https://93.184.215.14:6379/",
    "https://a..b.example/", "https://" + "a" * 64 + ".example/", "https://" + "x" * 3000,
    "https://public.example/\r\nHost: 127.0.0.1", "https://public.example/{{z}}", "",
)  # fmt: skip
"""Whole addresses, with the port in place of braces."""
PORT = 8765


class Canary:
    """A listener that counts whoever comes."""

    def __init__(self) -> None:
        self.port, self.hits = 0, 0
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ncage"

    async def sing(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hits += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def canary() -> AsyncIterator[Canary]:
    bird = Canary()
    server = await asyncio.start_server(bird.sing, "127.0.0.1", 0)
    bird.port = server.sockets[0].getsockname()[1]
    yield bird
    server.close()


async def resolve(host: str, _port: int) -> list[str]:
    """As a resolver that somebody else fills in."""
    if host not in NAMES:
        raise OSError(host)
    return NAMES[host]


class Outside(httpx.AsyncBaseTransport):
    """Everything beyond the rules: refuses at once and remembers, so that a hole is seen, not waited for."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.reached.append(request.url.host)
        raise httpx.ConnectError("nobody is there", request=request)


async def test_addresses_that_must_not_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every spelling of this machine, private networks and metadata: refused before any of them is asked."""
    tried = [f"{scheme}://{host}:{PORT}/x" for host in HOSTS for scheme in ("http", "https")]
    tried += [f"https://{host}/" for host in HOSTS if host not in ("sso.city.example", "evil.example")]
    tried += [address.replace("{}", str(PORT)) for address in ADDRESSES]
    answered, outside = [], Outside()
    monkeypatch.setattr(httpx, "AsyncHTTPTransport", lambda **_: outside)
    for egress in (Egress([SSO], resolve=resolve), Egress([SSO], public=True, resolve=resolve)):
        for address in tried:
            try:
                await egress.fetch(address)
            except (BadInput, SourceUnavailable):
                continue
            answered.append(address)
    inside = [host for host in outside.reached if [host] != NAMES["public.example"]]
    print(f"egress: {len(tried)} addresses by 2 sets of rules, {len(inside)} asked inside")
    assert len(tried) >= 80 and answered == inside == []


@pytest.mark.parametrize(
    "host", [name for name in NAMES if name not in ("sso.city.example", "public.example")]
)
async def test_a_public_name_that_leads_inside_is_refused(host: str) -> None:
    """All answers of a resolver count, not the first."""
    with pytest.raises(BadInput, match="may not be asked"):
        egress = Egress([SSO], public=True, resolve=resolve)
        await egress.pin(egress.judge(f"https://{host}/x"))


@pytest.mark.parametrize("host", ["metadata.example", "linklocal.example", "mapped.example", "group.example"])
async def test_no_list_opens_what_is_never_right(host: str) -> None:
    """A cloud's metadata stays shut, whoever wrote it down."""
    egress = Egress([f"http://{host}"], resolve=resolve)
    with pytest.raises(BadInput, match="may not be asked"):
        await egress.pin(egress.judge(f"http://{host}/latest"))


async def test_what_is_listed_is_fetched(canary: Canary) -> None:
    """Also on this machine, for it was written down; only that port, only that scheme."""
    egress = Egress([f"http://127.0.0.1:{canary.port}"])
    assert await egress.fetch(f"http://127.0.0.1:{canary.port}/a?b=c") == b"cage"
    for other in (f"https://127.0.0.1:{canary.port}/", f"http://127.0.0.1:{canary.port + 1}/"):
        with pytest.raises(BadInput, match="not among the addresses"):
            await egress.fetch(other)
    assert canary.hits == 1


async def test_a_name_is_resolved_once_and_pinned(canary: Canary) -> None:
    """A resolver that changes its mind after the check changes nothing; the host keeps its name."""
    asked = []

    async def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    egress = Egress([f"http://wall.example:{canary.port}"], resolve=rebinding)
    assert await egress.fetch(f"http://wall.example:{canary.port}/") == b"cage"
    assert asked == ["wall.example"] and canary.hits == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 307 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + b"x" * 99,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000,
        b"nonsense\r\n\r\n",
        b"",
    ],
)
async def test_answers_that_are_not_taken(canary: Canary, answer: bytes) -> None:
    """Redirects, failures, compressed and long ones: one request each, and a sentence."""
    canary.answer = answer
    egress = Egress([f"http://127.0.0.1:{canary.port}"])
    with pytest.raises((BadInput, SourceUnavailable)):
        await egress.fetch(f"http://127.0.0.1:{canary.port}/", most=50)
    assert canary.hits == 1


async def test_who_never_answers_is_not_waited_for() -> None:
    """The deadline holds for the whole of it."""

    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise httpx.ReadTimeout("silence", request=request)

    egress = Egress([SSO], resolve=resolve)
    async with httpx.AsyncClient(transport=egress.transport(Silent())) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"{SSO}/x")


async def test_the_name_is_kept_for_the_certificate() -> None:
    """The connection goes to the address, the certificate is asked for the name."""
    seen = []

    class Seeing(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append((str(request.url), request.headers["host"], request.extensions["sni_hostname"]))
            return httpx.Response(200, content=b"x")

    async with httpx.AsyncClient(transport=Egress([SSO], resolve=resolve).transport(Seeing())) as client:
        assert (await client.get(f"{SSO}/.well-known/x")).status_code == 200
    assert seen == [("https://10.2.3.4/.well-known/x", "sso.city.example", "sso.city.example")]


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://tiles.city.example/a/b?c", "tiles.city.example", 443),
        ("http://10.0.0.7:8080/", "10.0.0.7", 8080),
        ("https://[2001:db8::1]/", "2001:db8::1", 443),
        ("https://xn--fsq.example", "xn--fsq.example", 443),
        ("HTTPS://Tiles.Example", "tiles.example", 443),
    ],
)
def test_addresses_that_are_read(address: str, host: str, port: int) -> None:
    """Names, plain addresses and ports."""
    assert read_address(address)[1:] == (host, port)

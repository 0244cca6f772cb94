"""The one way out to addresses that settings, records or strangers name: judged, resolved once, pinned.

Whoever can make us fetch an address can ask in our name what only we can reach: this machine, the city's own
network, a cloud's metadata. So an address is taken apart strictly; its host must be listed, or public where
that is allowed; a name is resolved once, every answer must be reachable by the rules, and the connection goes
to exactly that answer; redirects are refused, and what comes back is bounded in size and time.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import httpx

from feeds.errors import BadInput, SourceUnavailable

PORTS: Final = {"http": 80, "https": 443}
ADDRESS_CHARACTERS: Final = 2_048
ANSWER_BYTES: Final = 1024 * 1024
WITHIN_S: Final = 5.0
_FORBIDDEN: Final = frozenset(" \\\"'<>^`{|}")
"""Characters on which programs that read addresses disagree."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""A name and a port -> every address it has, as text. Raises OSError."""


class Target(NamedTuple):
    """An address, taken apart. ``host`` is a name in lower case, or an IP address as text."""

    scheme: str
    host: str
    port: int

    @property
    def ip(self) -> Address | None:
        """The address itself where no name is given."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def read_address(url: object, field: str = "address") -> Target:
    """An absolute http(s) address without tricks. Raises BadInput.

    No user, no second reading: a host of digits is four plain decimal numbers or an IPv6 in brackets, never
    octal, hexadecimal or short; a name is plain ASCII (write others as punycode).
    """
    if not isinstance(url, str) or len(url) > ADDRESS_CHARACTERS:
        raise BadInput(field, url, f"must be an address of at most {ADDRESS_CHARACTERS} characters")
    if not (url.isascii() and url.isprintable()) or _FORBIDDEN & set(url):
        raise BadInput(field, url, "must be an address in plain ASCII, without spaces, quotes or braces")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as exc:
        raise BadInput(field, url, f"is no address: {exc}") from exc
    if parts.scheme not in PORTS or not url.lower().startswith(f"{parts.scheme}://"):
        raise BadInput(field, url, "must begin with http:// or https://")
    if "@" in parts.netloc or "%" in parts.netloc or port == 0 or parts.netloc.endswith(":"):
        raise BadInput(field, url, "must name a host, and a port at most: no user, no escapes")
    if not _is_host(host):
        raise BadInput(field, url, "must name a host by its name or its plain IP address")
    return Target(parts.scheme, host, port or PORTS[parts.scheme])


def _is_host(host: str) -> bool:
    if ":" in host:
        return _is_ip(host)
    labels = host.split(".")
    if labels[-1][:1].isdigit():  # what a resolver would take for a number, or part of one
        return _is_ip(host)
    return len(host) <= 253 and all(
        0 < len(label) <= 63 and label.replace("-", "").isalnum() and label[0] != "-" != label[-1]
        for label in labels
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: Address) -> bool:
    """Whether it lies in the open internet, also when it is wrapped in an IPv6 address."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address.sixtofour or address.teredo or _NAT64.supernet_of(_net(address)):
            return False  # nobody who is honest writes an IPv4 address so
        if address.scope_id:
            return False
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_link_local)


def _net(address: ipaddress.IPv6Address) -> ipaddress.IPv6Network:
    return ipaddress.IPv6Network((int(address), 128))


_SPECIAL: Final = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("64:ff9b:1::/48"))
"""Of protocols, no hosts, and one cloud's metadata; Python before 3.11.10 takes them for the internet."""
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def may_be_listed(address: Address) -> bool:
    """What a list may open: this machine and private networks. Never link-local ones, where a cloud keeps
    its metadata, nor what is no single machine.
    """
    if isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped or address.scope_id):
        return False
    closed = address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved
    return is_public(address) or not closed


class Egress:
    """The rules of one kind of fetch.

    ``listed`` are origins (``https://sso.city.example:8443``) that somebody with the settings in hand wrote
    down: they may lie in a private network. ``public``: any other https host in the open internet, too.
    """

    def __init__(
        self, listed: Iterable[str], *, public: bool = False, resolve: Resolve | None = None
    ) -> None:
        self._listed = frozenset(read_address(origin, "origin") for origin in listed)
        self._public = public
        self._resolve = resolve or _resolved

    def judge(self, url: object, field: str = "address") -> Target:
        """What may be asked for as far as the address alone tells. Raises BadInput."""
        target = read_address(url, field)
        if target in self._listed:
            return target
        if not self._public:
            raise BadInput(field, url, "is not among the addresses that may be asked")
        ip = target.ip
        if target.scheme != "https" or target.port != PORTS["https"] or (ip and not is_public(ip)):
            raise BadInput(field, url, "must be listed, or be https on a public host")
        return target

    async def pin(self, target: Target, field: str = "address") -> str:
        """The IP address to connect to. Raises BadInput when any that the name has is out of bounds, and
        SourceUnavailable when it has none.
        """
        if target.ip is not None:
            answers = [target.host]
        else:
            try:
                async with asyncio.timeout(WITHIN_S):
                    answers = await self._resolve(target.host, target.port)
            except (OSError, TimeoutError) as exc:
                raise SourceUnavailable(f"{target.host} has no address now") from exc
        fits = may_be_listed if target in self._listed else is_public
        for answer in answers:
            if not fits(ipaddress.ip_address(answer)):
                raise BadInput(field, target.host, "leads into a network that may not be asked")
        if not answers:
            raise SourceUnavailable(f"{target.host} has no address now")
        return answers[0]

    def transport(self, inner: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncBaseTransport:
        """For any httpx client, whose every request then goes by these rules."""
        return _Pinned(self, inner or httpx.AsyncHTTPTransport(trust_env=False, retries=0))

    async def fetch(self, url: str, *, most: int = ANSWER_BYTES, within_s: float = WITHIN_S) -> bytes:
        """The body behind an address, plain, and only of a 200. Raises BadInput and SourceUnavailable."""
        headers = {"Accept-Encoding": "identity"}
        try:
            async with (
                asyncio.timeout(within_s),
                httpx.AsyncClient(transport=self.transport(), trust_env=False, timeout=within_s) as client,
                client.stream("GET", url, headers=headers) as answer,
            ):
                return await _body(answer, url, most)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as exc:
            if isinstance(exc.__cause__, BadInput | SourceUnavailable):
                raise exc.__cause__ from exc
            raise SourceUnavailable(f"no answer from {read_address(url).host}: {type(exc).__name__}") from exc


class _Pinned(httpx.AsyncBaseTransport):
    """Sends each request to the address its host was resolved to, under the name it was asked by. What is
    against the rules is an error of transport, as its clients expect.
    """

    def __init__(self, egress: Egress, inner: httpx.AsyncBaseTransport) -> None:
        self._egress = egress
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            target = self._egress.judge(str(request.url))
            pinned = await self._egress.pin(target)
        except (BadInput, SourceUnavailable) as exc:
            raise httpx.ConnectError(str(exc), request=request) from exc
        request.headers["Host"] = request.url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": target.host}
        request.url = request.url.copy_with(host=pinned)
        answer = await self._inner.handle_async_request(request)
        if answer.is_redirect:
            await answer.aclose()
            why = BadInput("address", target.host, "leads elsewhere, and redirects are not followed")
            raise httpx.ConnectError(str(why), request=request) from why
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _body(answer: httpx.Response, url: str, most: int) -> bytes:
    if answer.status_code != 200 or answer.headers.get("content-encoding", "identity") != "identity":
        raise SourceUnavailable(f"{read_address(url).host} answered {answer.status_code}, not a plain 200")
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > most:
            raise BadInput("answer", len(body), f"must be at most {most} bytes")
    return bytes(body)


async def _resolved(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))

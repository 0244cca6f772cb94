"""The simulation's way to the web process: the same doors by HTTP that strangers and officers use."""

import ssl
from collections.abc import Mapping
from typing import Any, Final

import httpx
import msgspec
import structlog

TIMEOUT_S: Final = 10.0
BUSY: Final = (429, 502, 503, 504)

log = structlog.get_logger()


class Unheard(Exception):  # noqa: N818 - it says what happened, like TimeoutError
    """The web process did not answer, or is busy: ask the same again later."""


class Door:
    """Speaks to the web process at ``url``. ``token`` is a source's; ``screen_token``, where the mode wants
    one, lets officers in. Use as a context.
    """

    def __init__(
        self,
        url: str,
        token: str,
        screen_token: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.token = token
        self._source = {"Authorization": f"Bearer {token}"}
        self._officer = {"Authorization": f"Bearer {screen_token}"} if screen_token else {}
        self._client = httpx.AsyncClient(
            base_url=url, timeout=TIMEOUT_S, trust_env=False, transport=transport, verify=tls or True
        )
        self._failing = False

    async def __aenter__(self) -> "Door":
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *exc: Any) -> None:
        await self._client.__aexit__(*exc)

    async def told(self, path: str, **content: Any) -> tuple[int, Any]:
        """A source's POST."""
        headers = self._source | content.pop("headers", {})
        return await self._asked("POST", path, headers, content)

    async def ordered(self, path: str, order: Mapping[str, Any]) -> tuple[int, Any]:
        """An officer's POST."""
        headers = self._officer | {"Content-Type": "application/json"}
        return await self._asked("POST", path, headers, {"content": msgspec.json.encode(order)})

    async def read(self, path: str, **query: str) -> tuple[int, Any]:
        """An officer's GET."""
        return await self._asked("GET", path, self._officer, {"params": query})

    async def _asked(
        self, method: str, path: str, headers: Mapping[str, str], content: dict[str, Any]
    ) -> tuple[int, Any]:
        """Status and decoded answer. Raises Unheard."""
        try:
            answer = await self._client.request(method, path, headers=headers, **content)
        except httpx.HTTPError as exc:
            raise self._unheard(f"{type(exc).__name__} {exc}") from exc
        if answer.status_code in BUSY:
            raise self._unheard(f"{answer.status_code} {answer.text[:200]}")
        self._failing = False
        return answer.status_code, _decoded(answer.content)

    def _unheard(self, problem: str) -> Unheard:
        if not self._failing:
            log.info("the simulation waits for the web process", problem=problem)
            self._failing = True
        return Unheard(problem)


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None

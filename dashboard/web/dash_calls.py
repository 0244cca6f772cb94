"""What a browser may ask of Dash itself, checked before Dash sees it: each callback is a public POST.

Dash trusts its own renderer and fails with a server error on anything else; here that becomes a 4xx with
a sentence.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dash.fingerprint import check_fingerprint
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web.answers import TurnedAway, refusal
from dashboard.web.bodies import read_body
from dashboard.web.callers import Who, caller_of, may, why_not
from feeds.errors import MISSING, BadInput
from feeds.untrusted import decode_untrusted

CALLBACKS: Final = "/_dash-update-component"
SUITES: Final = "/_dash-component-suites/"
TEXT_PROPERTIES: Final = frozenset({"pathname", "search", "hash", "href"})
"""Properties whose callbacks (Dash's own, for pages) take text or nothing."""

Callbacks = Callable[[], Mapping[str, Any]]
WhoOf = Mapping[str, Callable[[Mapping[str, Any]], Who]]
Suites = Callable[[], Mapping[str, Any]]


class DashCalls:
    """ASGI middleware in front of Dash's own paths."""

    def __init__(self, app: ASGIApp, callbacks: Callbacks, suites: Suites, who: WhoOf) -> None:
        """``callbacks`` gives Dash's callback map and ``suites`` its registered component files, as they
        are now; ``who`` says by its output for whom a checked call of a callback is.
        """
        self._app = app
        self._who = who
        self._callbacks = callbacks
        self._suites = suites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what Dash can answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == CALLBACKS and scope["method"] == "POST":
            await self._callback(scope, receive, send)
        elif scope["path"].startswith(SUITES) and not self._has_suite(scope["path"]):
            await refusal(404, "there is no such component file")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _callback(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self._checked(Request(scope, receive))
        except BadInput as exc:
            await refusal(400, str(exc), exc.field)(scope, receive, send)
        except TurnedAway as exc:
            await refusal(exc.status, str(exc), exc.field)(scope, receive, send)
        else:
            await self._app(scope, _Replay(body, receive), send)

    async def _checked(self, request: Request) -> bytes:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise TurnedAway(415, "a callback's body must be application/json", "Content-Type")
        body = await read_body(request)
        call = decode_untrusted(body)
        require_call(call, self._callbacks())
        self._require_caller(request, call)
        return body

    def _require_caller(self, request: Request, call: Any) -> None:
        """Raises TurnedAway for somebody whom this callback is not for."""
        caller, who = caller_of(request), self._who[call["output"]](call)
        if not may(caller, who):
            raise TurnedAway(*why_not(caller, who))

    def _has_suite(self, path: str) -> bool:
        package, _, file = path.removeprefix(SUITES).partition("/")
        plain, _ = check_fingerprint(file)  # type: ignore[no-untyped-call]
        return plain in self._suites().get(package, ())


def require_call(value: object, callbacks: Mapping[str, Any]) -> None:
    """Raises BadInput unless ``value`` is a call of one of ``callbacks`` with the arguments it takes."""
    if not isinstance(value, dict):
        raise BadInput("body", value, "must be a JSON object")
    output = value.get("output", MISSING)
    callback = callbacks.get(output) if isinstance(output, str) else None
    if callback is None:
        raise BadInput("output", output, "is no callback of this page")
    _require_arguments(value, "inputs", callback.get("inputs", []))
    _require_arguments(value, "state", callback.get("state", []))
    changed = value.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(item, str) for item in changed):
        raise BadInput("changedPropIds", changed, "must be a list of text")
    _require_outputs(value, output)


def _require_arguments(value: Mapping[str, Any], name: str, expected: list[Mapping[str, Any]]) -> None:
    given = value.get(name, [])
    if not isinstance(given, list) or len(given) != len(expected):
        raise BadInput(name, given, f"must be a list of {len(expected)}")
    for index, (argument, declared) in enumerate(zip(given, expected, strict=True)):
        field = f"{name}[{index}]"
        if not isinstance(argument, dict):
            raise BadInput(field, argument, "must be an object")
        if any(argument.get(key) != declared[key] for key in ("id", "property")):
            raise BadInput(field, argument.get("id"), f"must be {declared['id']}.{declared['property']}")
        held = argument.get("value")
        if declared["property"] in TEXT_PROPERTIES and not isinstance(held, str | None):
            raise BadInput(f"{field}.value", held, "must be text")


def _require_outputs(value: Mapping[str, Any], called: str) -> None:
    """Dash looks for its answer under these names, and fails when they are not the callback's own."""
    outputs = value.get("outputs", MISSING)
    listed = outputs if isinstance(outputs, list) else [outputs]
    names = []
    for output in listed:
        if not isinstance(output, dict) or not all(
            isinstance(output.get(key), str) for key in ("id", "property")
        ):
            raise BadInput("outputs", outputs, "must be objects with id and property")
        names.append(output["id"].replace(".", r"\.") + "." + output["property"])
    if called != (f"..{'...'.join(names)}.." if isinstance(outputs, list) else names[0]):
        raise BadInput("outputs", outputs, f"must be those of {called}")


class _Replay:
    """``receive`` for Dash: the body that was read already, then whatever comes from the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

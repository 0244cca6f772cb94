"""What the web process says when it says no: a status, and JSON with one sentence and the field it is
about.
"""

from typing import Any, Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.identity.errors import Unfit
from dashboard.incidents.refusals import ChangedMeanwhile, Illegal, NotYours
from feeds.errors import BadInput, StoreUnavailable, WanglouError

MACHINES: Final = ("/intake/", "/open311/")
RETRY_AFTER_S: Final = "1"
"""Seconds after which somebody turned away for lack of time should ask again."""


class TurnedAway(WanglouError):  # noqa: N818 - an answer, not a failure
    """A request refused for another reason than its content: who sent it, how large it is, where it went."""

    def __init__(self, status: int, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.field = field


def refusal(status: int, sentence: str, field: str | None = None, **headers: str) -> JSONResponse:
    """The one shape of every refusal."""
    return JSONResponse({"error": sentence, "field": field}, status, headers=headers or None)


async def on_bad_input(_request: Request, exc: Exception) -> Response:
    """400 with the sentence that names field and value, in both languages where there are both."""
    if isinstance(exc, Unfit):
        return JSONResponse({"error": str(exc), "error_zh": exc.zh, "field": exc.field}, 400)
    return refusal(400, str(exc), exc.field if isinstance(exc, BadInput) else None)


async def on_turned_away(request: Request, exc: Exception) -> Response:
    """The status that the refusal names. 401 asks for credentials: of a phone app by a scheme at which it
    sends its own, of a page by one at which no browser opens a window.
    """
    status = exc.status if isinstance(exc, TurnedAway) else 403
    field = exc.field if isinstance(exc, TurnedAway) else None
    if status == 401:
        scheme = "Basic" if request.url.path.startswith(MACHINES) else "Bearer"
        return refusal(status, str(exc), field, **{"WWW-Authenticate": f'{scheme} realm="wanglou"'})
    return refusal(status, str(exc), field)


async def on_illegal(_request: Request, exc: Exception) -> Response:
    """409 for what nobody may do now, 403 for what somebody else may; the sentence in both languages."""
    status = 403 if isinstance(exc, NotYours) else 409
    return JSONResponse(
        {"error": str(exc), "error_zh": exc.zh if isinstance(exc, Illegal) else None, "field": None}, status
    )


async def on_changed_meanwhile(_request: Request, exc: Exception) -> Response:
    """409 with the record as it is and every field that differs: an officer can look, and decide again."""
    content: dict[str, Any] = {"error": str(exc), "field": "expected_revision"}
    if isinstance(exc, ChangedMeanwhile):
        content |= {
            "error_zh": exc.zh,
            "expected_revision": exc.expected,
            "revision": exc.revision,
            "differences": msgspec.to_builtins(exc.differences),
            "record": exc.record,
        }
    return JSONResponse(content, 409)


async def on_store_unavailable(_request: Request, exc: Exception) -> Response:
    """503: nothing was acknowledged, and the same request may come again."""
    return refusal(503, str(exc), None, **{"Retry-After": RETRY_AFTER_S})


async def on_http_exception(request: Request, exc: Exception) -> Response:
    """What the framework refuses by itself: no such file, wrong method."""
    status = exc.status_code if isinstance(exc, HTTPException) else 400
    headers = dict(exc.headers or {}) if isinstance(exc, HTTPException) else {}
    path = request.url.path[:80]
    sentence = f"{request.method} is not answered at {path!r}" if status == 405 else f"nothing at {path!r}"
    return refusal(status, sentence, None, **headers)


EXCEPTION_ANSWERS: Final = {
    HTTPException: on_http_exception,
    BadInput: on_bad_input,
    TurnedAway: on_turned_away,
    Illegal: on_illegal,
    ChangedMeanwhile: on_changed_meanwhile,
    StoreUnavailable: on_store_unavailable,
}
"""Which of our errors becomes which answer; registered in ``app``."""

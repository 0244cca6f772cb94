"""The bodies of signing in and of administration: JSON objects read field by field. Pure.

What a field may be is for ``dashboard.identity`` to judge; here nothing is overheard, and nothing secret is
repeated.
"""

from collections.abc import Iterable
from typing import Any, Final

from dashboard.identity.errors import Unfit
from feeds.errors import MISSING
from feeds.untrusted import decode_untrusted

SECRET_CHARACTERS: Final = 1024
"""Of what is typed in secret; more is no password, whoever typed it."""

UNSAID: Final = "(not shown)"
"""What stands for a secret in a refusal."""


class Fields:
    """One object. Each reader raises BadInput naming the field; ``done`` refuses what nobody asked for."""

    def __init__(self, body: bytes) -> None:
        value = decode_untrusted(body) if body.strip() else {}
        if not isinstance(value, dict):
            raise Unfit("body", value, "must be a JSON object", "须为 JSON 对象")
        self._left: dict[str, object] = value

    def secret(self, name: str) -> str:
        """As typed, without cleaning."""
        value = self._left.pop(name, MISSING)
        if value is MISSING:
            raise Unfit(name, MISSING, "must be text", "须为文字")
        if not isinstance(value, str) or not 1 <= len(value) <= SECRET_CHARACTERS:
            why = f"must be text of 1 to {SECRET_CHARACTERS} characters"
            raise Unfit(name, UNSAID, why, f"须为 1 至 {SECRET_CHARACTERS} 个字符")
        return value

    def text(self, name: str) -> str:
        """Something that can be read; whether it will do, is not judged here."""
        value = self.needed(name)
        if not isinstance(value, str) or not value.strip():
            raise Unfit(name, value, "must be text, and not empty", "须为文字，不能为空")
        return value

    def needed(self, name: str) -> object:
        """Whatever was given; it must have been."""
        value = self._left.pop(name, MISSING)
        if value is MISSING:
            raise Unfit(name, MISSING, "must be given", "必填")
        return value

    def given(self, names: Iterable[str]) -> dict[str, Any]:
        """Those of these fields that were given."""
        return {name: self._left.pop(name) for name in names if name in self._left}

    def done(self) -> None:
        """Nothing else may be there: a misspelt field would be obeyed as if it had not been given."""
        for name, value in self._left.items():
            raise Unfit(name, value, "is no field of this request", "此请求没有这一项")

"""What signing in can come to, beside being in.

::

    WanglouError
    |-- Refused         -> 401, one sentence for every cause
    |-- TooManyTries    -> 429 with Retry-After
"""

from typing import Final

from feeds.errors import MISSING, BadInput, WanglouError, shown

FIELDS_ZH: Final = {
    "id": "账号",
    "name": "名称",
    "roles": "角色",
    "unit": "部门",
    "scope": "辖区",
    "admin": "管理员",
    "disabled": "停用",
    "source": "数据源",
    "entities": "终端",
    "session": "会话",
    "body": "内容",
}


class Unfit(BadInput):
    """What an account, a screen or a token may not be, in both languages. ``str()`` is the English."""

    def __init__(self, name: str, value: object, why: str, why_zh: str) -> None:
        super().__init__(name, value, why)
        self.why_zh = why_zh

    @property
    def zh(self) -> str:
        """The Chinese sentence."""
        field = FIELDS_ZH.get(self.name, shown(self.name))
        if self.value is MISSING:
            return f"未给“{field}”：{self.why_zh}"
        value = f"（{shown(self.value)}）" if isinstance(self.value, str | bool | int | float) else ""
        return f"“{field}”{value}：{self.why_zh}"


class Refused(WanglouError):  # noqa: N818 - it is an answer, not a failure
    """Not signed in. One sentence for an unknown name, a wrong password and a disabled account."""

    def __init__(self) -> None:
        super().__init__("name or password is wrong, or this account may not sign in")


class TooManyTries(WanglouError):  # noqa: N818 - it is an answer, not a failure
    """Not looked at: wait first."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"too many tries: try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s

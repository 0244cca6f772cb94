"""The texts of a screen that was never enrolled: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_ENROLMENT: Final[dict[str, tuple[str, str]]] = {
    "enrolment.title": ("此屏尚未登记", "This screen is not enrolled"),
    "enrolment.what": (
        "本屏没有令牌，或令牌已收回，因此不显示任何数据。这不是故障。",
        "It has no token, or the token was taken back, so it shows no data. Nothing is broken.",
    ),
    "enrolment.how": (
        "请管理员登记此屏（管理页，或 wanglou screen enrol），再在本屏打开一次所给的地址 /wall?screen=…",
        "Ask an administrator to enrol it (admin page, or wanglou screen enrol), then open once, on this"
        " screen, the address that was given: /wall?screen=…",
    ),
    "enrolment.then": (
        "登记后本屏会自行恢复，无需登录。",
        "After that the wall comes up by itself. Nobody signs in on a wall.",
    ),
}

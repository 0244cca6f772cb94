"""The texts of the desk's frame, its queue and its keys: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_DESK: Final[dict[str, tuple[str, str]]] = {
    # The bar
    "desk.title": ("值守台 · {place}", "Duty desk · {place}"),
    "desk.other_language": ("中文 / EN", "中文 / EN"),
    "desk.no_sign_in": (
        "正式值守：值守人员登录尚未开通，本台现只供查看，不下达指令。",
        "In service: officers cannot sign in yet, so this desk shows everything and gives no orders.",
    ),
    "officer.label": ("值守人员", "Officer"),
    "officer.name": ("姓名", "Name"),
    "officer.role": ("角色", "Role"),
    "officer.unit": ("部门", "Unit"),
    "officer.by_own_word": ("姓名自报，暂无登录", "You name yourself: no sign-in yet"),
    "officer.needed": (
        "请先填写姓名，指令要记下是谁下达的。",
        "Give your name first: the record says who gave the order.",
    ),
    "desk.unreachable": ("服务器没有回答", "The server did not answer"),
    # The boards
    "tab.label": ("左侧列表", "Boards"),
    "tab.incidents": ("事件", "Incidents"),
    "tab.whistles": ("吹哨", "Whistles"),
    # The last line
    "keys.open": ("快捷键", "Keys"),
    "keys.boards": ("列表", "Boards"),
    "keys.desk": ("值守台", "Desk"),
    "keys.close": ("关闭", "Close"),
    # The queue
    "queue.title": ("事件队列", "Incident queue"),
}

"""The texts of the whistle: its board, its panel: key -> (Simplified Chinese, English).

What the vocabulary of whistles names itself (types, outcomes) is taken from there.
"""

from typing import Final

from dashboard.incidents.whistle import GRADES, OUTCOME_NAMES

NAMED: Final[dict[str, tuple[str, str]]] = {
    **{f"whistle.choice.grade.{grade}": (facts.zh, facts.en) for grade, facts in GRADES.items()},
    **{f"whistle.choice.outcome.{outcome}": names for outcome, names in OUTCOME_NAMES.items()},
}

WORDS_WHISTLES: Final[dict[str, tuple[str, str]]] = {
    **NAMED,
    # The wall's panel and the board's heading
    "whistles.title": ("街道吹哨", "Whistles"),
    "whistles.month": ("本月 {n} 起", "month: {n}"),
    "whistles.quiet": ("无待办", "0 open"),
    "whistles.open": ("{n} 起在办", "{n} open"),
    "whistles.board": ("吹哨报到", "Whistles and who reports in"),
    "whistles.none": (
        "现无在办的哨单。在事件中按 H 拟哨。",
        "No whistle is open. Press H on an incident to draft one.",
    ),
    "whistles.past": ("本月已结", "Closed this month"),
    "whistles.past_none": ("本月尚无已结哨单", "None closed this month"),
    "whistles.rate": (
        "每千件立案 {rate} 起（{blown} 起 / {filed} 件）",
        "{rate} per 1,000 filed ({blown} of {filed})",
    ),
    "whistles.rate_none": ("本月吹哨 {blown} 起，尚无立案", "{blown} blown this month, no case filed yet"),
    # Limits
    "whistle.limit.sign": ("签收", "Sign"),
    "whistle.limit.contact": ("联系", "Contact"),
    "whistle.limit.report": ("报到", "Report in"),
    "whistle.left": ("剩 {age}", "{age} left"),
    "whistle.late": ("超 {age}", "{age} late"),
    "whistle.met": ("{age}", "{age}"),
    "whistle.met_late": ("{age}，超时", "{age}, late"),
    "whistle.held": ("挂账停计", "held"),
    "whistle.off": ("—", "—"),
    "whistle.uncertain": ("节假日未公布，时限待定", "Limit crosses a year whose holidays are unknown"),
    "whistle.pressing": ("{unit} {limit} {left}", "{unit}: {limit} {left}"),
    # What waits for the centre itself
    "whistle.waits.DRAFT": ("待签发", "awaits approval"),
    "whistle.waits.APPROVED": ("待吹哨", "ready to blow"),
    "whistle.waits.BLOWN": ("待会商", "awaits the meeting"),
    "whistle.waits.JOINT": ("会商处置中", "in joint handling"),
    "whistle.waits.RESOLVED": ("待评价", "awaits scores"),
    "whistle.waits.SCORED": ("待销号", "ready to close"),
    "whistle.waits.ESCALATED": ("升级待签发", "escalation awaits approval"),
    "whistle.waits.SUSPENDED": ("挂账", "suspended"),
    # The card
    "whistle.department": ("部门", "Department"),
    "whistle.status": ("状态", "State"),
    "whistle.score": ("评分", "Score"),
    "whistle.points": ("{points} 分", "{points}"),
    "whistle.leaders": ("双报到", "Leader"),
    "whistle.signatures": ("已签 {n}/2", "{n} of 2 signed"),
    "whistle.blown_at": ("{time} 吹哨", "blown {time}"),
    "whistle.drafted_at": ("{time} 拟哨", "drafted {time}"),
    "whistle.incidents": ("关联事件", "Incidents"),
    "whistle.repeats": ("此前哨单", "Earlier whistles"),
    "whistle.reason": ("事由：{text}", "Why: {text}"),
    "whistle.result": ("结果：{text}", "Result: {text}"),
    "whistle.answered": ("反馈：{text}", "Answer: {text}"),
    "whistle.came": ("报到人：{text}", "Came: {text}"),
    "whistle.declined": ("退哨理由：{text}", "Declined: {text}"),
    "whistle.nothing_to_do": ("{role}现无可办事项", "Nothing for {role} to do now"),
    "whistle.unreadable": ("无法读取可办事项：{why}", "What may be done cannot be read: {why}"),
    # Forms
    "whistle.draft_title": ("拟哨：{title}", "Draft a whistle: {title}"),
    "whistle.draft_denied": ("{role}不能拟哨", "{role} cannot draft a whistle"),
    "whistle.similar": ("可能重复：{title}（{state}）", "Perhaps a repeat: {title} ({state})"),
    "whistle.similar.same": ("同一事件", "same incident"),
    "whistle.similar.near": ("相距 {metres} 米", "{metres} m away"),
    "whistle.form.send": ("确定", "Confirm"),
    "whistle.form.cancel": ("取消", "Cancel"),
    "whistle.form.must": ("请填写{field}", "{field} is needed"),
    "whistle.form.number": ("{field}须为数字", "{field} must be a number"),
    "whistle.form.none": ("不选", "None"),
    "whistle.form.sending": ("正在提交…", "Sending ..."),
    "whistle.done": ("{title}：{command}，现为{state}", "{title}: {command}, now {state}"),
    "whistle.drafted": ("已拟哨：{title}", "Drafted: {title}"),
    "whistle.changed": (
        "{sentence}。已刷新，请再确认。",
        "{sentence}. It is refreshed now: look and decide again.",
    ),
    "whistle.lost": (
        "服务器未回应，指令可能未送达：{sentence}",
        "No answer, the order may not have arrived: {sentence}",
    ),
    # Fields of the forms
    "whistle.field.grade": ("哨型", "Type"),
    "whistle.field.title": ("标题", "Title"),
    "whistle.field.title_en": ("英文标题", "Title in English"),
    "whistle.field.reason": ("事由", "Reason"),
    "whistle.field.street": ("街道", "Subdistrict"),
    "whistle.field.departments": ("呼叫部门", "Departments to call"),
    "whistle.field.department": ("部门", "Department"),
    "whistle.field.incidents": ("关联事件", "Incidents"),
    "whistle.field.repeats": ("此前哨单", "Earlier whistles"),
    "whistle.field.place": ("报到地点", "Where to report in"),
    "whistle.field.place_en": ("英文报到地点", "The same in English"),
    "whistle.field.lat": ("纬度", "Latitude"),
    "whistle.field.lon": ("经度", "Longitude"),
    "whistle.field.outcome": ("解决程度", "Outcome"),
    "whistle.field.result": ("结果", "Result"),
    "whistle.field.approver": ("批准人", "Approved by"),
    "whistle.field.review_at_ms": ("复核时间", "Look again at"),
    "whistle.field.text": ("备注", "Remark"),
    "whistle.field.spoke_with": ("与谁联系", "Spoke with"),
    "whistle.field.attendee": ("报到人", "Who came"),
    "whistle.field.measure": ("处置措施", "Measure"),
    "whistle.field.until_ms": ("完成期限", "Done by"),
    "whistle.field.points": ("分数（0–100）", "Points (0 to 100)"),
    "whistle.field.remark": ("评语", "Remark"),
    # Keys
    "keys.whistles": ("吹哨", "Whistles"),
    "keys.whistle_draft": ("拟哨", "Draft a whistle"),
    "keys.whistle_next": ("下一张哨单", "Next whistle"),
    "keys.whistle_before": ("上一张哨单", "Whistle before"),
}

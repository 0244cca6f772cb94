"""The texts of the wall's figures: assessment, patrol, coverage: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_FIGURES: Final[dict[str, tuple[str, str]]] = {
    # What a clock says beside its ring
    "clock.left": ("剩 {age}", "{age} left"),
    "clock.over": ("超 {age}", "{age} over"),
    "clock.over_twice": ("超时加倍 {age}", "{age} over, 2×"),
    "clock.paused": ("挂账", "Suspended"),
    "clock.stopped": ("已停表", "Stopped"),
    "clock.sender_due": ("限 {time}", "due {time}"),
    "clock.day": ("{month} 月 {day} 日", "{day}/{month}"),
    # How old asked-for figures are
    "figures.none": ("暂无数据，正在重试", "No figures, trying again"),
    "figures.stale": ("过时，截至 {time}", "Stale, as of {time}"),
    # The day, as the server counts it
    "day.filed": ("立案", "Filed"),
    "day.on_time": ("按期/应结", "On time/due"),
    "day.rework": ("返工/结案", "Rework/closed"),
    "day.response": ("响应", "Reply"),
    "day.response_title": (
        "上报到签收的时长：中位数、九成以内",
        "From report to signature: median, nine of ten",
    ),
    "day.spread": ("p50 {p50} · p90 {p90} · n {n}", "p50 {p50} p90 {p90} n {n}"),
    # The assessment, by unit
    "assessment.title": ("今日考评", "Assessment today"),
    "assessment.by_department": ("考评：部门", "Departments"),
    "assessment.by_community": ("考评：社区", "Communities"),
    "assessment.by_grid": ("考评：网格", "Grids"),
    "assessment.on_time": ("按期", "On time"),
    "assessment.response": ("响应", "Reply"),
    "assessment.none": ("今日尚无可考评的案卷", "Nothing to assess yet today"),
    # Patrol and coverage
    "patrol.title": ("巡查", "Patrol"),
    "patrol.met": ("满 3 小时/人", "3 h met"),
    "patrol.share": ("人均", "Mean"),
    "patrol.visited": ("到访网格", "Grids seen"),
    "patrol.bands": ("网格按最近到访时间", "Grids by time since the last visit"),
    "patrol.fresh": ("4 小时内", "within 4 h"),
    "patrol.day": ("4–8 小时", "4 to 8 h"),
    "patrol.late": ("8–24 小时", "8 to 24 h"),
    "patrol.owed": ("超 24 小时", "over 24 h"),
    "patrol.never": ("无记录", "no visit"),
    "patrol.worst": ("最久未到访的网格", "Grids that wait longest"),
    "coverage.legend": (
        "巡查欠账：越亮越久无人到访，斜线为无记录（V 键关闭）",
        "Coverage debt: the lighter, the longer without a visit; hatched: none on record (V hides it)",
    ),
    # A kind of matter of which a wall shows no words
    "incidents.dimmed": ("详情不在大屏显示", "Not shown on walls"),
    "state_short.CLOSED": ("已结案", "Closed"),
    "state_short.VOID": ("不予立案", "Not filed"),
}

"""Every text of the screens, once: key -> (Simplified Chinese, English).

English is a full second language, not a gloss. ``{name}`` is filled in by whoever shows the text. Figures
never stand alone: each has its unit (件 for incidents, 人 for people, 路 for cameras).
"""

from typing import Final, Literal

from layouts.words_alerts import WORDS_ALERTS
from layouts.words_desk import WORDS_DESK
from layouts.words_enrolment import WORDS_ENROLMENT
from layouts.words_figures import WORDS_FIGURES
from layouts.words_identity import WORDS_IDENTITY
from layouts.words_map import WORDS_MAP
from layouts.words_nearby import WORDS_NEARBY
from layouts.words_pane import WORDS_PANE
from layouts.words_whistles import WORDS_WHISTLES

Lang = Literal["zh", "en"]
LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")

BILINGUAL: Final = frozenset(
    {"deadman.zh", "deadman.en", "watermark.exercise", "watermark.demo", "desk.other_language"}
)
"""Texts that say the same in both languages at once: who reads only one of them must understand."""

WALL: Final[dict[str, tuple[str, str]]] = {
    # The centre and its name
    "title.centre": ("{place}社会治理综合指挥中心", "{place} Social Governance Command Centre"),
    "title.crest": ("望楼", "Wanglou"),
    "title.page": ("望楼 · {place}", "Wanglou · {place}"),
    "title.needs_script": ("本页需要启用 JavaScript。", "This page needs JavaScript."),
    # Mode: always visible
    "mode.label": ("运行方式", "Mode"),
    "mode.live": ("正式值守", "In service"),
    "mode.exercise": ("演练", "Exercise"),
    "mode.demo": ("演示", "Demo"),
    "watermark.exercise": ("演练 EXERCISE", "演练 EXERCISE"),
    "watermark.demo": ("演示 DEMO", "演示 DEMO"),
    # The link, in the title bar
    "link.label": ("数据连接", "Data link"),
    "link.connecting": ("正在连接", "Connecting"),
    "link.live": ("连接正常", "Connected"),
    "link.late": ("数据迟缓", "Data late"),
    "link.lost": ("连接中断", "Link lost"),
    "link.late_for": ("{age}无新数据", "nothing for {age}"),
    "link.since": ("{time} 起", "since {time}"),
    "link.retrying": ("第 {n} 次重连", "retry {n}"),
    # Sound: a wall nobody has touched cannot make any
    "sound.label": ("提示音", "Sound"),
    "sound.off": ("提示音未开", "Sound off"),
    # Date, clock and shift
    "date.full": ("{year}年{month}月{day}日 {weekday}", "{weekday} {day} {month} {year}"),
    "weekday.0": ("星期日", "Sunday"),
    "weekday.1": ("星期一", "Monday"),
    "weekday.2": ("星期二", "Tuesday"),
    "weekday.3": ("星期三", "Wednesday"),
    "weekday.4": ("星期四", "Thursday"),
    "weekday.5": ("星期五", "Friday"),
    "weekday.6": ("星期六", "Saturday"),
    "month.1": ("1", "January"),
    "month.2": ("2", "February"),
    "month.3": ("3", "March"),
    "month.4": ("4", "April"),
    "month.5": ("5", "May"),
    "month.6": ("6", "June"),
    "month.7": ("7", "July"),
    "month.8": ("8", "August"),
    "month.9": ("9", "September"),
    "month.10": ("10", "October"),
    "month.11": ("11", "November"),
    "month.12": ("12", "December"),
    "shift.early": ("早班", "Early shift"),
    "shift.middle": ("中班", "Middle shift"),
    "shift.night": ("夜班", "Night shift"),
    # Units
    "unit.incidents": ("件", "in all"),
    "unit.people": ("人", "people"),
    "unit.per_second": ("{n} 条/秒", "{n}/s"),
    # Ages and times
    "age.seconds": ("{s} 秒", "{s} s"),
    "age.minutes": ("{m} 分", "{m} min"),
    "age.hours": ("{h} 小时 {m} 分", "{h} h {m} min"),
    "age.whole_hours": ("{h} 小时", "{h} h"),
    "age.whole_days": ("{d} 天", "{d} d"),
    "age.days": ("{d} 天 {h} 小时", "{d} d {h} h"),
    "age.ago": ("{age}前", "{age} ago"),
    # What a panel says when it has nothing to show
    "state.loading": ("正在接收数据", "Receiving data"),
    "state.loading_since": ("等待数据，{time} 起", "Waiting for data since {time}"),
    "state.held": ("截至 {time}", "as of {time}"),
    "state.failed": ("此栏出错，{time} 起，其余各栏正常", "This panel failed at {time}; the others go on"),
    "page.of": ("{page}/{pages} 页", "{page}/{pages}"),
    # Today in numbers
    "today.title": ("今日", "Today"),
    "today.reported": ("今日上报", "New today"),
    "today.closed": ("今日结案", "Closed today"),
    "today.open": ("未结", "Open"),
    "today.per_hour": ("每小时上报与结案", "Reported and closed per hour"),
    "today.hour": (
        "{hour} 时：上报 {reported} 件，结案 {closed} 件",
        "{hour}:00: {reported} reported, {closed} closed",
    ),
    "urgency.critical": ("特急", "Critical"),
    "urgency.urgent": ("紧急", "Urgent"),
    "urgency.normal": ("一般", "Normal"),
    # Workers, and the legend of their marks
    "duty.title": ("网格员", "Grid officers"),
    "duty.on_duty": ("网格员在线", "Officers online"),
    "duty.moving": ("移动中", "Moving"),
    "duty.sos": ("求助", "SOS"),
    "duty.role.officer": ("综合", "General"),
    "duty.role.dedicated": ("专属", "Dedicated"),
    "duty.role.vehicle": ("车辆", "Vehicles"),
    "duty.role.other": ("其他", "Others"),
    "duty.freshness": ("位置新旧", "Position age"),
    "duty.provenance": ("数据来源", "Origin"),
    "freshness.live": ("实时", "Live"),
    "freshness.ageing": ("渐旧", "Ageing"),
    "freshness.stale": ("过时", "Stale"),
    "freshness.gone": ("失联", "Lost"),
    "provenance.real": ("真实", "Real"),
    "provenance.simulated": ("模拟", "Simulated"),
    "provenance.replayed": ("回放", "Replayed"),
    "provenance.manual": ("人工", "Manual"),
    # Streets, or the communities of one street
    "streets.title_district": ("各街道", "Street"),
    "streets.title_street": ("各社区", "Community"),
    "streets.workers": ("在线/人", "Online"),
    "streets.open": ("未结/件", "Open"),
    "streets.oldest": ("最久", "Age"),
    "streets.none": ("辖区名录尚未收到", "The list of divisions has not arrived"),
    # Open incidents
    "incidents.title": ("未结事件", "Open incidents"),
    "incidents.none": ("现无未结事件", "No open incidents"),
    "incidents.new": ("新", "New"),
    # States in few letters, for the rows of the list; the card says them in full
    "state_short.REPORTED": ("已上报", "Reported"),
    "state_short.TO_VERIFY": ("待核实", "Verifying"),
    "state_short.ACCEPTED": ("已受理", "Registered"),
    "state_short.FILED": ("已立案", "Filed"),
    "state_short.DISPATCHED": ("已派遣", "Dispatched"),
    "state_short.SIGNED": ("已签收", "Acknowledged"),
    "state_short.HANDLING": ("处置中", "In progress"),
    "state_short.FEEDBACK": ("已反馈", "To be checked"),
    "state_short.CHECKING": ("核查中", "Checking"),
    "incidents.untitled": ("未定类别", "No category yet"),
    "incidents.no_place": ("地点不详", "Place unknown"),
    # Officers who call for help, above the incidents
    "calls.title": ("求助人员", "Calls for help"),
    "calls.who": ("求助：{name}", "SOS: {name}"),
    "calls.here": ("位置实时", "position live"),
    "calls.last_seen": ("{time} 的位置", "last seen {time}"),
    "calls.more": ("另有 {n} 人求助", "{n} more call for help"),
    # Cameras
    "cameras.title": ("现场视频", "Cameras"),
    "cameras.near": ("{title} 附近", "Near: {title}"),
    "cameras.away": ("{metres} 米", "{metres} m"),
    "cameras.none": ("附近没有摄像机", "No camera near here"),
    "cameras.idle": ("有紧急事件或选中事件时，显示附近视频", "Shown for a pressing or selected incident"),
    # Sources
    "sources.title": ("数据源", "Sources"),
    "sources.none": ("尚未收到任何数据源的状态", "No source has reported its state"),
    "sources.waiting_together": ("另有 {n} 个数据源待接入", "{n} more sources waiting"),
    "sources.join": ("、", ", "),
    "sources.heard": ("{age}前", "{age} ago"),
    "sources.lag": ("滞后 {age}", "lag {age}"),
    "sources.rejected": ("拒收 {n}", "{n} rejected"),
    "sources.off_duty": ("下班未采 {n}", "{n} off duty, not kept"),
    "source.held": ("现状不明", "Unknown now"),
    "source.waiting": ("待接入", "Waiting"),
    "source.live": ("正常", "Live"),
    "source.lagging": ("滞后", "Lagging"),
    "source.quiet": ("静默", "Quiet"),
    "source.failing": ("故障", "Failing"),
    "source.dead": ("停止", "Dead"),
    # Workers whose position is too old for the map
    "lastknown.count": ("{n} 人", "{n} in all"),
    "lastknown.title": ("失联人员最后位置", "Last known"),
    "lastknown.at": ("{time} 最后出现", "seen {time}"),
    # Processes of the system itself
    "health.title": ("系统", "System"),
    "health.late": ("{process} 迟缓 {age}", "{process} late {age}"),
    "health.dead": ("{process} 停止 {age}，正在重启", "{process} stopped {age} ago, restarting"),
    "health.never": ("{process}尚无心跳，正在启动", "{process} has not beaten yet, starting"),
    "health.no_storing": ("不在存储：新事件暂不受理", "NOT STORING: new reports are refused"),
    "health.no_storing_for": (
        "不在存储 {age}：新事件暂不受理",
        "NOT STORING for {age}: new reports are refused",
    ),
    "health.no_store": ("数据库尚未读到", "Database not read yet"),
    "health.no_store_for": ("数据库 {age}未能读取", "Database not read for {age}"),
    "health.no_bus": ("消息总线尚无回音", "Bus not heard yet"),
    "health.no_bus_for": ("消息总线 {age}无回音", "Bus silent for {age}"),
    "process.web": ("值守服务", "Web"),
    "process.feeds": ("采集服务", "Feeds"),
    "process.relay": ("转发服务", "Relay"),
    "process.redis": ("消息总线", "Bus"),
    # The dead-man overlay
    "deadman.zh": ("数据中断", "数据中断"),
    "deadman.en": ("DATA STOPPED", "DATA STOPPED"),
    "deadman.since": ("最后一次数据：", "Last data:"),
    "deadman.never": ("尚未收到数据", "none yet"),
    "deadman.meaning": (
        "画面停留在此刻之前，正在自动重连",
        "The picture is from before then; reconnecting by itself",
    ),
    # For people who hear the page instead of seeing it
    "a11y.map": ("网格员、事件和摄像机地图", "Map of grid officers, incidents and cameras"),
    "a11y.card": ("详情", "Details"),
    "a11y.note": ("示意图，非测绘成果，不作划界依据", "Schematic drawing, not a survey; proves no boundary"),
}

WORDS: Final[dict[str, tuple[str, str]]] = {
    **WALL,
    **WORDS_ALERTS,
    **WORDS_DESK,
    **WORDS_ENROLMENT,
    **WORDS_FIGURES,
    **WORDS_IDENTITY,
    **WORDS_MAP,
    **WORDS_NEARBY,
    **WORDS_PANE,
    **WORDS_WHISTLES,
}


def words(lang: Lang) -> dict[str, str]:
    """All texts in one language; the page carries them to the browser.

    Raises KeyError for a language we do not speak.
    """
    column = {"zh": 0, "en": 1}[lang]
    return {key: pair[column] for key, pair in WORDS.items()}

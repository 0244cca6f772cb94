"""The texts of alerts: what sounds until somebody acts: key -> (Simplified Chinese, English)."""

from typing import Final

WORDS_ALERTS: Final[dict[str, tuple[str, str]]] = {
    "alarms.title": ("警报", "Alarms"),
    # Why
    "alarm.sos": ("求助", "SOS"),
    "alarm.critical": ("特急未受理", "Critical, not taken in"),
    "alarm.whistle_overdue": ("吹哨超时", "Whistle past its limit"),
    "alarm.screen": ("大屏无画面", "Wall shows nothing"),
    "alarm.overdue": ("超期", "Overdue"),
    "alarm.untitled": ("详情见值守台", "see the desk"),
    # How it stands
    "alarm.since": ("{age}前", "{age} ago"),
    "alarm.seen": ("{name} {time} 已确认", "acknowledged by {name} at {time}"),
    "alarm.missed": ("{time} 已解除，无人确认", "over at {time}, nobody acknowledged it"),
    "alarm.cleared_by": (
        "{name} {time} 已解除，尚未确认",
        "cleared by {name} at {time}, not acknowledged yet",
    ),
    # What to do
    "alarm.acknowledge": ("确认", "Acknowledge"),
    "alarm.clear": ("解除", "Clear"),
    "alarm.reason": ("解除原因，如：已电话核实", "Why, such as: reached by telephone"),
    "alarm.clear_now": ("确定解除", "Clear it"),
    "alarm.keep": ("不解除", "Keep it"),
    "alarm.more": ("另有 {n} 起", "{n} more"),
    "alarm.fewer": ("收起", "Show fewer"),
    "alarm.overdue_count": ("超期 {n} 件", "{n} overdue"),
    "alarm.overdue_means": ("打开超期最久的一件", "Open the one overdue the longest"),
    # What came of it
    "alarm.acknowledged": ("已确认：{what}", "Acknowledged: {what}"),
    "alarm.cleared": ("已解除：{what}", "Cleared: {what}"),
    "alarm.already": ("{name} 已先处理：{what}", "{name} came first: {what}"),
    "alarm.gone": ("已处理完毕：{what}", "Already dealt with: {what}"),
    "alarm.failed": ("未成：{why}", "Not done: {why}"),
    "alarm.none_to_acknowledge": ("没有待确认的警报", "There is no alarm to acknowledge"),
    # Sound
    "sound.arm": ("声音未开：按此开启", "Sound off: press to arm"),
    "sound.on": ("声音已开", "Sound on"),
    "sound.muted": ("本屏静音", "Muted here"),
    "sound.mute_means": (
        "本屏静音或取消；其他屏幕不受影响",
        "Mute this screen or not; other screens are not affected",
    ),
    # Keys
    "keys.alarms": ("警报", "Alarms"),
    "keys.acknowledge": ("确认最早的警报", "Acknowledge the oldest alarm"),
}

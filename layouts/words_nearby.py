"""The texts of what is near an incident, workers, cameras, earlier reports: key -> (Chinese, English)."""

from typing import Final

WORDS_NEARBY: Final[dict[str, tuple[str, str]]] = {
    "nearby.title": ("附近", "Nearby"),
    "nearby.workers": ("可派人员", "Who can go"),
    "nearby.cameras": ("摄像机", "Cameras"),
    "nearby.past": ("此处往事", "Reported here before"),
    "nearby.duplicates": ("疑似重复", "Perhaps the same"),
    "nearby.loading": ("正在查找附近的人员和摄像机……", "Looking for people and cameras nearby…"),
    "nearby.no_place": (
        "此事件没有位置，无从查找附近的人员、摄像机和往事",
        "This incident has no place: nobody can say what is near it",
    ),
    "nearby.no_workers": ("附近没有可见位置的人员", "Nobody with a known position nearby"),
    "nearby.no_cameras": ("400 米内没有摄像机", "No camera within 400 m"),
    "nearby.no_past": ("一年内 80 米内没有其他事件", "Nothing else within 80 m in a year"),
    "nearby.more": ("另有 {n} 项", "{n} more"),
    "nearby.fewer": ("收起", "Fewer"),
    "nearby.held": ("未能更新：{why}；以下为 {age}前的情况", "Not updated: {why}; as it was {age} ago"),
    "nearby.failed": ("查找失败：{why}", "Could not be looked up: {why}"),
    "nearby.metres": ("{n} 米", "{n} m"),
    "nearby.kilometres": ("{n} 公里", "{n} km"),
    "nearby.score": ("推荐分 {n}", "Score {n}"),
    "nearby.unsuitable": ("不宜", "Not suitable"),
    "nearby.sees": ("可见现场", "Sees the place"),
    "nearby.turned": ("朝向别处", "Looks elsewhere"),
    "nearby.dead": ("离线", "Dead"),
    "nearby.closed": ("{when} · {status} · {metres}", "{when} · {status} · {metres}"),
}

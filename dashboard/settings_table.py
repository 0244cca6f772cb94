"""The table of all settings: name, kind, default, what it is for in Chinese and in English.

A new setting is one entry here and one typed attribute in ``Settings``; command line, environment,
``wanglou.toml`` and ``docs/settings.md`` follow by themselves. None as default means: worked out from others.
"""

from typing import Any, Final, NamedTuple

from dashboard.setting_kinds import Kind, address, choice, folder, number, several, text, whole, yes_no
from feeds.geo.qinhuai import DISTRICT

PREFIX: Final = "WANGLOU_"


class Setting(NamedTuple):
    """One line of the table."""

    name: str
    kind: Kind
    default: Any
    zh: str
    en: str
    special_env: str = ""
    """Name in the environment where it is not ``WANGLOU_`` and the name."""
    secret: bool = False
    """A secret has no option, for a list of processes would show it, and errors do not repeat it."""

    @property
    def env(self) -> str:
        """Its name in the environment."""
        return self.special_env or PREFIX + self.name.upper()

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return "--" + self.name.replace("_", "-")


def _parse_scope(raw: object) -> str:
    code = DISTRICT if raw == "district" else raw
    if not isinstance(code, str) or not code.isascii() or not code.isdigit() or len(code) not in (6, 9):
        raise ValueError('expected "district", or a division code of 6 (district) or 9 digits (street)')
    return code  # whether there is a map of it, home_district says: that depends on what was imported


_SCOPE = Kind("division code", _parse_scope)
_HOST = text("host", r"[A-Za-z0-9.:_\-]+", "a host name or an address, such as 127.0.0.1 or 0.0.0.0")
_HOST_OR_NONE = text("host", r"[A-Za-z0-9.:_\-]*", "a host name or an address, or nothing")
_NAME = text("name", r"[a-z0-9][a-z0-9_\-]{0,39}|", "up to 40 small letters, digits, - and _")
_SECRET = text("secret", r"[\x21-\x7e]{16,200}|", "16 to 200 visible ASCII characters")
_KEY = text("secret", r"[\x21-\x7e]{0,1000}", "visible ASCII characters")
_ISSUER = text(
    "address", r"|https://[^\s]+|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/[^\s]*)?",
    "an address such as https://sso.city.example; without TLS on this machine only",
)  # fmt: skip
_ORIGINS = several(text("origin", r"https?://[^/\s]+", "an origin such as https://wall.example"))
_BUS = address("redis", "rediss", "unix")
_STORE = address("sqlite", "postgresql", "postgresql+psycopg")
_LEVEL = choice("debug", "info", "warning", "error")

SETTINGS: Final = (
    # What this installation is
    Setting("mode", choice("live", "exercise", "demo"), "live",
            "运行模式：实战、演练、演示", "what this installation is for; shown on every screen"),
    Setting("deployment", _NAME, None,
            "部署名称，总线频道前缀；默认同模式名", "prefix of the bus channels; default: the mode"),
    Setting("data", folder, None,
            "数据目录；默认 .wanglou/<模式>", "folder of everything kept; default: .wanglou/<mode>"),
    Setting("scope", _SCOPE, DISTRICT,
            "辖区代码：6 位区、9 位街道", "division on the wall: 6 digits a district, 9 a street"),
    Setting("place_zh", text(), "",
            "大屏标题中的地名；空则取辖区名", "place in the title, Chinese; empty: the scope's own name"),
    Setting("place_en", text(), "",
            "英文地名；空则取辖区名", "place in the title, English; empty: the scope's own name"),
    Setting("height_m", number(0.1, 20), 1.2,
            "屏幕物理高度（米），字号据此计算", "height of the wall's screen; letter sizes follow from it"),
    Setting("distance_m", number(0.3, 50), 5.0,
            "观看距离（米）", "distance in metres from which the wall must be legible"),
    # The picture under the map
    Setting("basemap", text(), "",
            "底图：MBTiles/PMTiles 文件或瓦片地址模板；空为自带示意图",
            "MBTiles or PMTiles file, or tile server https://.../{z}/{x}/{y}; empty: our own drawing"),
    Setting("basemap_datum", choice("wgs84", "gcj02"), "wgs84",
            "底图坐标系", "datum the tiles were drawn in; gcj02 tiles are laid where things really are"),
    Setting("basemap_look", choice("dark", "dim", "plain"), "dark",
            "底图色调：反色变暗、变暗、原样", "dark: turned to night; dim: darkened; plain: as they are"),
    Setting("basemap_credit", text(), "",
            "底图署名；空取文件所载", "whom to thank for the tiles; empty: what the file says"),
    # Where it listens and what it uses
    Setting("host", _HOST, "127.0.0.1",
            "页面监听地址；0.0.0.0 允许手机接入", "where pages and intake listen; 0.0.0.0 lets phones in"),
    Setting("plain_http", yes_no, False,
            "正式运行时允许其他机器不经 TLS 接入；仅限封闭网络",
            "mode live serves other machines without TLS: in a closed network only; default: no"),
    Setting("port", whole(1, 65535), 8050,
            "页面与接入端口", "port of pages and intake"),
    Setting("relay_host", _HOST_OR_NONE, None,
            "推送服务监听地址；默认同 host", "where the relay listens; default: as host"),
    Setting("relay_port", whole(1, 65535), 8765,
            "推送服务端口", "port of the relay"),
    Setting("relay_url", address("ws", "wss"), "",
            "反向代理之后推送服务的地址", "the relay as pages see it; empty: their host, relay_port"),
    Setting("tls_cert", text(), "",
            "HTTPS 证书文件（PEM，含链）；空则由反向代理负责",
            "certificate chain (PEM) of both ports; empty: plain"),
    Setting("tls_key", text(), "",
            "证书私钥文件（PEM，无口令）", "its key (PEM, without a password)"),
    Setting("redis_url", _BUS, "",
            "消息总线；空则自带 Valkey", "the bus; empty: an embedded Valkey is started", "REDIS_URL"),
    Setting("database_url", _STORE, None,
            "数据库；默认数据目录中的 SQLite", "the store; default: SQLite in data", "DATABASE_URL"),
    Setting("allowed_origins", _ORIGINS, (),
            "除本站外允许的网页来源", "web origins allowed besides the wall's own"),
    Setting("secret", _SECRET, "",
            "签名密钥；空则生成并存于数据目录", "signs tickets; empty: made once, kept", secret=True),
    Setting("demo_token", _SECRET, "",
            "演示接入令牌；空则生成", "intake token of a demo; empty: made once, kept, printed", secret=True),
    Setting("screen_token", _SECRET, "",
            "大屏令牌：/wall?screen=<令牌>；演示不需要", "lets a screen in: /wall?screen=<token>",
            secret=True),
    Setting("demo_open", yes_no, False,
            "演示是否对所有能访问的人开放；默认仅本机免登录",
            "demo: everybody who reaches it is let in without signing in; default: this machine only"),
    # A city's own sign-on
    Setting("oidc_issuer", _ISSUER, "",
            "统一身份认证（OpenID Connect）的签发者地址；空则不用",
            "issuer of the city's own sign-on (OpenID Connect); empty: none"),
    Setting("oidc_client_id", text(), "",
            "本系统在统一认证中的客户端编号", "by which name that sign-on knows us"),
    Setting("oidc_client_secret", _KEY, "",
            "统一认证的客户端密钥", "our secret there; empty: PKCE alone", secret=True),
    Setting("oidc_claim", text("claim", r"[A-Za-z0-9_.:/-]{1,80}", "a claim such as preferred_username"),
            "preferred_username",
            "令牌中哪一项是账号", "which claim of its token names the account; roles are our accounts' own"),
    # The simulation
    Setting("simulate", yes_no, None,
            "模拟网格员与事件；仅演示模式默认开启", "simulated workers and incidents; default: in demo"),
    Setting("speed", number(0.1, 100), 1.0,
            "模拟速度倍数", "how many times faster than life the simulation runs"),
    Setting("seed", whole(0, 2**32 - 1), 320104,
            "模拟随机种子", "seed of the simulation: same seed, same day"),
    # The supervisor
    Setting("beat_silence_s", number(2, 300), 8.0,
            "进程无心跳多久后重启（秒）", "a process without a beat for this long is killed and restarted"),
    Setting("start_grace_s", number(2, 600), 60.0,
            "启动宽限（秒）", "how long a starting process may stand still, or compute, before it beats"),
    Setting("backoff_first_s", number(0.05, 60), 0.2,
            "首次重启等待（秒），逐次加倍", "wait before the first restart; doubles each time"),
    Setting("backoff_max_s", number(0.1, 600), 10.0,
            "重启等待上限（秒）", "longest wait before a restart"),
    Setting("healthy_after_s", number(1, 3600), 60.0,
            "健康多久后等待归零（秒）", "after this long in health the wait is small again"),
    Setting("restarts", whole(0, 10**9), 0,
            "监护进程填写：本进程重启次数", "the supervisor's note: restarts of this process"),
    Setting("supervisor", whole(0, 10**9), 0,
            "监护进程填写：自身进程号", "the supervisor's note: its own process id"),
    # The log
    Setting("log", choice("auto", "text", "json"), "auto",
            "日志样式：可读或 JSON", "look of the log; auto: text"),
    Setting("log_level", _LEVEL, "info",
            "日志级别", "least important line that is written"),
    Setting("log_bytes", whole(10_000, 10**10), 10_000_000,
            "日志文件上限（字节），另存五份", "size at which a log file is rotated; five old ones are kept"),
    # Privacy
    Setting("show_names", yes_no, False,
            "大屏显示姓氏；默认只显示岗位与工号", "surnames on walls; default: role and work number only"),
    Setting("roster_only", yes_no, False,
            "只接收排班表内人员的定位；默认也接收表外终端",
            "positions of people on the roster only; default: who is not on it is heard too"),
    Setting("retention_tracks_days", whole(1, 3650), 7,
            "行踪相关文件保存天数", "days that files about where people were are kept"),
    Setting("retention_sessions_days", whole(180, 3650), 180,
            "已结束登录会话保存天数，不少于六个月", "days that ended sessions are kept; at least six months"),
    Setting("retention_sign_ins_days", whole(180, 3650), 180,
            "登录尝试记录保存天数，不少于六个月", "days that tries to sign in are kept; at least six months"),
    Setting("retention_logs_days", whole(180, 3650), 400,
            "旧日志文件保存天数，不少于六个月", "days that rotated log files are kept; at least six months"),
)  # fmt: skip

BY_NAME: Final = {setting.name: setting for setting in SETTINGS}

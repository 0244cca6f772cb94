"""The settings: read once before anything starts, frozen after. The only reader of the environment.

Weakest first: the defaults of ``SETTINGS``, ``wanglou.toml``, the environment, the command line. An unknown
key or a wrong value raises ``BadSetting``; nothing is guessed. ``python -m dashboard.settings`` prints
``docs/settings.md``.
"""

import difflib
import ipaddress
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from dashboard.settings_table import BY_NAME, PREFIX, SETTINGS, Setting
from feeds.errors import BadSetting
from feeds.limits import EXAMPLE_TOKEN

Mode = Literal["live", "exercise", "demo"]

CONFIG_NAME: Final = "wanglou.toml"
CONFIG_ENV: Final = "WANGLOU_CONFIG"
SERVICE_MANAGER: Final = "NOTIFY_SOCKET"
"""Where systemd listens for signs of life, in the environment of what it started."""

DEMO_SOURCES: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "owntracks"},
    {"kind": "osmand"},
    {"kind": "traccar"},
    {"kind": "positions"},
)
"""The doors that stand open when ``wanglou.toml`` names no source and the mode is not live."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything a process knows before it starts, complete; ``SETTINGS`` says what each is for."""

    mode: Mode
    deployment: str
    data: Path
    scope: str
    place_zh: str
    place_en: str
    height_m: float
    distance_m: float
    basemap: str
    basemap_datum: str
    basemap_look: str
    basemap_credit: str
    host: str
    plain_http: bool
    port: int
    relay_host: str
    relay_port: int
    relay_url: str
    tls_cert: str
    tls_key: str
    redis_url: str
    database_url: str
    allowed_origins: tuple[str, ...]
    secret: str
    demo_token: str
    screen_token: str
    demo_open: bool
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_claim: str
    simulate: bool
    speed: float
    seed: int
    beat_silence_s: float
    start_grace_s: float
    backoff_first_s: float
    backoff_max_s: float
    healthy_after_s: float
    restarts: int
    supervisor: int
    log: str
    log_level: str
    log_bytes: int
    show_names: bool
    roster_only: bool
    retention_tracks_days: int
    retention_sessions_days: int
    retention_sign_ins_days: int
    retention_logs_days: int
    sources: tuple[dict[str, Any], ...]
    """The ``[[source]]`` tables as written; ``feeds.sources.configure`` judges each."""

    @property
    def live(self) -> bool:
        """Whether what is on the wall is the real world."""
        return self.mode == "live"

    @property
    def video_folder(self) -> Path:
        """Where the demo's encoder writes and the web process reads."""
        return self.data / "video"

    @property
    def cache_folder(self) -> Path:
        """What can be made again: the drawn district."""
        return self.data / "cache"

    @property
    def geo_folder(self) -> Path:
        """What `wanglou geo` imported: the centre's own district, land from OpenStreetMap."""
        return self.data / "geo"

    @property
    def local_url(self) -> str:
        """The web process as other processes of this machine reach it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - not binding
        scheme = "https" if self.tls_cert else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def log_file(self) -> Path:
        """Where the processes write their lines."""
        return self.data / "log" / "wanglou.log"


# Reading


def load(
    arguments: Mapping[str, object] | None = None,
    *,
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
    mode: Mode | None = None,
    listens: bool = True,
) -> Settings:
    """Read all four sources and return what holds; raises ``BadSetting``.

    ``arguments`` are the command line's settings by name, None where not given. ``mode`` is what the verb
    means (``wanglou demo``) and beats everything; ``listens`` whether it serves others, as
    ``wanglou backup`` does not. Touches no file but ``wanglou.toml``.
    """
    env = os.environ if environment is None else environment
    toml = _read_toml(config_path(config, env))
    given = {name: raw for name, raw in (arguments or {}).items() if raw is not None}
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
    values |= _judge_all({key: raw for key, raw in toml.items() if key != "source"}, lambda s: s.name)
    values |= _judge_all(_from_environment(env), lambda setting: setting.env)
    values |= _judge_all(given, lambda setting: setting.option)
    if mode is not None:
        values["mode"] = mode
    settings = _complete(values, _source_tables(toml))
    _refuse_contradictions(settings)
    if listens:
        _refuse_plain_http(settings)
    return settings


def config_path(config: Path | None, environment: Mapping[str, str] | None = None) -> Path | None:
    """The settings file that ``load`` reads; None when there is none. Raises ``BadSetting``."""
    env = os.environ if environment is None else environment
    named = config or (Path(env[CONFIG_ENV]) if env.get(CONFIG_ENV) else None)
    if named is not None:
        if not named.is_file():
            why = "is a folder; name the file in it" if named.is_dir() else "there is no such file"
            raise BadSetting("--config", str(named), why)
        return named
    here = Path(CONFIG_NAME)
    return here if here.is_file() else None


def _read_toml(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise BadSetting("--config", str(path), f"cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise BadSetting("--config", str(path), "is not UTF-8; save it as UTF-8") from exc
    except tomllib.TOMLDecodeError as exc:
        raise BadSetting("--config", str(path), f"the file cannot be read as TOML: {exc}") from exc


def _from_environment(env: Mapping[str, str]) -> dict[str, str]:
    known = {setting.env: setting.name for setting in SETTINGS}
    for name, raw in env.items():
        if name.startswith(PREFIX) and name not in known and name != CONFIG_ENV:
            raise BadSetting(name, raw, _no_such(name, known))
    return {known[name]: raw for name, raw in env.items() if name in known}


def _judge_all(raw: Mapping[str, object], spell: Callable[[Setting], str]) -> dict[str, Any]:
    return {name: _judge(name, value, spell) for name, value in raw.items()}


def _judge(name: str, raw: object, spell: Callable[[Setting], str]) -> object:
    setting = BY_NAME.get(name)
    if setting is None:
        raise BadSetting(name, raw, _no_such(name, [*BY_NAME, "source"]))
    try:
        return setting.kind.parse(raw)
    except ValueError as exc:
        raise BadSetting(spell(setting), "(secret)" if setting.secret else raw, str(exc)) from exc


def _no_such(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    meant = f", did you mean {close[0]}?" if close else ";"
    return f"there is no such setting{meant} docs/settings.md lists them"


def _source_tables(toml: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    tables = toml.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadSetting("source", tables, "expected [[source]] tables")
    return tuple(tables)


def _complete(values: dict[str, Any], sources: tuple[dict[str, Any], ...]) -> Settings:
    """Work out the defaults that follow from other settings."""
    mode = values["mode"]
    data = (values["data"] or Path(".wanglou") / mode).resolve()
    worked_out = {
        "deployment": mode,
        "relay_host": values["host"],
        "database_url": f"sqlite:///{data / 'wanglou.db'}",
        "simulate": mode == "demo",
    }
    for name, value in worked_out.items():
        if values[name] in (None, ""):
            values[name] = value
    doors = sources if sources or mode == "live" else DEMO_SOURCES
    return Settings(**values | {"data": data}, sources=doors)


def _refuse_contradictions(settings: Settings) -> None:
    if settings.port == settings.relay_port and settings.host == settings.relay_host:
        raise BadSetting("relay_port", settings.relay_port, "the pages use this port; give the relay its own")
    if settings.live and settings.simulate:
        raise BadSetting("simulate", True, "mode live shows the real world only; use exercise or demo")
    if EXAMPLE_TOKEN.fullmatch(settings.screen_token):
        raise BadSetting("screen_token", "the example's", "everybody can read that; put in your own")
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise BadSetting("oidc_client_id", "", "oidc_issuer is set: say by which name that sign-on knows us")
    for index, table in enumerate(settings.sources if settings.live else ()):
        simulated = table.get("provenance") == "simulated" or str(table.get("kind", "")).startswith("sim")
        if simulated:
            why = "mode live refuses a simulated source; use exercise or demo"
            raise BadSetting(f"source[{index}]", table.get("kind"), why)


def _refuse_plain_http(settings: Settings) -> None:
    """Where people are, and who looks, must not cross a network in the clear by default."""
    if not settings.live or settings.tls_cert or settings.plain_http:
        return
    for name in ("host", "relay_host"):
        host = getattr(settings, name)
        if not _only_this_machine(host):
            why = (
                "mode live serves other machines by TLS: give tls_cert and tls_key, or listen on 127.0.0.1"
                " behind a proxy that has them; plain_http = true where the network is closed"
            )
            raise BadSetting(name, host, why)


def _only_this_machine(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


# Handing on


def child_environment(settings: Settings, config: Path | None = None) -> dict[str, str]:
    """The environment under which a child process loads exactly these settings."""
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    env = {name: value for name, value in theirs.items() if name != SERVICE_MANAGER}  # it watches only us
    path = config_path(config)
    if path is not None:
        env[CONFIG_ENV] = str(path.resolve())
    return env | {setting.env: _as_text(getattr(settings, setting.name)) for setting in SETTINGS}


def service_manager_address() -> str:
    """The socket of the service manager that watches this process; empty when none does."""
    return os.environ.get(SERVICE_MANAGER, "")


def has_screen() -> bool:
    """Whether a browser opened here would be seen by somebody."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


# The documentation

_HEAD: Final = """\
# Settings

Printed by `python -m dashboard.settings`; a test compares. Weakest first: the default, `wanglou.toml`
(`--config FILE`, `WANGLOU_CONFIG`, else the working directory), the environment, the command line.
An unknown key or a wrong value stops the start with a sentence that names both. `wanglou.example.toml` shows
a file with its `[[source]]` tables, one for each door or reader; without any, demo and exercise open all.
Secrets have no option, because a list of processes would show them.

| name | value | default | environment | option | 用途 | what it is for |
|---|---|---|---|---|---|---|
"""


def documentation() -> str:
    """``docs/settings.md`` as it must read."""
    return _HEAD + "".join(_row(setting) + "\n" for setting in SETTINGS)


def _row(setting: Setting) -> str:
    default = "" if setting.default in (None, "", ()) else f"`{_as_text(setting.default)}`"
    option = "" if setting.secret else f"`{setting.option}`"
    cells = (
        f"`{setting.name}`",
        setting.kind.says,
        default,
        f"`{setting.env}`",
        option,
        setting.zh,
        setting.en,
    )
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(documentation(), end="")

"""Where positions come from. One file a source; this literal is the whole list."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from feeds.errors import MISSING, BadSetting
from feeds.limits import EXAMPLE_TOKEN, SOURCE_NAME_CHARACTERS, TTL_S
from feeds.sources.contract import DeviceConfig, Source, SourceConfig, SourceEntry
from feeds.sources.incidents import Incidents
from feeds.sources.osmand import OsmAnd
from feeds.sources.owntracks import OwnTracks, OwnTracksConfig
from feeds.sources.positions import Positions, PositionsConfig
from feeds.sources.replay import Replay, ReplayConfig
from feeds.sources.traccar import Traccar

SOURCES: Final[dict[str, SourceEntry]] = {
    "owntracks": SourceEntry(OwnTracks, OwnTracksConfig, push=True, sim="sim-owntracks"),
    "osmand": SourceEntry(OsmAnd, DeviceConfig, push=True, sim="sim-osmand"),
    "traccar": SourceEntry(Traccar, DeviceConfig, push=True, sim="sim-traccar"),
    "positions": SourceEntry(Positions, PositionsConfig, push=True),
    "replay": SourceEntry(Replay, ReplayConfig, push=False),
    "incidents": SourceEntry(Incidents, SourceConfig, push=False),
}
"""Kind -> source. Which source wins for one entity is the order in ``wanglou.toml``, not this one."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_STALE_AFTER_S: Final = (1.0, 86_400.0)


def configure(table: Mapping[str, object], key: str) -> Source:
    """The source that one ``[[source]]`` table describes; ``key`` says where it stands ("source[2]").

    Raises BadSetting naming key and value.
    """
    entry = _entry(table.get("kind", MISSING), key)
    given = {name: value for name, value in table.items() if name != "kind"}
    config = _config(entry.config, given, key)
    try:
        return entry.source(config)
    except BadSetting as exc:  # a source knows its own keys, not where its table stands
        raise BadSetting(f"{key}.{exc.key}", exc.value, exc.why) from exc


def configure_all(tables: Sequence[Mapping[str, object]], key: str = "source") -> tuple[Source, ...]:
    """The enabled sources in file order, which is their rank: of two fresh ones the first wins.

    Raises BadSetting, also for two sources of one name.
    """
    sources: dict[str, Source] = {}
    for index, table in enumerate(tables):
        source = configure(table, f"{key}[{index}]")
        if source.name in sources:
            raise BadSetting(f"{key}[{index}].name", source.name, "is taken by an earlier source")
        sources[source.name] = source
    return tuple(source for source in sources.values() if source.enabled)


def _entry(kind: object, key: str) -> SourceEntry:
    entry = SOURCES.get(kind) if isinstance(kind, str) else None
    if entry is None:
        raise BadSetting(f"{key}.kind", kind, f"must be one of {', '.join(SOURCES)}")
    return entry


def _config(form: type[SourceConfig], given: dict[str, object], key: str) -> SourceConfig:
    fields = {field.name: field for field in msgspec.structs.fields(form)}
    for name, value in given.items():
        if name not in fields:
            raise BadSetting(
                f"{key}.{name}", value, f"is no setting here; those are kind, {', '.join(fields)}"
            )
    for name, field in fields.items():
        if name not in given and field.required:
            raise BadSetting(f"{key}.{name}", MISSING, "must be given")
    values = {name: _typed(value, fields[name].type, f"{key}.{name}") for name, value in given.items()}
    config = form(**values)
    _check_common(config, key)
    return config


def _typed(value: object, wanted: Any, key: str) -> Any:
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as exc:
        if key.endswith(".token"):  # a secret stays out of messages and logs, its chain included
            raise BadSetting(key, type(value), "must be text") from None
        raise BadSetting(key, value, str(exc)[:1].lower() + str(exc)[1:]) from exc


def _check_common(config: SourceConfig, key: str) -> None:
    if config.name and (not _NAME.fullmatch(config.name) or len(config.name) > SOURCE_NAME_CHARACTERS):
        why = f"must be a-z, 0-9 and hyphens, at most {SOURCE_NAME_CHARACTERS}"
        raise BadSetting(f"{key}.name", config.name, why)
    if config.token == "":
        raise BadSetting(f"{key}.token", "", "must not be empty; leave it out to have none")
    if config.token and EXAMPLE_TOKEN.fullmatch(config.token):
        raise BadSetting(f"{key}.token", "the example's", "everybody can read that; put in your own")
    for name, value, (least, most) in (
        ("ttl_s", config.ttl_s, TTL_S),
        ("stale_after_s", config.stale_after_s, _STALE_AFTER_S),
    ):
        if value is not None and not least <= value <= most:
            raise BadSetting(f"{key}.{name}", value, f"must lie between {least:g} and {most:g} seconds")

"""All doors of this installation, from its settings: which sources stand behind them and who may knock."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from dashboard import duty_watch
from dashboard.duty_watch import DutyWatch
from dashboard.settings import Settings
from dashboard.web import acknowledgements, likely_same, open311_door
from dashboard.web.access import Identities
from dashboard.web.acknowledgements import Acknowledgements
from dashboard.web.events import EventsDoor, Hints, Writes
from dashboard.web.incident_events import Locate
from dashboard.web.intake import METHODS, PositionDoor
from dashboard.web.intake_tokens import IntakeTokens
from dashboard.web.likely_same import LikelySame
from dashboard.web.open311_door import Open311
from dashboard.web.senders import Senders
from dashboard.web.work_orders import WorkOrdersDoor
from feeds.errors import MISSING, BadSetting
from feeds.model import SourceHealth, Utc
from feeds.publisher import Carrier, Publisher
from feeds.runner import Runner
from feeds.sources import SOURCES, configure_all
from feeds.sources.contract import Source
from feeds.sources.incidents import Incidents


class Bus(Hints, Carrier, Protocol):
    """The part of the bus that doors need."""


class Reads(open311_door.Reads, acknowledgements.Reads, likely_same.Reads, duty_watch.Roster, Protocol):
    """The part of the store's reader that doors need."""


class Doors:
    """The doors, and the publisher behind those for positions. Raises BadSetting when a door would stand
    open.
    """

    def __init__(
        self,
        settings: Settings,
        store: Writes,
        reader: Reads,
        bus: Bus,
        locate: Locate,
        streets: Mapping[str, str],
        identities: Identities,
    ) -> None:
        sources = configure_all(settings.sources)
        pushed = [source for source in sources if SOURCES[source.kind].push]
        senders_of_incidents = [source for source in sources if isinstance(source, Incidents)]
        _require_tokens([*pushed, *senders_of_incidents], settings, identities)
        issued = IntakeTokens(identities)
        self.publisher = Publisher(bus, settings.scope, _rank_of(sources))
        self.duty = DutyWatch(reader, roster_only=settings.roster_only)
        self.duty.look_now()
        admits = self.duty.duty.admits
        self.positions = [
            PositionDoor(
                kind,
                [Runner(each, self.publisher.publish, admit=admits) for each in pushed if each.kind == kind],
                settings.demo_token,
                METHODS.get(kind, ("POST",)),
                issued,
            )
            for kind in dict.fromkeys(source.kind for source in pushed)
        ]
        tokens = {source.name: source.token for source in senders_of_incidents if source.token}
        if settings.demo_token:
            tokens["demo"] = settings.demo_token
        likely = LikelySame(reader)
        senders = Senders(tokens, issued, _of_positions(settings), _switched_off(settings))
        self.events = EventsDoor(store, likely, bus, locate, senders, live=settings.live)
        self.open311 = Open311(
            store, reader, likely, bus, locate, senders, live=settings.live, streets=streets
        )
        self.acknowledgements = Acknowledgements(reader, senders, f"urn:wanglou:{settings.scope}")
        self.work_orders = WorkOrdersDoor(store, reader, likely, bus, locate, senders, live=settings.live)

    def tiles(self, now: Utc) -> list[SourceHealth]:
        """The tile of every source that is pushed to."""
        runners = [runner for door in self.positions for runner in door.runners]
        incidents = (self.events, self.open311, self.work_orders)
        tiles = [runner.health(now) for runner in runners]
        return tiles + [tile for door in incidents for tile in door.health(now)]

    def facts(self) -> Mapping[str, float]:
        """For /metrics."""
        return {"positions_published": float(self.publisher.published)}


def _require_tokens(sources: Sequence[Source], settings: Settings, identities: Identities) -> None:
    """Without a demo token each source needs one of its own, or nobody could speak in its name."""
    issued = {token.source for token in identities.tokens() if token.revoked_at is None}
    bare = [each.name for each in sources if not each.token and each.name not in issued]
    if bare and not settings.demo_token:
        first, *others = dict.fromkeys(bare)
        why = f"must be given in this mode, or issued: wanglou token issue {first}"
        likewise = f"; so must those of {', '.join(others)}" if others else ""
        raise BadSetting(f"source {first}.token", MISSING, why + likewise)


def _of_positions(settings: Settings) -> dict[str, str | None]:
    """The names of the sources of positions and their tokens, disabled ones too: what they show opens no door
    for incidents. A kind is such a name, unless a sender of incidents bears it.
    """
    tokens: dict[str, str | None] = {kind: None for kind in SOURCES if kind != Incidents.kind}
    for table in settings.sources:
        if table.get("kind") != Incidents.kind:
            tokens[_name_of(table)] = table.get("token")
        elif table.get("enabled", True):
            tokens.pop(_name_of(table), None)
    return tokens


def _switched_off(settings: Settings) -> frozenset[str]:
    """The names of the senders of incidents that are disabled."""
    senders = (table for table in settings.sources if table.get("kind") == Incidents.kind)
    return frozenset(_name_of(table) for table in senders if not table.get("enabled", True))


def _name_of(table: Mapping[str, Any]) -> str:
    return str(table.get("name") or table.get("kind"))


def _rank_of(sources: tuple[Source, ...]) -> Callable[[str], int]:
    """The order of the file; the same in every process."""
    ranks = {source.name: rank for rank, source in enumerate(sources)}
    return lambda name: ranks.get(name, len(ranks))

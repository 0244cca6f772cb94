"""Everything one relay knows, and who is told what of it. Pure: no sockets, no bus, no store, time passed in.

It holds nothing that another relay could not rebuild from the bus and the change log; an ``epoch`` names this
relay's numbering of rows, ticks and sequences, and dies with it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from feeds import limits, messages
from feeds.batch import Batch
from feeds.discretion import Eyes
from feeds.errors import BadInput
from feeds.model import Beat, Change, EntityId, Records, SourceHealth, Ticket, Utc
from feeds.picture import FORGET_S, Picture, SlotKey
from feeds.relay import looks, packets
from feeds.relay.board import Board
from feeds.relay.records import LITTLE_KINDS, Mirror, encoded
from feeds.relay.roster import Roster, StreetsOf
from feeds.relay.scene import Scene, Stage
from feeds.relay.session import Session
from feeds.relay.tiles import Tiles

CLOSED_KEPT_S: Final = 48 * 3600.0
"""Incidents closed longer ago are not what screens show: a year of them would not fit."""

TIDY_S: Final = 600.0
"""So often what is too old is forgotten."""

WORKER: Final = "worker"
"""The kind of records the roster is made of."""

_log: Final = structlog.get_logger("relay")


class Hub:
    """Takes what comes from the bus and the store, and offers it to sessions; the shells do the rest."""

    def __init__(self, *, epoch: int, mode: str, build: str, streets_of: StreetsOf) -> None:
        self.picture = Picture()
        self.tiles = Tiles()
        self.scenes: dict[tuple[str, Eyes], Scene] = {}
        self.updates = 0  # rows that changed, ever
        self.refused = 0  # batches of sources beyond those the wire can number
        self.stage = Stage(
            epoch, mode, build, Board(self.picture, self._source_index), Roster(streets_of), None, [], []
        )
        self._tidy_at = float("-inf")
        self._looked: dict[Session, tuple[str, object]] = {}  # the answer each looking session holds

    # From the bus

    def merge(self, batch: Batch) -> None:
        """Positions of one source; they are sent at the next tick."""
        if self.tiles.index(batch.source, batch.provenance) is None:
            self.refused += 1
            return
        self.picture.merge(batch)

    def hear_health(self, process: str, sources: list[SourceHealth], at: float) -> None:
        """``at`` is monotonic."""
        self.tiles.hear_health(process, sources, at)

    def hear_beat(self, beat: Beat, at: float) -> None:
        """``at`` is monotonic."""
        self.tiles.hear_beat(beat, at)

    # From the store

    @property
    def seq(self) -> int | None:
        """Where the records are; None before the first ``load``."""
        return None if self.stage.mirror is None else self.stage.mirror.seq

    def load(self, records: Records) -> None:
        """All records, once: from now on clients are told everything."""
        self.stage.mirror = Mirror(self.stage.epoch, records)
        for worker, body in records.by_kind.get(WORKER, {}).items():
            self._correct(worker, body)

    def apply(self, changes: Sequence[Change]) -> None:
        """The next steps of the change log, in order."""
        mirror = self.stage.mirror
        if mirror is None or not changes:
            return
        fresh = [change for change in changes if change.seq > mirror.seq and change.kind == WORKER]
        after = mirror.apply(changes)
        for change in fresh:
            self._correct(change.id, change.body)
        for scene in self.scenes.values():
            scene.step(after)

    # In time

    def tick(self, now: Utc) -> None:
        """Settle the picture and offer each scene its delta."""
        changed = self.picture.settle(now)
        self.stage.board.update(changed)
        corrected = self.stage.roster.follow(self.picture, changed)
        self.updates += len(changed)
        if len(changed) or len(corrected):
            for scene in self.scenes.values():
                scene.show(changed, corrected, now)

    def pulse(self, now: Utc, monotonic: float, readings: Mapping[str, float | None]) -> None:
        """A second has passed. ``readings``: age in seconds of what the relay reads from ("store", "bus")."""
        self.picture.forget_before(Utc(now - FORGET_S))
        if self.stage.mirror is not None and monotonic >= self._tidy_at:
            self._tidy_at = monotonic + TIDY_S
            self.stage.mirror.forget_closed((now - CLOSED_KEPT_S) * 1000.0)
        self.stage.sources = self.tiles.sources(monotonic)
        self.stage.processes = self.tiles.processes(monotonic, readings)
        for scene in self.scenes.values():
            scene.pulse(now)
            for session in scene.sessions:
                if session.look is not None:
                    self.answer_look(session, scene, now)

    # Clients

    def join(
        self, session: Session, scope: str, resume: messages.Resume | None, eyes: Eyes = Eyes.WALL
    ) -> Scene:
        """Tell this session everything of a scope, which ``check_scope`` has seen, that ``eyes`` may see."""
        scene = self.scenes.setdefault((scope, eyes), self.scene(scope, eyes))
        scene.sessions.add(session)
        session.admit(scene, resume)
        return scene

    def scene(self, scope: str, eyes: Eyes = Eyes.WALL) -> Scene:
        """What a scope shows; not kept when nobody watches it."""
        return self.scenes.get((scope, eyes)) or Scene(scope, self.stage, eyes)

    def leave(self, session: Session, scene: Scene) -> None:
        """It is gone; a scene without sessions goes too."""
        scene.sessions.discard(session)
        self._looked.pop(session, None)
        key = (scene.scope, scene.eyes)
        if not scene.sessions and self.scenes.get(key) is scene:
            del self.scenes[key]

    def answer_look(self, session: Session, scene: Scene, now: Utc, *, asked: bool = False) -> None:
        """Offer what is known of the entity it looks at, if that is news to it or it just ``asked``."""
        entity = EntityId(session.look or "")
        row = self.picture.row(entity)
        known = self.picture.look(entity, now) if row is not None and scene.shows(row) else None
        if not asked and self._looked.get(session) == (entity, known):
            return
        self._looked[session] = (entity, known)
        told = None if known is None else looks.describe(known, now)
        message = messages.Entity(entity, told is not None, told)
        session.offer_entity(packets.text(messages.encode(message)))

    def answer_whole(self, session: Session, scene: Scene, asked: messages.Whole) -> None:
        """Offer all of the records it looks at; raises BadInput for more than one message may name."""
        if asked.kind not in LITTLE_KINDS:
            raise BadInput("kind", asked.kind, f"must be one of {', '.join(LITTLE_KINDS)}")
        if len(asked.ids) > limits.WS_WHOLE_IDS:
            raise BadInput("ids", len(asked.ids), f"must be at most {limits.WS_WHOLE_IDS}")
        if self.stage.mirror is not None:
            session.offer_bodies(self.stage.mirror.whole(asked.kind, asked.ids, scene.scope, scene.eyes))

    # Inside

    def _correct(self, worker: str, body: dict[str, object] | None) -> None:
        """Struck off or off duty is out of the picture; the doors refuse what comes after."""
        if body is not None and encoded(WORKER, worker, body) is None:
            return
        self.stage.roster.correct(worker, body)
        if body is None or body.get("on_duty") is False:
            self.picture.forget(EntityId(worker))

    def _source_index(self, slot: SlotKey) -> int:
        index = self.tiles.index(slot.source, slot.provenance)
        if index is None:
            raise RuntimeError(f"source {slot.source!r} was merged without a number")
        return index


def check_scope(scope: str, ticket: Ticket) -> None:
    """Raise BadInput unless ``scope`` is a district or street within the ticket's."""
    if not (scope.isascii() and scope.isdecimal() and len(scope) in (6, 9)):
        raise BadInput("scope", scope, "must be a district of 6 digits or a street of 9")
    if not scope.startswith(ticket.scope):
        raise BadInput("scope", scope, f"must lie within the ticket's, {ticket.scope}")

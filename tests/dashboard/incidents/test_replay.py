"""Whatever is ordered, in whatever order: the log alone rebuilds the state, and the chain verifies."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dashboard.incidents import whistle_moves
from dashboard.incidents.commands import Body, Command
from dashboard.incidents.departments import department
from dashboard.incidents.desk import Perform
from dashboard.incidents.errors import Refused
from dashboard.incidents.matters import KIND, Tell, Telling
from dashboard.incidents.reader import Reader
from dashboard.incidents.states import TRANSITIONS, Role, State
from dashboard.incidents.store import Store
from dashboard.incidents.whistle import KIND as WHISTLE_KIND
from dashboard.incidents.whistle_desk import Whistling
from feeds.model import Utc
from tests.dashboard.incidents import whistles
from tests.dashboard.incidents.asking import url_in
from tests.dashboard.incidents.cases import BRIDGE, RULES, SAMPLES, TUESDAY_NINE, do, order

INCIDENTS = 3
ORDERS = tuple(SAMPLES.values())
WHISTLE_ORDERS = tuple(whistles.SAMPLES.values())
ANY_ROLE = st.sampled_from([None, None, *Role])
"""None: a role that may, if there is one."""
STALE = st.sampled_from([False] * 5 + [True])
TOLD = st.tuples(st.just("told"), st.integers(0, INCIDENTS - 1), st.integers(1, 3), ANY_ROLE, STALE)
ORDERED = st.tuples(
    st.just("incident"), st.integers(0, INCIDENTS - 1), st.integers(0, len(ORDERS) - 1), ANY_ROLE, STALE
)
WHISTLED = st.tuples(
    st.just("whistle"), st.integers(0, 1), st.integers(0, len(WHISTLE_ORDERS) - 1), ANY_ROLE, STALE
)
STEP = st.one_of(TOLD, ORDERED, ORDERED, ORDERED, WHISTLED)
"""What, which one, which command (or the sender's revision), in which role, on an old revision or not."""


class Centre:
    """A store, and what its officers have before them."""

    def __init__(self, url: str) -> None:
        self.store, self.reader = Store(url), Reader(url)
        self.orders = 0
        self.whistles: list[str] = []

    def close(self) -> None:
        self.reader.close()
        self.store.close()

    def command(self, step: tuple[Any, ...]) -> Command | None:
        """What a step comes to now; None where there is nothing to command yet."""
        self.orders += 1
        what, which, number, role, stale = step
        if what == "told":
            return Tell(_telling(which, number), "source:events")
        if what == "whistle":
            return self._whistling(which, WHISTLE_ORDERS[number], role or Role.SHIFT_LEAD, stale)
        bodies = sorted(self.reader.kind(KIND).values(), key=lambda body: str(body["external_id"]))
        if which >= len(bodies):
            return None
        command = chosen(bodies[which], number, bodies[which - 1]["id"])
        return Perform(self._order(bodies[which], command, role, stale), RULES)

    def _order(self, body: Body, command: do.DeskCommand, role: Role | None, stale: bool) -> Any:
        at = Utc(TUESDAY_NINE + 60 * self.orders)
        revision = body["revision"] - stale
        return order(body, command, role, id=UUID(int=self.orders), at=at, expected_revision=revision)

    def _whistling(self, which: int, command: Any, role: Role, stale: bool) -> Command | None:
        kept = self.reader.kind(WHISTLE_KIND)
        if isinstance(command, whistle_moves.Draft) or not kept:
            click = UUID(int=self.orders)
            draft = whistles.SAMPLES[whistle_moves.Draft]
            id = whistles.new_whistle_id("li", click)
            return Whistling(whistles.order(draft, Role.SHIFT_LEAD, id=click, whistle=id), department)
        body = sorted(kept.values(), key=lambda each: str(each["id"]))[which % len(kept)]
        click, at = UUID(int=self.orders), Utc(whistles.MONDAY + 60 * self.orders)
        revision = body["revision"] - stale
        said = whistles.order(command, role, revision, id=click, whistle=body["id"], at=at)
        return Whistling(said, department)


def chosen(body: Body, number: int, other: str) -> do.DeskCommand:
    """Mostly what the table knows in this state, else anything; what ties two incidents names the other."""
    here = [each for each in ORDERS if (State(body["status"]), type(each)) in TRANSITIONS]
    command = ORDERS[number] if number % 4 == 0 else here[number % len(here)]
    if isinstance(command, do.Merge):
        return msgspec.structs.replace(command, into=other)
    if isinstance(command, do.Unmerge):
        return msgspec.structs.replace(command, out_of=other)
    return command


def _telling(which: int, revision: int) -> Telling:
    return Telling(
        source="events|district",
        external_id=str(which),
        revision=revision,
        received_at=TUESDAY_NINE,
        provenance="real",
        title=f"积水 {which}.{revision}",
        category="06010",
        spot=BRIDGE,
    )


def replayed(reader: Reader) -> dict[str, dict[str, Body]]:
    """The records that the change log alone makes."""
    state: dict[str, dict[str, Body]] = {}
    seq = 0
    while changes := reader.changes_after(seq, limit=7):
        for change in changes:
            seq += 1
            assert change.seq == seq
            if change.body is None:
                state.get(change.kind, {}).pop(change.id, None)
            else:
                state.setdefault(change.kind, {})[change.id] = change.body
    return state


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is migrated and empty; as a path, which a failure can print."""
    folder = tmp_path_factory.mktemp("empty")
    Store(url_in(folder)).close()
    return folder / "wanglou.db"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=30, max_size=60))
def test_the_log_alone_rebuilds_the_state(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    """Reports, orders on incidents and whistles by all roles, legal or not: a refusal leaves no change."""
    folder: Path = tmp_path_factory.mktemp("replay")
    (folder / "wanglou.db").write_bytes(empty.read_bytes())
    centre = Centre(url_in(folder))
    try:
        for step in [("told", which, 1, None, False) for which in range(2)] + steps:
            command = centre.command(step)
            before = centre.reader.head()
            try:
                assert command is None or centre.store.commit(command).head >= before
            except Refused:
                assert centre.reader.head() == before
        event(f"{centre.reader.head() // 5 * 5} changes or a few more")
        assert replayed(centre.reader) == centre.reader.records().by_kind
        verdict = centre.reader.verify()
        assert (verdict.problem, verdict.rows) == (None, centre.reader.head())
    finally:
        centre.close()

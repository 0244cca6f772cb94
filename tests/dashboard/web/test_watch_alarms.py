"""The watch: raises what stands, once, whatever dies in between; ends what its own source took back."""

from collections.abc import Mapping
from typing import Any

import pytest

from dashboard.incidents.alert_orders import read_alert_order
from dashboard.incidents.alerts import KIND, Alert, AlertKind, from_body
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.matters import Tell, Telling
from dashboard.incidents.states import State, Urgency
from dashboard.web.site import World
from dashboard.web.watch_alarms import STEPS_MOST, AlarmWatch
from dashboard.web.whereabouts import Whereabouts
from feeds.batch import Batch
from feeds.bus import PositionsHeard
from feeds.model import Status, Utc
from tests.dashboard.incidents.alarms import WANG
from tests.dashboard.web.site_parts import FakeBus
from tests.feeds.test_picture import T0, said

SCOPE = "320104"
UUIDS = ("6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11", "6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b12")


class Centre:
    """A web process's watch, which may be killed and started again over the same store."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.bus = FakeBus()
        self.now = T0
        self.restart()

    def restart(self) -> None:
        """A new process: it has heard nothing and read nothing."""
        self.ears = Whereabouts(self.bus, SCOPE)
        self.watch = AlarmWatch(
            self.world.store, self.world.reader, self.bus, self.ears, clock=lambda: float(self.now)
        )

    async def hears(self, *batches: Batch) -> None:
        """Reports arrive, and a second passes."""
        for batch in batches:
            self.ears.hear(PositionsHeard(SCOPE, batch.encode()))
        self.now += 1
        await self.watch.step()

    def alerts(self) -> list[Alert]:
        """Those in the records."""
        return [from_body(body) for body in self.world.reader.kind(KIND).values()]

    async def does(self, command: Mapping[str, Any], click: int = 0) -> None:
        """An officer's order about the first alert."""
        body = {"id": UUIDS[click], "role": "shift_lead", "command": command}
        order = read_alert_order(body, self.alerts()[0].id, WANG, Utc(self.now))
        await self.world.store.perform(order)

    async def told(self, id: str = "1", **facts: Any) -> None:
        """A sender's word about an incident."""
        known: dict[str, Any] = {"source": "demo|urn:x:12345", "provenance": "real"} | facts
        revision = known.pop("revision", 1)
        telling = Telling(external_id=id, revision=revision, received_at=Utc(self.now), **known)
        await self.world.store.perform(Tell(telling, "source:demo"))


@pytest.fixture
def centre(world: World) -> Centre:
    """A centre where nothing has happened."""
    return Centre(world)


async def test_call_for_help_is_one_alert_until_its_source_takes_it_back(centre: Centre) -> None:
    """Repeated reports, silence and other sources change nothing; a hint follows each change."""
    await centre.hears(said("own", 0, status=Status.SOS))
    (alert,) = centre.alerts()
    assert (alert.kind, alert.subject.id, alert.active, alert.source) == (
        AlertKind.SOS,
        "QH-0421",
        True,
        "own",
    )
    assert centre.bus.hints == [centre.world.reader.head()]
    await centre.hears(said("own", 5, status=Status.SOS), said("other", 6))
    await centre.hears()
    assert centre.alerts() == [alert]
    await centre.hears(said("own", 9))
    (missed,) = centre.alerts()
    assert (missed.active, missed.stands, missed.acknowledged_by) == (False, False, None)


async def test_call_survives_a_restart_that_heard_nothing(centre: Centre) -> None:
    """Silence is no all-clear; the source's own word, also after the restart, is."""
    await centre.hears(said("own", 0, status=Status.SOS))
    centre.restart()
    await centre.hears()
    await centre.hears(said("other", 3))
    assert [alert.active for alert in centre.alerts()] == [True]
    await centre.hears(said("own", 4))
    assert [alert.active for alert in centre.alerts()] == [False]


async def test_restart_in_the_middle_of_a_call_raises_it_no_second_time(centre: Centre) -> None:
    """The call goes on, its beginning was forgotten: still one alert, as acknowledged as before."""
    await centre.hears(said("own", 0, status=Status.SOS))
    await centre.does({"do": "acknowledge"})
    centre.restart()
    await centre.hears(said("own", 7, status=Status.SOS))
    await centre.hears(said("own", 8, status=Status.SOS))
    assert [alert.acknowledged_by for alert in centre.alerts()] == ["王"]


async def test_call_cleared_by_hand_returns_on_a_new_call_only(centre: Centre) -> None:
    """Not while it goes on, not after a restart; after an all-clear, at once."""
    await centre.hears(said("own", 0, status=Status.SOS))
    await centre.hears()
    await centre.does({"do": "clear", "reason": "已电话核实"})
    await centre.does({"do": "acknowledge"}, click=1)
    await centre.hears(said("own", 2, status=Status.SOS))
    centre.restart()
    await centre.hears(said("own", 3, status=Status.SOS))
    assert [(alert.active, alert.stands) for alert in centre.alerts()] == [(False, True)]
    await centre.hears(said("own", 4))
    assert centre.alerts() == []
    await centre.hears(said("own", 5, status=Status.SOS))
    assert [alert.active for alert in centre.alerts()] == [True]


async def test_second_call_between_two_looks_sounds_again(centre: Centre) -> None:
    """All well and help again within one second: the new call is another one."""
    await centre.hears(said("own", 0, status=Status.SOS))
    await centre.hears()
    await centre.does({"do": "acknowledge"})
    for batch in (said("own", 2), said("own", 3, status=Status.SOS)):
        centre.ears.hear(PositionsHeard(SCOPE, batch.encode()))
        centre.ears.calls(Utc(centre.now))
    await centre.hears()
    assert [(alert.active, alert.acknowledged_by) for alert in centre.alerts()] == [(True, None)]


async def test_critical_incident_alarms_until_it_is_taken_in(centre: Centre) -> None:
    """Found among what is open when the process starts, and among what changes."""
    await centre.told(urgency=Urgency.CRITICAL, title="燃气泄漏")
    await centre.hears()
    await centre.told("2", urgency=Urgency.CRITICAL)
    await centre.hears()
    assert sorted(alert.title for alert in centre.alerts()) == ["未定类别", "燃气泄漏"]
    await centre.told(state=State.ACCEPTED, revision=2)
    await centre.hears()
    assert sorted(alert.active for alert in centre.alerts()) == [False, True]


async def test_flood_of_overdue_tasks_is_silent_and_all_listed(centre: Centre) -> None:
    """In portions, so that officers do not wait; none of them sounds."""
    for number in range(STEPS_MOST + 5):
        await centre.told(str(number), source="demo|urn:qinhuai:district", due_at=T0 - 60)
    await centre.hears()
    alerts = centre.alerts()
    assert len(alerts) == STEPS_MOST + 5
    assert not any(alert.sounds for alert in alerts)


async def test_deadline_passes_without_any_record_changing(centre: Centre) -> None:
    """It is the clock that makes a task overdue."""
    await centre.told(source="demo|urn:qinhuai:district", due_at=T0 + 3)
    await centre.hears()
    assert centre.alerts() == []
    await centre.hears()
    await centre.hears()
    assert [alert.kind for alert in centre.alerts()] == [AlertKind.OVERDUE]


async def test_commit_that_failed_is_made_up_for(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store refuses for a moment; the next second finds the same step missing."""

    async def refuses(_command: object) -> None:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(centre.world.store, "perform", refuses)
        with pytest.raises(StoreUnavailable):
            await centre.hears(said("own", 0, status=Status.SOS))
    assert centre.alerts() == []
    await centre.hears()
    assert len(centre.alerts()) == 1


async def test_idle_watch_writes_nothing(centre: Centre) -> None:
    """A second in which nothing happens leaves no row in the log."""
    await centre.hears(said("own", 0, status=Status.SOS))
    head = centre.world.reader.head()
    for _ in range(5):
        await centre.hears()
    assert centre.world.reader.head() == head
    assert centre.world.reader.verify().problem is None

"""Walls that show nothing: found out within seconds, and nobody is judged while nothing is heard."""

from dashboard.identity.people import Screen
from dashboard.incidents.alerts import Alert, AlertKind, Settle, from_body, plan
from dashboard.web.wall_watch import DARK_S, WallAlarms, Walls
from feeds.bus import ScreensHeard
from feeds.model import Utc
from feeds.screens import ScreenSeen
from tests.dashboard.incidents.alarms import obeyed

T0 = Utc(1_795_000_000.0)


def wall(age_s: float, key: str = "screen:s1", hidden: bool = False) -> ScreenSeen:
    """As a relay tells it."""
    return ScreenSeen(key, age_s, hidden)


def dark(walls: Walls, now: float) -> dict[str, int]:
    """At a moment by both clocks."""
    return walls.dark(now, Utc(T0 + now))


def test_a_wall_that_answers_and_does_not_paint_is_dark() -> None:
    """After its time, and since its last paint; the same moment until it paints again."""
    walls, found = Walls(), []
    for now in range(40):
        walls.hear([wall(float(now))], now)
        found.append(dark(walls, now))
    assert [bool(each) for each in found].index(True) == DARK_S + 1
    assert {each["screen:s1"] for each in found if each} == {round(T0 * 1000)}
    walls.hear([wall(0.2)], 41)
    assert dark(walls, 41) == {}


def test_an_enrolled_screen_that_is_gone_is_missed() -> None:
    """A hanging page is cut off in the end; a browser somebody closed is not missed."""
    walls = Walls()
    walls.hear([wall(0), wall(0, "relay/1")], 0)
    for now in range(1, 30):
        walls.hear([], now)
        told = dark(walls, now)
    assert set(told) == {"screen:s1"}


def test_a_browser_that_went_dark_before_it_went_is_told_of_for_a_while() -> None:
    """Nobody enrolled it, and still somebody looked at it."""
    walls = Walls()
    for now in range(25):
        walls.hear([wall(now, "relay/1")], now)
        dark(walls, now)
    seen = []
    for now in range(25, 120):
        walls.hear([], now)
        seen.append(bool(dark(walls, now)))
    assert seen[:60] == [True] * 60 and seen[-30:] == [False] * 30


def test_a_hidden_browser_is_not_dark_and_a_hidden_screen_is() -> None:
    """A wall has no other windows."""
    walls = Walls()
    for now in range(30):
        walls.hear([wall(now, "relay/1", hidden=True), wall(now, hidden=True)], now)
        told = dark(walls, now)
    assert set(told) == {"screen:s1"}


def test_while_no_relay_is_heard_nobody_is_judged() -> None:
    """And when one is heard again everybody gets the full time to come back."""
    walls = Walls()
    walls.hear([wall(0)], 0)
    assert [now for now in range(1, 100) if dark(walls, now)] == []
    walls.hear([], 100)
    later = []
    for now in range(101, 130):
        walls.hear([], now)
        later.append(bool(dark(walls, now)))
    assert later.index(True) == DARK_S


class Enrolled:
    """Screens as identity has them."""

    def __init__(self) -> None:
        self.revoked_at: Utc | None = None

    def screens(self) -> list[Screen]:
        return [Screen("s1", "大厅左屏", "320104", T0, None, self.revoked_at)]


class Desk:
    """The alarms over a relay's word, each a second later; ``restart`` forgets all but the records."""

    def __init__(self) -> None:
        self.now, self.records, self.enrolled = 0.0, {}, Enrolled()
        self.restart()

    def restart(self) -> None:
        self.walls = WallAlarms(self.enrolled, lambda: self.now)

    async def second(self, *screens: ScreenSeen) -> None:
        self.now += 1
        self.walls.hear(ScreensHeard("relay", list(screens)))
        now = Utc(T0 + self.now)
        situations = await self.walls.situations(self.alerts(), now)
        steps = plan(self.alerts(), situations, (), round(now * 1000))
        self.records, _ = obeyed(self.records, Settle(steps, now))

    def alerts(self) -> list[Alert]:
        return [from_body(body) for body in self.records.values()]


async def test_the_desk_is_told_by_name_within_seconds_and_when_it_is_over() -> None:
    """One alarm, with a beginning and an end; a restart of the process between changes nothing."""
    desk = Desk()
    await desk.second(wall(0))
    while not desk.alerts():
        await desk.second()
    assert desk.now <= 20
    (alert,) = desk.alerts()
    assert (alert.kind, alert.title, alert.sounds) == (AlertKind.SCREEN, "大厅左屏", True)
    assert desk.walls.facts() == {"walls_dark": 1.0}
    desk.restart()
    for _ in range(30):
        await desk.second()
    assert desk.alerts() == [alert]
    await desk.second(wall(0.1))
    assert [each.active for each in desk.alerts()] == [False]


async def test_a_screen_that_was_taken_away_is_not_missed() -> None:
    """Revoking it is the end of it."""
    desk = Desk()
    await desk.second(wall(0))
    desk.enrolled.revoked_at = T0
    for _ in range(40):
        await desk.second()
    assert desk.alerts() == []

"""What a scope costs: one encoding a tick, whoever watches; nothing for what stands still or is elsewhere."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import wire
from feeds.discretion import Eyes
from feeds.model import EntityId, Records, Utc
from feeds.relay.hub import Hub
from feeds.relay.session import Session
from tests.feeds.test_picture import T0, said

HELLO = '{"type":"hello","ticket":"t","scope":"320104"}'
DISTRICT, HERE, THERE = "320104", "320104004", "320104011"
WORKERS = {f"QH-{number:04d}": {"street": HERE if number < 20 else THERE} for number in range(40)}


class City:
    """A hub with a roster of two streets of twenty, and a clock that is told."""

    def __init__(self) -> None:
        self.hub = Hub(epoch=7, mode="demo", build="test", streets_of=lambda lats, lons: [None] * len(lats))
        self.hub.load(Records(1, {"worker": WORKERS}))
        self.now = 0.0

    def watch(self, scope: str) -> Session:
        """A screen of this scope that has not taken anything yet."""
        session = Session(0.0)
        session.receive(HELLO, 0.0)
        self.hub.join(session, scope, None, Eyes.WALL)
        return session

    def report(self, numbers: Sequence[int], lat: float) -> None:
        """These workers say where they are."""
        for number in numbers:
            self.hub.merge(said("phones", self.now, f"QH-{number:04d}", lat=lat, ttl_s=600.0))

    def tick(self) -> None:
        """A fifth of a second has passed."""
        self.now += 0.2
        self.hub.tick(Utc(T0 + self.now))

    def frames(self, session: Session) -> list[bytes]:
        """Every frame that can be written now; rows and text are passed over."""
        found, message = [], b""
        while (data := session.take(Utc(T0 + self.now))) is not None:
            payload = data[2 if data[1] < 126 else 4 if data[1] == 126 else 10 :]
            message = payload if data[0] & 0x0F else message + payload
            if data[0] & 0x80 and message.startswith(wire.MAGIC):
                found.append(message)
        return found


@pytest.fixture
def city() -> City:
    """Everybody has been seen once."""
    city = City()
    city.report(range(40), 32.0)
    city.tick()
    return city


@pytest.fixture
def encodings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of positions of every frame that is encoded from now on."""
    made: list[int] = []
    encode = wire.encode_frame

    def counted(kind: wire.FrameType, **known: Any) -> bytes:
        made.append(len(known["columns"].row))
        return encode(kind, **known)

    monkeypatch.setattr(wire, "encode_frame", counted)
    return made


def rows_of(frame: bytes) -> list[int]:
    """Which rows a frame carries."""
    rows: list[int] = wire.decode_frame(frame).columns.row.tolist()
    return rows


def test_a_tick_is_encoded_once_a_scope_however_many_watch(city: City, encodings: list[int]) -> None:
    """Every screen of a scope is given the same bytes, not equal ones."""
    walls, streets = [city.watch(DISTRICT) for _ in range(5)], [city.watch(HERE) for _ in range(3)]
    for session in (*walls, *streets):
        city.frames(session)
    assert encodings == [40, 20], "one keyframe a scope"
    city.report(range(10, 30), 32.1)
    city.tick()
    assert encodings[2:] == [20, 10]
    taken = [[session.take(Utc(T0)) for session in each] for each in (walls, streets)]
    assert all(data is same[0] for same in taken for data in same)


def test_what_stands_still_costs_nothing(city: City, encodings: list[int]) -> None:
    """No report, no frame; one report, one row, however many others there are."""
    wall = city.watch(DISTRICT)
    city.frames(wall)
    encodings.clear()
    for _ in range(5):
        city.tick()
    assert (encodings, city.frames(wall)) == ([], [])
    city.report([17], 32.2)
    city.tick()
    (frame,) = city.frames(wall)
    assert rows_of(frame) == [city.hub.picture.row("QH-0017")]  # type: ignore[arg-type]
    assert len(frame) <= wire.HEADER.size + 7 * 4


def test_a_repeated_report_is_no_change(city: City, encodings: list[int]) -> None:
    """The same words again, as phones and brokers say them, are not sent to anybody."""
    wall = city.watch(DISTRICT)
    city.frames(wall)
    encodings.clear()
    batch = said("phones", 0.0, "QH-0003", lat=32.0, ttl_s=600.0)
    city.hub.merge(batch)
    city.tick()
    assert encodings == []


def test_a_street_is_not_told_of_another(city: City, encodings: list[int]) -> None:
    """Its topic is silent, its tick stands, its bytes are its own workers' only."""
    here, there = city.watch(HERE), city.watch(THERE)
    city.frames(here), city.frames(there)
    encodings.clear()
    city.report([25], 32.3)
    city.tick()
    assert encodings == [1]
    assert (city.frames(here), [rows_of(frame) for frame in city.frames(there)]) == ([], [[25]])
    assert (city.hub.scenes[HERE, Eyes.WALL].tick, city.hub.scenes[THERE, Eyes.WALL].tick) == (0, 1)


def test_a_keyframe_is_as_of_the_newest_tick(city: City) -> None:
    """The one that was shared a moment ago is not given to who comes after the next tick."""
    city.frames(city.watch(DISTRICT))
    city.report([17], 32.2)
    city.tick()
    (frame,) = map(wire.decode_frame, city.frames(city.watch(DISTRICT)))
    assert frame.columns.lat[frame.columns.row.tolist().index(17)] == 322_000_000


def test_who_has_left_is_named_to_nobody_who_comes_later(city: City) -> None:
    """The table of rows is made anew without them."""

    def named(scope: str) -> bytes:
        city.frames(city.watch(scope))
        return b"".join(frame for packet in city.hub.scene(scope).rows() for frame in packet.frames)

    assert b"QH-0003" in named(HERE)
    city.hub.picture.forget(EntityId("QH-0003"))
    city.tick()
    assert b"QH-0003" not in named(HERE) and b"QH-0004" in named(HERE)


def test_nobody_watching_is_nothing_to_encode(city: City, encodings: list[int]) -> None:
    """A scope's work begins with its first screen and ends with its last."""
    city.report(range(40), 32.1)
    city.tick()
    assert (encodings, city.hub.scenes) == ([], {})
    wall = city.watch(DISTRICT)
    city.hub.leave(wall, city.hub.scenes[DISTRICT, Eyes.WALL])
    city.report(range(40), 32.2)
    city.tick()
    assert (encodings, city.hub.scenes) == ([], {})


def test_all_who_lag_share_one_keyframe(city: City, encodings: list[int]) -> None:
    """A room full of slow screens costs as much as one."""
    walls = [city.watch(DISTRICT) for _ in range(6)]
    for wall in walls:
        city.frames(wall)
    encodings.clear()
    for step in range(4):
        city.report([step], 32.4)
        city.tick()
    frames = [city.frames(wall) for wall in walls]
    assert encodings == [1, 1, 1, 1, 40]
    assert all(len(each) == 1 and each[0][3] == wire.FrameType.KEYFRAME for each in frames)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("report"), st.sets(st.integers(0, 39), max_size=12)),
        st.tuples(st.just("take"), st.sets(st.integers(0, 3))),
        st.tuples(st.just("forget"), st.sets(st.integers(0, 39), max_size=3)),
        st.tuples(st.just("ask"), st.sets(st.integers(0, 3), max_size=1)),
    ),
    max_size=40,
)


class Page:
    """What a screen holds, by the rules of docs/wire.md section 4."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tick: int | None = None
        self.rows: dict[int, tuple[int, int]] = {}

    def apply(self, data: bytes) -> None:
        """A delta must be the very next one: the relay never sends any other."""
        frame = wire.decode_frame(data)
        if frame.type is wire.FrameType.KEYFRAME:
            self.rows.clear()
        else:
            assert self.tick is not None and frame.tick == self.tick + 1
        self.tick = frame.tick
        c = frame.columns
        each = zip(c.row.tolist(), c.lat.tolist(), c.lon.tolist(), c.flags.tolist(), strict=True)
        for row, lat, lon, flags in each:
            if flags >> 10 & 3 == 3:
                self.rows.pop(row, None)
            else:
                self.rows[row] = (lat, lon)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_however_slowly_it_reads_a_page_ends_with_the_picture(told: list[tuple[str, set[int]]]) -> None:
    """Frames are skipped, keyframes replace them, rows come and go: no delta is ever applied over a gap."""
    city = City()
    pages = [Page(city.watch(scope)) for scope in (DISTRICT, DISTRICT, HERE, THERE)]
    for number, (do, which) in enumerate(told):
        if do == "report":
            city.report(sorted(which), 32.0 + number / 1000)
        elif do == "forget":
            for worker in which:
                city.hub.picture.forget(f"QH-{worker:04d}")  # type: ignore[arg-type]
        for screen in which if do == "take" else ():
            for frame in city.frames(pages[screen].session):
                pages[screen].apply(frame)
        for screen in which if do == "ask" else ():
            pages[screen].session.receive('{"type":"keyframe"}', number * 10.0)
        city.tick()
    for page, scope in zip(pages, (DISTRICT, DISTRICT, HERE, THERE), strict=True):
        for frame in city.frames(page.session):
            page.apply(frame)
        fresh = Page(city.watch(scope))
        for frame in city.frames(fresh.session):
            fresh.apply(frame)
        assert page.rows == fresh.rows

"""The merge, with a frozen clock."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import picture as module
from feeds.batch import Batch
from feeds.model import EntityId, Position, Provenance, Status, Utc
from feeds.picture import NOBODY, Known, Picture, freshness
from feeds.reports import REPORT

T0 = 1_795_330_000.0
WORKER = EntityId("QH-0421")


def said(
    source: str, at: float, entity: str = WORKER, *, lat: float = 32.0, rank: int = 0, **known: Any
) -> Batch:
    """A batch of one position; sources called ``sim...`` are simulated."""
    provenance = Provenance.SIMULATED if source.startswith("sim") else Provenance.REAL
    values: dict[str, Any] = {
        "accuracy_m": None,
        "speed_mps": 1.2,
        "course_deg": None,
        "battery": None,
        "received_at": Utc(T0 + at),
        "ttl_s": 10.0,
    }
    position = Position(
        entity=EntityId(entity),
        at=Utc(T0 + at),
        lat=lat,
        lon=118.78,
        source=source,
        provenance=provenance,
        **(values | known),
    )
    return Batch.from_positions([position], rank)


def told(*batches: Batch) -> Picture:
    """A picture that merged these, not yet settled."""
    picture = Picture(rows=1)
    for batch in batches:
        picture.merge(batch)
    return picture


def who(picture: Picture, row: int = 0) -> str | None:
    """The source that wins a row, as of the last settle."""
    slot = int(picture.winner[row])
    return None if slot == NOBODY else picture.slots[slot].source


def look(picture: Picture, now: float) -> Known:
    """What is known of the worker."""
    known = picture.look(WORKER, Utc(T0 + now))
    assert known is not None
    return known


def test_a_real_phone_takes_its_twin_over_at_the_next_settle() -> None:
    """Simulated ranks last, also when it reports later."""
    picture = told(said("sim-owntracks", 0))
    picture.settle(Utc(T0))
    picture.merge(said("owntracks", 0.5))
    picture.merge(said("sim-owntracks", 1))
    assert picture.settle(Utc(T0 + 1)).tolist() == [0]
    assert who(picture) == "owntracks"


def test_a_silent_phone_hands_back_right_after_its_ttl() -> None:
    """No report is needed for the hand-back, only time."""
    picture = told(said("owntracks", 0), said("sim-owntracks", 9))
    picture.settle(Utc(T0 + 9))
    picture.merge(said("sim-owntracks", 10))
    assert picture.settle(Utc(T0 + 10)).tolist() == []
    assert who(picture) == "owntracks"
    assert picture.settle(Utc(T0 + 10.001)).tolist() == [0]
    assert who(picture) == "sim-owntracks"


def test_the_newest_wins_when_none_is_fresh() -> None:
    """A stale real position does not hide a newer stale one."""
    picture = told(said("owntracks", 0), said("sim-owntracks", 9))
    picture.settle(Utc(T0 + 100))
    assert who(picture) == "sim-owntracks"


def test_a_lower_rank_is_believed_first_then_the_name() -> None:
    """The order of belief among fresh sources is (simulated last, rank, name)."""
    picture = told(said("b", 2, rank=1), said("c", 3), said("a", 1, rank=1))
    picture.settle(Utc(T0 + 3))
    assert who(picture) == "c"
    picture = told(said("b", 2, rank=1), said("a", 1, rank=1))
    picture.settle(Utc(T0 + 3))
    assert who(picture) == "a"


def test_late_and_repeated_reports_change_nothing() -> None:
    """What was known already and what is older than it leave no row to send."""
    picture = told(said("a", 5))
    picture.settle(Utc(T0 + 5))
    picture.merge(said("a", 5))
    picture.merge(said("a", 4, lat=31.0))
    assert picture.settle(Utc(T0 + 6)).tolist() == []
    assert look(picture, 6).best.lat == 32.0


def test_a_call_for_help_wins_over_the_same_second_without_it() -> None:
    """Phones count whole seconds: of two reports of one second the SOS is kept, whichever comes first."""
    plain, help_ = said("a", 1, received_at=Utc(T0 + 3)), said("a", 1, status=Status.SOS)
    assert look(told(plain, help_), 2).best.status is Status.SOS
    assert look(told(help_, plain), 2).best.status is Status.SOS


def test_a_call_for_help_stands_until_its_own_source_takes_it_back() -> None:
    """Silence after a call is no all-clear: neither the twin nor a second phone hides it, however late."""
    picture = told(said("owntracks", 0, status=Status.SOS), said("sim-owntracks", 1), said("a", 2, rank=-1))
    picture.settle(Utc(T0 + 5))
    assert who(picture) == "owntracks"
    picture.merge(said("sim-owntracks", 900))
    picture.settle(Utc(T0 + 900))
    assert (who(picture), look(picture, 900).best.status) == ("owntracks", Status.SOS)
    picture.merge(said("owntracks", 901))
    picture.merge(said("a", 901, rank=-1))
    picture.settle(Utc(T0 + 901))
    assert (who(picture), look(picture, 901).best.status) == ("a", Status.NORMAL)


def test_a_simulated_call_never_hides_a_real_phone() -> None:
    """A drill's SOS is drawn while nobody real speaks, and not a moment longer."""
    picture = told(said("sim-owntracks", 0, status=Status.SOS))
    picture.settle(Utc(T0))
    assert look(picture, 0).best.status is Status.SOS
    picture.merge(said("owntracks", 1))
    picture.settle(Utc(T0 + 1))
    assert (who(picture), look(picture, 1).best.status) == ("owntracks", Status.NORMAL)


def test_one_batch_may_name_an_entity_twice() -> None:
    """The newest of a batch wins, wherever it stands in it."""
    picture = Picture()
    positions = [(1.0, 31.1), (3.0, 31.3), (2.0, 31.2)]
    batches = [said("a", at, lat=lat) for at, lat in positions]
    joined = Batch(
        "a",
        Provenance.REAL,
        0,
        [WORKER] * 3,
        **{
            name: [getattr(batch, name)[0] for batch in batches]  # type: ignore[arg-type]
            for name in REPORT.names or ()
        },
    )
    picture.merge(joined)
    assert look(picture, 3).best.lat == 31.3


def test_a_forgotten_entity_leaves_the_picture_once() -> None:
    """Its row changes to nobody, and stays so until it is heard again."""
    picture = told(said("a", 1), said("sim-a", 1))
    picture.settle(Utc(T0 + 1))
    picture.forget(WORKER)
    picture.forget(EntityId("never heard of"))
    assert picture.settle(Utc(T0 + 2)).tolist() == [0]
    assert who(picture) is None
    assert picture.look(WORKER, Utc(T0 + 2)) is None
    assert picture.settle(Utc(T0 + 3)).tolist() == []
    picture.merge(said("a", 4))
    assert picture.settle(Utc(T0 + 4)).tolist() == [0]


def test_a_forgotten_call_for_help_calls_no_more() -> None:
    """Whoever goes off duty while calling leaves, too; the alert about it is another record."""
    picture = told(said("a", 1, status=Status.SOS))
    picture.settle(Utc(T0 + 1))
    picture.forget(WORKER)
    picture.settle(Utc(T0 + 2))
    assert who(picture) is None and picture.look(WORKER, Utc(T0 + 2)) is None


def test_old_places_are_forgotten() -> None:
    """Only rows whose winner is older go."""
    picture = told(said("a", 1), said("a", 50, "other"))
    picture.settle(Utc(T0 + 50))
    picture.forget_before(Utc(T0 + 1))
    assert picture.settle(Utc(T0 + 51)).tolist() == []
    picture.forget_before(Utc(T0 + 20))
    assert picture.settle(Utc(T0 + 52)).tolist() == [0]


def test_looking_tells_the_losers_too() -> None:
    """The desk sees every source that speaks of an entity."""
    known = look(told(said("sim-a", 3), said("b", 1, rank=2), said("a", 2, battery=0.71)), 3)
    assert (known.best.source, known.best.battery, known.best.course_deg) == ("a", 0.71, None)
    assert [other.source for other in known.others] == ["b", "sim-a"]


def test_rows_grow_and_never_move() -> None:
    """Doubling keeps what was known, and a row belongs to one entity for good."""
    picture = Picture(rows=1)
    for number in range(100):
        picture.merge(said("a", number, f"phone-{number}", lat=number / 10))
    assert picture.settle(Utc(T0 + 100)).tolist() == list(range(100))
    assert picture.row(EntityId("phone-42")) == 42
    assert picture.reports["lat"][42] == 42_000_000


def test_a_full_picture_refuses_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, and what is refused is counted; those it knows go on."""
    monkeypatch.setattr(module, "MAX_ROWS", 1)
    picture = told(said("a", 1), said("a", 1, "second"), said("a", 2))
    assert (len(picture), picture.refused) == (1, 1)
    assert look(picture, 2).best.at == T0 + 2


@pytest.mark.parametrize(
    ("age", "status", "look_"),
    [
        (5.0, Status.NORMAL, "live"),
        (5.0, Status.SOS, "live"),
        (5.0, Status.BAD_CLOCK, "ageing"),
        (5.1, Status.NORMAL, "ageing"),
        (10.0, Status.NORMAL, "ageing"),
        (10.1, Status.NORMAL, "stale"),
        (50.0, Status.NORMAL, "stale"),
        (50.1, Status.NORMAL, "gone"),
    ],
)
def test_freshness_follows_the_wire(age: float, status: Status, look_: str) -> None:
    """The four looks of docs/wire.md section 5, for a ttl of 10 s."""
    assert freshness(age, 10.0, status) == look_


reports = st.builds(
    said,
    st.sampled_from(["a", "b", "sim-a"]),
    st.integers(0, 6).map(float),
    st.sampled_from(["one", "two", "three"]),
    lat=st.sampled_from([31.0, 32.0]),
    rank=st.integers(0, 1),
    course_deg=st.sampled_from([None, 0.0, 90.0]),
    received_at=st.integers(6, 8).map(lambda s: Utc(T0 + s)),
    ttl_s=st.sampled_from([5.0, 10.0]),
    status=st.sampled_from([Status.NORMAL, Status.SOS]),
)


def everything(picture: Picture, now: float) -> dict[EntityId, Known]:
    """What is known of each entity, row numbers aside: they are the order of first hearing."""
    picture.settle(Utc(T0 + now))
    out = {}
    for name in sorted(picture.names):
        known = picture.look(name, Utc(T0 + now))
        assert known is not None
        row = picture.row(name)
        assert row is not None
        assert who(picture, row) == known.best.source, "settle and look agree"
        out[name] = Known(known.entity, 0, known.best, known.others)
    return out


@given(st.lists(reports, max_size=12), st.data())
def test_any_order_and_repetition_gives_the_same_picture(batches: list[Batch], data: st.DataObject) -> None:
    """The merge is commutative and idempotent, whenever it is settled in between."""
    shuffled = data.draw(st.permutations(batches + batches[:5]))
    clock = 0.0
    picture = Picture(rows=1)
    for batch in shuffled:
        picture.merge(batch)
        if data.draw(st.booleans()):
            clock += data.draw(st.integers(0, 4))
            picture.settle(Utc(T0 + clock))
    assert everything(picture, clock + 3) == everything(told(*batches), clock + 3)

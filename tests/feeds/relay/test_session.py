"""One client's outbox, without any socket."""

from collections.abc import Sequence

import pytest

from feeds import limits, messages
from feeds.errors import BadInput
from feeds.model import Utc
from feeds.relay.packets import Packet
from feeds.relay.session import Session, State

NOW = Utc(1_795_330_000.0)
HELLO = '{"type":"hello","ticket":"t","scope":"320104"}'


def packet(name: str) -> Packet:
    """A message that is its own name."""
    return Packet((name.encode(),), positions=1)


class FakeView:
    """Gives packets that say what they are."""

    def __init__(self) -> None:
        self.ready = True
        self.pieces = 2
        self.seq = 0

    def welcome(self, now: Utc) -> Packet:
        return packet("welcome")

    def beat(self, now: Utc) -> Packet:
        return packet("first beat")

    def records(self, resume: messages.Resume | None) -> Packet:
        return packet(f"records {self.seq}" if resume is None else f"since {resume.seq}")

    def rows(self) -> Sequence[Packet]:
        return [packet(f"table {piece}") for piece in range(self.pieces)]

    def keyframe(self, now: Utc) -> Packet:
        return packet("keyframe")


@pytest.fixture
def view() -> FakeView:
    """A scene that is ready."""
    return FakeView()


def admitted(view: FakeView, resume: messages.Resume | None = None) -> Session:
    """A session after its hello."""
    session = Session(0.0)
    session.receive(HELLO, 0.0)
    session.admit(view, resume)
    return session


def taken(session: Session) -> list[str]:
    """Everything that can be written now."""
    out = []
    while (data := session.take(NOW)) is not None:
        out.append(data.decode())
    assert not session.waiting, "nobody is asked again until something is offered"
    return out


def live(view: FakeView) -> Session:
    """A session that took its opening."""
    session = admitted(view)
    taken(session)
    return session


def test_the_opening_has_its_order(view: FakeView) -> None:
    """Welcome, beat, records, rows, keyframe, and never otherwise."""
    assert taken(admitted(view)) == ["welcome", "first beat", "records 0", "table 0", "table 1", "keyframe"]


def test_a_resume_is_passed_on_once(view: FakeView) -> None:
    """What the page has decides what records it is sent."""
    assert taken(admitted(view, messages.Resume(1, 7)))[2] == "since 7"


def test_before_hello_nothing_is_told(view: FakeView) -> None:
    """Not even a beat."""
    session = Session(0.0)
    session.offer_beat(packet("beat"))
    assert session.take(NOW) is None


def test_an_unready_scene_gives_only_the_welcome(view: FakeView) -> None:
    """And nothing that is offered meanwhile overtakes the opening."""
    view.ready = False
    session = admitted(view)
    assert session.take(NOW) == b"welcome"
    session.offer_beat(packet("beat"))
    session.offer_changes(packet("change"))
    session.offer_frame(packet("delta"))
    assert session.take(NOW) is None
    assert session.waiting, "what it needs may come without being offered"
    view.ready = True
    assert taken(session) == ["first beat", "records 0", "table 0", "table 1", "keyframe"]


def test_changes_come_before_the_beat_that_names_them(view: FakeView) -> None:
    """A page that hears a beat holds everything up to its sequence; rows come before frames."""
    session = live(view)
    session.offer_frame(packet("delta"))
    session.offer_entity(packet("entity"))
    session.offer_beat(packet("old beat"))
    session.offer_rows(packet("row"))
    session.offer_changes(packet("change 1"))
    session.offer_changes(packet("change 2"))
    session.offer_beat(packet("beat"))
    assert taken(session) == ["change 1", "change 2", "beat", "entity", "row", "delta"]


def test_no_change_is_lost_up_to_the_ring(view: FakeView) -> None:
    """A full ring still holds every message; one more and there is a snapshot instead."""
    session = live(view)
    for number in range(limits.WS_RING_MESSAGES):
        session.offer_changes(packet(f"change {number}"))
    assert len(taken(session)) == limits.WS_RING_MESSAGES
    for number in range(limits.WS_RING_MESSAGES + 1):
        session.offer_changes(packet(f"change {number}"))
    view.seq = 9
    session.offer_changes(packet("included"))
    assert taken(session) == ["records 9"]
    session.offer_changes(packet("after"))
    assert taken(session) == ["after"]


def test_a_full_ring_of_rows_becomes_the_table_and_a_keyframe(view: FakeView) -> None:
    """Rows are not guessed either."""
    session = live(view)
    for number in range(limits.WS_RING_MESSAGES + 1):
        session.offer_rows(packet(f"row {number}"))
    session.offer_frame(packet("names rows it does not know"))
    assert taken(session) == ["table 0", "table 1", "keyframe"]


def test_a_client_that_lags_gets_one_keyframe(view: FakeView) -> None:
    """Of positions one frame waits; then the newest picture, whatever was missed."""
    session = live(view)
    for tick in range(5):
        session.offer_frame(packet(f"delta {tick}"))
    assert session.behind == 1
    assert taken(session) == ["keyframe"]
    session.offer_frame(packet("delta 5"))
    assert taken(session) == ["delta 5"]


def test_a_message_in_pieces_is_not_interrupted(view: FakeView) -> None:
    """Fragments of one message stand together on a websocket."""
    session = live(view)
    session.offer_frame(Packet((b"1/3", b"2/3", b"3/3")))
    assert session.take(NOW) == b"1/3"
    session.offer_changes(packet("change"))
    session.offer_beat(packet("beat"))
    assert taken(session) == ["2/3", "3/3", "change", "beat"]


def test_a_bye_may_not_interrupt_either(view: FakeView) -> None:
    """``end`` says whether there is room for one."""
    session = live(view)
    session.offer_frame(Packet((b"1/2", b"2/2")))
    session.take(NOW)
    assert not session.end()
    assert live(view).end()


def test_an_ended_session_is_told_nothing(view: FakeView) -> None:
    """Whatever is offered."""
    session = live(view)
    session.end()
    session.offer_beat(packet("beat"))
    assert (session.state, session.take(NOW)) == (State.ENDED, None)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ('{"type":"ack","epoch":1,"seq":1,"tick":1}', "type is 'ack': was not expected, but a hello first"),
        ("{}", "must be one of wanglou"),
        (b"\x00", "message is 1 bytes: must be text"),
        ('"' + "x" * limits.WS_MESSAGE_BYTES + '"', "must have at most 65536 bytes"),
        ("\ud800", "must be one of wanglou"),
    ],
)
def test_what_a_stranger_must_not_say(message: str | bytes, sentence: str) -> None:
    """The refusal is a sentence that goes into the bye."""
    with pytest.raises(BadInput, match=sentence):
        Session(0.0).receive(message, 0.0)


def test_a_second_hello_is_refused(view: FakeView) -> None:
    """Who somebody is was settled at the opening."""
    with pytest.raises(BadInput, match="no second hello"):
        live(view).receive(HELLO, 1.0)


def test_more_than_twenty_messages_a_second_are_refused(view: FakeView) -> None:
    """Any second, not the clock's."""
    session, look = admitted(view), '{"type":"look","entity":null}'
    for number in range(19):
        session.receive(look, 0.5 + number / 1000)
    with pytest.raises(BadInput, match="messages is 21: must be at most 20 a second"):
        session.receive(look, 0.9)
    patient = admitted(view)
    for number in range(100):
        patient.receive(look, 1.0 + number / 19)


def test_asking_for_a_keyframe(view: FakeView) -> None:
    """It replaces the delta that waited."""
    session = live(view)
    session.offer_frame(packet("delta"))
    session.receive('{"type":"keyframe"}', 1.0)
    assert taken(session) == ["keyframe"]


def test_an_acknowledged_paint_proves_a_screen(view: FakeView) -> None:
    """For five seconds; a page that acknowledges but does not paint is no wall."""
    session = live(view)
    assert not session.paints(0.0)
    session.receive('{"type":"ack","epoch":1,"seq":1,"tick":1,"paint_age_ms":100}', 10.0)
    assert session.paints(10.0)
    assert not session.paints(15.0)
    session.receive('{"type":"ack","epoch":1,"seq":1,"tick":1,"paint_age_ms":9000}', 20.0)
    assert not session.paints(20.0)


def test_no_progress_for_ten_seconds_is_a_stall() -> None:
    """Bytes that the system takes are progress, and so is having nothing to send."""
    session = Session(0.0)
    assert not session.stalled(5.0, drained=0, buffered=100)
    assert session.stalled(10.1, drained=0, buffered=100)
    assert not session.stalled(11.0, drained=1, buffered=99)
    assert not session.stalled(20.0, drained=1, buffered=99)
    assert session.stalled(21.5, drained=1, buffered=99)
    assert not session.stalled(40.0, drained=100, buffered=0)
    assert not session.stalled(49.0, drained=100, buffered=100)


def test_a_ping_that_waits_is_no_progress() -> None:
    """The library's own bytes enter the buffer uncounted, so that less seems to have been taken."""
    session = Session(0.0)
    assert not session.stalled(1.0, drained=1000, buffered=100)
    assert not session.stalled(10.5, drained=994, buffered=106)
    assert session.stalled(11.5, drained=994, buffered=106)


def test_packets_count_their_positions(view: FakeView) -> None:
    """For the figures."""
    session = live(view)
    before = session.positions
    session.offer_frame(Packet((b"frame",), positions=40))
    taken(session)
    assert session.positions == before + 40

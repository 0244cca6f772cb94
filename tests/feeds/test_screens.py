"""What a relay says of its walls: who proved lately that it paints."""

from feeds.messages import Ack
from feeds.model import Ticket
from feeds.screens import ScreenBook


class Session:
    """What was said last, and when."""

    def __init__(self) -> None:
        self.ack: Ack | None = None
        self.ack_at = 0.0

    def proves(self, at: float, paint_age_ms: float | None, hidden: bool = False) -> None:
        self.ack, self.ack_at = Ack(1, 1, 1, paint_age_ms, hidden), at


class Client:
    """One connection."""

    def __init__(self, bearer: str = "demo", role: str = "wall") -> None:
        self.session = Session()
        self.ticket: Ticket | None = Ticket("320104", "nonce", role, bearer)


def test_age_is_that_of_the_last_paint() -> None:
    """A proof that grows old and a paint that was old when it was told add up; before both it is the wait."""
    book, client = ScreenBook("relay"), Client()
    assert [seen.paint_age_s for seen in book.look([client], 100.0)] == [0.0]
    assert [seen.paint_age_s for seen in book.look([client], 104.0)] == [4.0]
    client.session.proves(105.0, 500.0)
    assert [seen.paint_age_s for seen in book.look([client], 107.0)] == [2.5]


def test_a_page_that_answers_and_never_painted_is_as_old_as_its_connection() -> None:
    """An answer alone is no proof."""
    book, client = ScreenBook("relay"), Client()
    book.look([client], 100.0)
    client.session.proves(110.0, None)
    assert [seen.paint_age_s for seen in book.look([client], 111.0)] == [11.0]


def test_an_enrolled_screen_is_one_whatever_it_has_open() -> None:
    """While it reloads there may be two connections; the one that paints counts. Guests are told apart."""
    book, old, new = ScreenBook("relay"), Client("screen:s1"), Client("screen:s1")
    guests = [Client(), Client(), Client("screen:settings"), Client("session:x")]
    clients = [old, new, *guests]
    book.look(clients, 0.0)
    new.session.proves(20.0, 0.0)
    seen = {each.key: each.paint_age_s for each in book.look(clients, 21.0)}
    assert seen.pop("screen:s1") == 1.0
    assert sorted(seen) == ["relay/3", "relay/4", "relay/5", "relay/6"]


def test_a_desk_is_no_wall_and_who_said_nothing_is_nobody() -> None:
    """A desk may lie behind another window all day."""
    silent = Client()
    silent.ticket = None
    assert ScreenBook("relay").look([Client(role="desk"), silent], 0.0) == []

"""The runner: what becomes of a message, what the tile says, and what the log says."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest
from structlog.testing import capture_logs

from feeds import runner as runner_module
from feeds.duty import Duty
from feeds.errors import BadInput, SourceUnavailable
from feeds.model import EntityId, Fix, Message, Position, Provenance, Rejected, Report, SourceState, Status
from feeds.names import Names
from feeds.runner import COMPLAINT_S, LAGS_KEPT, Runner, backoff_s
from feeds.sources.contract import PullSource, Source, SourceConfig

NOW = 1_795_330_000.0


class Feed(Source):
    """Reads "entity stamp", "help", "card", "bad" and "poison"."""

    kind, title_zh, title_en = "feed", "测试", "Feed"

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        match message.body.decode().split():
            case ["bad"]:
                raise BadInput("body", "bad", "must be good")
            case ["poison"]:
                return {}["no such key"]
            case ["card"]:
                return ()
            case ["help"]:
                return (Fix(EntityId("a"), 1.0, 2.0, None, sos=True),)
            case [entity, stamp]:
                return (Fix(EntityId(entity), 1.0, 2.0, float(stamp)),)
            case [entity]:
                return (Fix(EntityId(entity), 1.0, 2.0, None, ttl_s=30.0),)
        raise AssertionError


class Pulled(Feed, PullSource):
    """A stream that does, call after call, what its script says."""

    def __init__(self, *script: list[bytes | Exception]) -> None:
        super().__init__(SourceConfig())
        self._script = list(script)

    async def stream(self) -> AsyncIterator[Message]:
        for step in self._script.pop(0):
            if isinstance(step, Exception):
                raise step
            yield Message(step)


@pytest.fixture
def published():
    """What reached the bus."""
    return []


@pytest.fixture
def feed(published):
    """A runner of a push source."""
    return Runner(Feed(SourceConfig(ttl_s=60.0, stale_after_s=20.0)), published.extend)


@pytest.fixture
def instant(monkeypatch):
    """Retries without waiting; how long they would have waited."""
    waits = []
    sleep = asyncio.sleep

    async def note(seconds):
        waits.append(seconds)
        await sleep(0)

    monkeypatch.setattr(runner_module.asyncio, "sleep", note)
    return waits


def test_a_fix_becomes_a_position(feed, published):
    """Judged, named and stamped with everything the picture needs."""
    outcome = feed.accept(Message(b"a %f" % (NOW - 3)), NOW)
    assert outcome == Report((Fix(EntityId("a"), 1.0, 2.0, NOW - 3),))
    assert published == [
        Position(
            entity=EntityId("a"), at=NOW - 3, lat=1.0, lon=2.0,
            accuracy_m=None, speed_mps=None, course_deg=None, battery=None,
            source="feed", provenance=Provenance.REAL, received_at=NOW, ttl_s=60.0,
        )
    ]  # fmt: skip


def test_an_unbelievable_clock_is_flagged_and_its_repeat_stays(feed, published):
    """The runner uses one judge for all that its source hears."""
    feed.accept(Message(b"a 7"), NOW)
    feed.accept(Message(b"a 7"), NOW + 60)
    assert [(p.at, p.status, p.received_at) for p in published] == [
        (NOW, Status.BAD_CLOCK, NOW),
        (NOW, Status.BAD_CLOCK, NOW + 60),
    ]


def test_a_call_for_help_outranks_a_bad_clock(feed, published):
    """Better an SOS of doubtful age than a doubtful age without SOS."""
    feed.accept(Message(b"help"), NOW)
    assert published[0].status is Status.SOS


def test_the_senders_own_ttl_counts(feed, published):
    """Who says how long a position holds is believed."""
    feed.accept(Message(b"a"), NOW)
    assert published[0].ttl_s == 30.0


def test_what_carries_no_position_publishes_nothing_and_is_heard(feed, published):
    """A card shows that the feed is alive."""
    assert feed.accept(Message(b"card"), NOW) == Report()
    assert published == []
    assert (feed.health(NOW).state, feed.health(NOW).accepted) == (SourceState.LIVE, 0)


def test_who_says_that_work_is_over_is_kept_nowhere(published, monkeypatch):
    """By the sender's own word, without any roster; a call for help passes."""

    def read(self, message, heard_at):
        sos = message.body == b"help"
        return [Fix(EntityId("a"), 1.0, 2.0, None, sos=sos, on_duty=False), Fix(EntityId("b"), 1.0, 2.0)]

    monkeypatch.setattr(Feed, "read", read)
    runner = Runner(Feed(SourceConfig()), published.extend)
    runner.accept(Message(b"home"), NOW)
    assert ([each.entity for each in published], runner.off_duty, runner.accepted) == (["b"], 1, 1)
    runner.accept(Message(b"help"), NOW + 1)
    assert ([each.entity for each in published], runner.off_duty) == (["b", "a", "b"], 1)
    assert runner.health(NOW + 1).off_duty == 1


def test_off_duty_is_counted_and_kept_nowhere(published):
    """What ``admit`` refuses reaches no bus, no count of positions and no lag."""
    runner = Runner(
        Feed(SourceConfig()), published.extend, admit=lambda position, _old: position.entity != "a"
    )
    runner.accept(Message(b"a %f" % NOW), NOW)
    assert (published, runner.off_duty, runner.accepted) == ([], 1, 0)
    assert runner.health(NOW).lag_s is None
    runner.accept(Message(b"b %f" % NOW), NOW)
    assert (len(published), runner.off_duty, runner.accepted) == (1, 1, 1)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"a %f" % (NOW - 2 * 86_400.0), 0),  # off duty, stored, and sent in the next shift but one
        (b"a %f" % (NOW - 600.0), 1),
        (b"a %f" % (NOW + 600.0), 1),  # a clock that runs ahead
        (b"a 0", 1),  # none
        (b"b %f" % (NOW - 2 * 86_400.0), 1),  # the roster says nothing of his hours
    ],
)
def test_what_was_stored_for_days_is_judged_by_no_shift_of_today(published, body: bytes, kept: int):
    """It would be dated now, in the shift; said twice it stays unknown. Only whoever has shifts has any."""
    duty = Duty()
    duty.learn({"a": {"shifts": [["00:00", "12:00"], ["12:00", "00:00"]]}})
    runner = Runner(Feed(SourceConfig()), published.extend, admit=duty.admits)
    runner.accept(Message(body), NOW)
    runner.accept(Message(body), NOW + 1.0)
    assert (len(published), runner.off_duty, runner.rejected) == (2 * kept, 0, 2 - 2 * kept)


@pytest.mark.parametrize(
    ("seconds", "long"),
    [(2 * 86_400.0, "2 days"), (700 * 86_400.0, "700 days"), (6.7 * 365.25 * 86_400.0, "6.7 years")],
)
def test_a_clock_that_is_far_behind_is_named_on_the_tile(published, seconds: float, long: str):
    """Whoever has shifts is else not seen at all in the midst of one; out of them they are only off duty, and
    a call for help passes.
    """
    duty, now = Duty(), NOW
    duty.learn({"a": {"shifts": [["00:00", "12:00"], ["12:00", "00:00"]]}})
    runner = Runner(Feed(SourceConfig()), published.extend, admit=duty.admits)
    with capture_logs() as said:
        for _ in range(3):
            now += 1.0
            assert isinstance(runner.accept(Message(b"a %f" % (now - seconds)), now), Report)
    health = runner.health(now)
    assert (health.rejected, health.off_duty, health.accepted) == (3, 0, 0)
    assert f"the clock of 'a' is behind by {long}" in str(health.error) and len(said) == 1
    duty.learn({"a": {"on_duty": False}})
    runner.accept(Message(b"a %f" % (now - seconds)), now)
    assert (runner.rejected, runner.off_duty) == (3, 1)
    runner.accept(Message(b"help"), now)
    assert [each.status for each in published] == [Status.SOS]


def test_a_rejection_changes_nothing_but_the_tile(feed, published):
    """Counted and said aloud; the feed is as unheard as before."""
    assert feed.accept(Message(b"bad"), NOW) == Rejected("body is 'bad': must be good")
    health = feed.health(NOW)
    assert published == []
    assert (health.state, health.last_heard) == (SourceState.WAITING, None)
    assert (health.rejected, health.error) == (1, "body is 'bad': must be good")


def test_what_a_door_turned_away_is_on_the_tile_too(feed, published):
    """A wrong token never reaches the parser, and is counted all the same."""
    feed.refuse("token is wrong", NOW)
    assert (feed.health(NOW).rejected, feed.health(NOW).error, published) == (1, "token is wrong", [])


def test_a_rejection_leaves_the_tile_after_a_while(feed):
    """A minute without another one, whatever good came between."""
    feed.accept(Message(b"bad"), NOW)
    feed.accept(Message(b"a"), NOW + 1)
    assert feed.health(NOW + COMPLAINT_S - 1).error is not None
    assert feed.health(NOW + COMPLAINT_S).error is None


def test_rejecting_is_logged_when_it_begins_and_when_it_ends(feed):
    """A line each, however many messages were refused between."""
    with capture_logs() as log:
        for second in range(100):
            feed.accept(Message(b"bad"), NOW + second)
            feed.accept(Message(b"a"), NOW + second)
        feed.accept(Message(b"a"), NOW + 99 + COMPLAINT_S)
    assert [entry["event"] for entry in log] == [
        "source rejects messages",
        "source no longer rejects messages",
    ]
    assert log[1]["rejected"] == 100


def test_a_poison_message_is_refused_and_the_next_one_read(feed, published):
    """A fault of ours in a parser costs one message; one traceback an episode tells us."""
    with capture_logs() as log:
        for second in range(3):
            outcome = feed.accept(Message(b"poison"), NOW + second)
    assert outcome == Rejected("The message made the feed parser fail; this has been logged.")
    assert [entry["event"] for entry in log] == ["parser failed", "source rejects messages"]
    assert isinstance(log[0]["exc_info"], KeyError)
    feed.accept(Message(b"a"), NOW + 4)
    assert (feed.rejected, len(published)) == (3, 1)


def test_the_states_of_a_tile(feed):
    """Never heard, live, lagging and quiet are told apart."""
    assert feed.health(NOW).state is SourceState.WAITING
    feed.accept(Message(b"a %f" % NOW), NOW)
    assert feed.health(NOW + 20).state is SourceState.LIVE
    assert feed.health(NOW + 20.1).state is SourceState.QUIET
    feed.accept(Message(b"a %f" % (NOW - 5)), NOW + 26)
    assert (feed.health(NOW + 26).state, feed.health(NOW + 26).lag_s) == (SourceState.LAGGING, 31.0)


def test_rate_and_lag_are_of_the_last_ten_seconds(feed):
    """A burst leaves the tile when it is ten seconds old; the median ignores one straggler."""
    for i in range(50):
        heard_at = NOW + i / 10
        feed.accept(Message(b"e%d %f" % (i, heard_at - (900 if i == 7 else 2))), heard_at)
    health = feed.health(NOW + 5)
    assert (health.rate_per_s, health.lag_s, health.accepted) == (5.0, pytest.approx(2.0), 50)
    later = feed.health(NOW + 16)
    assert (later.rate_per_s, later.lag_s, later.accepted) == (0.0, None, 50)


def test_a_bad_clock_tells_no_lag(feed):
    """Nobody knows how old it is; calling it fresh would be a lie."""
    feed.accept(Message(b"a 7"), NOW)
    assert feed.health(NOW).lag_s is None


def test_a_flood_is_counted_in_bounded_memory(feed):
    """Counters count all; the lags remembered are a thousand."""
    for i in range(LAGS_KEPT + 500):
        feed.accept(Message(b"e%d %f" % (i, NOW)), NOW)
    assert feed.health(NOW).rate_per_s == (LAGS_KEPT + 500) / 10
    assert len(feed._lags) == LAGS_KEPT


def test_the_tile_names_its_source(feed):
    """Everything else of a tile comes from the source itself."""
    health = feed.health(NOW)
    assert (health.name, health.kind, health.title_zh, health.title_en) == ("feed", "feed", "测试", "Feed")
    assert (health.ttl_s, health.provenance) == (60.0, Provenance.REAL)


async def test_a_stream_that_ends_is_over(published, instant):
    """A recording without loop: said once, not retried."""
    runner = Runner(Pulled([b"a", b"bad", b"b"]), published.extend)
    with capture_logs() as log:
        await runner.run()
    assert ([p.entity for p in published], runner.rejected) == (["a", "b"], 1)
    assert [entry["event"] for entry in log] == ["source rejects messages", "source ended"]


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (ConnectionResetError("reset by peer"), "reset by peer"),
        (TimeoutError(), "TimeoutError"),
        (SourceUnavailable("t.csv cannot be read"), "t.csv cannot be read"),
        (KeyError("x"), "unexpected KeyError: 'x'"),
    ],
)
async def test_a_broken_stream_fails_visibly_and_is_retried(published, instant, monkeypatch, fault, failure):
    """One line when it breaks, none while it stays broken, one when it heals; a bug ends nothing else."""
    runner = Runner(Pulled([fault], [fault], [fault], [b"a"]), published.extend)
    states = []
    note = runner_module.asyncio.sleep

    async def observe(seconds):
        states.append((runner.health(NOW).state, runner.health(NOW).error))
        await note(seconds)

    monkeypatch.setattr(runner_module.asyncio, "sleep", observe)
    with capture_logs() as log:
        await runner.run()
    assert states == [(SourceState.FAILING, failure)] * 3
    assert [entry["event"] for entry in log] == ["source broke", "source recovered", "source ended"]
    assert runner.health(NOW).error is None
    assert len(instant) == 3


async def test_success_makes_the_next_wait_short_again(published, instant, monkeypatch):
    """The delay grows with failures in a row, not with failures ever."""
    monkeypatch.setattr(runner_module.random, "random", lambda: 1.0)
    fault = OSError("gone")
    await Runner(Pulled([fault], [fault], [fault], [b"a", fault], [fault], []), published.extend).run()
    assert instant == [1.0, 2.0, 4.0, 1.0, 2.0]


async def test_a_stream_that_never_waits_lets_others_run(published):
    """A thousand messages without a pause, and still a neighbour gets its turn."""
    turns = []

    async def neighbour():
        while True:
            turns.append(len(published))
            await asyncio.sleep(0)

    task = asyncio.create_task(neighbour())
    await Runner(Pulled([b"a"] * 1000), published.extend).run()
    task.cancel()
    assert len(turns) >= 10


async def test_cancelling_stops_it(published):
    """The one way to end a runner whose stream does not end."""

    class Endless(Pulled):
        async def stream(self) -> AsyncIterator[Message]:
            yield Message(b"a")
            await asyncio.Event().wait()

    task = asyncio.create_task(Runner(Endless(), published.extend).run())
    while not published:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_push_source_has_nothing_to_run(feed):
    """A wiring mistake, said at once."""
    with pytest.raises(TypeError, match="feed is pushed to"):
        await feed.run()


def test_backoff_doubles_to_a_minute_and_is_jittered():
    """Full jitter: anywhere between a tenth of a second and the cap."""
    assert [backoff_s(n, 1.0) for n in (1, 2, 3, 7, 100_000)] == [1.0, 2.0, 4.0, 60.0, 60.0]
    assert backoff_s(5, 0.5) == 8.0
    assert backoff_s(5, 0.0) == 0.1


def test_a_name_too_many_is_refused_and_counted(feed, published, monkeypatch):
    """Invented names stop at the runner, with a sentence; those in use go on."""
    monkeypatch.setattr(feed, "_names", Names(most=1))
    assert isinstance(feed.accept(Message(b"a"), NOW), Report)
    refusal = feed.accept(Message(b"b"), NOW)
    assert isinstance(refusal, Rejected) and "'b'" in refusal.reason
    assert isinstance(feed.accept(Message(b"a"), NOW + 1), Report)
    assert (feed.rejected, [position.entity for position in published]) == (1, ["a", "a"])

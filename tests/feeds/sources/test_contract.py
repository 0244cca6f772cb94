"""What every source shares, and its simulated twin."""

from collections.abc import Iterable

import pytest

from feeds.errors import BadInput
from feeds.model import EntityId, Fix, Message, Provenance, Rejected, Report
from feeds.sources import SOURCES
from feeds.sources.contract import Source, SourceConfig, Twin

PLACE = Message(b'{"_type":"location","topic":"owntracks/QH-0421/phone","lat":32.02,"lon":118.79}')


class Echo(Source):
    """Reads "lat,lon"."""

    kind, title_zh, title_en = "echo", "回声", "Echo"

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        lat, lon = message.body.split(b",")
        if lat == b"bad":
            raise BadInput("lat", "bad", "must be good")
        yield Fix(EntityId("a"), float(lat), float(lon), heard_at)


def test_a_refusal_becomes_its_sentence_even_while_reading_lazily():
    """``read`` may be a generator."""
    assert Echo(SourceConfig()).normalise(Message(b"bad,1"), 0.0) == Rejected("lat is 'bad': must be good")


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_declared_datum_is_converted(datum):
    """Nanjing lies about half a kilometre off in GCJ-02; nothing else of the fix changes."""
    outcome = Echo(SourceConfig(datum=datum)).normalise(Message(b"32.02,118.79"), 5.0)
    assert isinstance(outcome, Report)
    (fix,) = outcome.fixes
    assert 0.003 < 118.79 - fix.lon < 0.02
    assert (fix.entity, fix.stamp) == ("a", 5.0)


def _nothing():
    raise NotImplementedError


def test_a_twin_reads_as_its_original_and_says_it_is_none():
    """Same parser, same ttl, another name and provenance."""
    real = SOURCES["owntracks"].source(SOURCES["owntracks"].config(ttl_s=77.0))
    twin = Twin(real, _nothing)
    assert (twin.name, twin.kind, twin.ttl_s) == ("sim-owntracks", "owntracks", 77.0)
    assert twin.name == SOURCES["owntracks"].sim
    assert twin.provenance is Provenance.SIMULATED
    assert (twin.title_zh, twin.title_en) == ("OwnTracks 手机（模拟）", "OwnTracks phones (simulated)")
    assert twin.normalise(PLACE, 0.0) == real.normalise(PLACE, 0.0)


async def test_a_twin_streams_anew_each_time():
    """After a break the runner asks again."""

    async def invented():
        yield PLACE

    twin = Twin(SOURCES["owntracks"].source(SOURCES["owntracks"].config()), invented)
    for _ in range(2):
        assert [message async for message in twin.stream()] == [PLACE]

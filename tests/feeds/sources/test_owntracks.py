"""OwnTracks: recordings in the booklet's shape, and who a phone belongs to."""

import pytest

from feeds.model import Message, Report
from feeds.sources.owntracks import OwnTracks, OwnTracksConfig

LOCATION = b'{"_type":"location","lat":1,"lon":2,"tid":"lw"%b}'


def test_means(recording, agree):
    """Each recorded message means what stands beside it."""
    agree(OwnTracks(OwnTracksConfig()), recording)


@pytest.mark.parametrize(
    ("entities", "entity"),
    [
        ({}, "alice"),
        ({"alice/phone": "QH-0421", "alice": "QH-0001"}, "QH-0421"),
        ({"alice": "QH-0001"}, "QH-0001"),
        ({"alice/watch": "QH-0002", "lw": "QH-0003"}, "alice"),
    ],
)
def test_a_device_is_known_by_its_longest_name(entities, entity):
    """USER/DEVICE counts before USER; a tid counts only when there is no USER."""
    message = Message(LOCATION % b',"topic":"owntracks/alice/phone"')
    outcome = OwnTracks(OwnTracksConfig(entities=entities)).normalise(message, 0.0)
    assert isinstance(outcome, Report)
    assert outcome.fixes[0].entity == entity


def test_a_tid_can_be_mapped_too():
    """A phone that sends only its two letters can still be a worker."""
    outcome = OwnTracks(OwnTracksConfig(entities={"lw": "QH-0003"})).normalise(Message(LOCATION % b""), 0.0)
    assert isinstance(outcome, Report)
    assert outcome.fixes[0].entity == "QH-0003"


def test_too_long_a_list_is_refused():
    """A thousand messages at once, not one more."""
    item = LOCATION % b""
    source = OwnTracks(OwnTracksConfig())
    assert len(source.normalise(Message(b"[" + b",".join([item] * 1000) + b"]"), 0.0).fixes) == 1000
    refused = source.normalise(Message(b"[" + b",".join([item] * 1001) + b"]"), 0.0)
    assert refused.reason == "body is a list of 1001: must hold 1 to 1000 messages"

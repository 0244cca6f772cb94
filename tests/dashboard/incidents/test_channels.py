"""By which way a report came."""

import pytest

from dashboard.incidents.channels import CHANNELS, UNKNOWN, channel_of


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.word)
def test_a_sources_name_says_its_channel(channel: object) -> None:
    """As a door's name, as the end of a URN, as part of a URL."""
    word = getattr(channel, "word", "")
    for source in (word, f"events|urn:wanglou:sim:{word}", f"events|https://city.example/{word}/3"):
        assert channel_of(source) is channel


@pytest.mark.parametrize("source", ["", "events", "events|urn:acme", "desktop", "x12345"])
def test_a_way_nobody_listed_is_not_vouched_for(source: str) -> None:
    """Part of a word is no word."""
    assert channel_of(source) is UNKNOWN and not UNKNOWN.vouched


def test_calling_oneself_a_worker_helps_nobody() -> None:
    """A sender that was let in as the hotline stays the hotline."""
    assert channel_of("12345|urn:city:grid-worker").word == "12345"
    assert channel_of("grid-worker|urn:city:citizen").word == "citizen"

"""``[[source]]`` tables become sources, or a sentence."""

from pathlib import Path

import msgspec
import pytest

from feeds.errors import BadSetting
from feeds.model import Message, Provenance, Rejected
from feeds.sources import SOURCES, configure, configure_all
from feeds.sources.contract import PullSource
from feeds.sources.incidents import Incidents


def test_every_kind_stands_under_its_own_name():
    """The registry is the documentation: key, class and door agree."""
    for kind, entry in SOURCES.items():
        assert entry.source.kind == kind
        assert entry.push is not (issubclass(entry.source, PullSource) or entry.source is Incidents)
        assert entry.sim in (None, f"sim-{kind}")


def test_defaults():
    """A table of one line is enough for a door."""
    source = configure({"kind": "owntracks"}, "source[0]")
    assert (source.name, source.kind, source.datum, source.enabled) == (
        "owntracks",
        "owntracks",
        "wgs84",
        True,
    )
    assert (source.ttl_s, source.stale_after_s, source.token) == (180.0, 180.0, None)
    assert source.provenance is Provenance.REAL


def test_all_common_keys():
    """What every source may be told."""
    table = {
        "kind": "osmand",
        "name": "phones-2",
        "datum": "gcj02",
        "ttl_s": 60,
        "stale_after_s": 90.5,
        "token": "s3cret",
        "enabled": False,
    }
    source = configure(table, "source[1]")
    assert (source.name, source.datum, source.ttl_s, source.stale_after_s) == ("phones-2", "gcj02", 60, 90.5)
    assert (source.token, source.enabled) == ("s3cret", False)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({}, "source[3].kind is missing: must be one of owntracks, osmand, "),
        ({"kind": "owntrack"}, "source[3].kind is 'owntrack': must be one of"),
        ({"kind": ["owntracks"]}, "source[3].kind is a list of 1: must be one of"),
        (
            {"kind": "osmand", "ttl": 5},
            "source[3].ttl is 5: is no setting here; those are kind, name, enabled",
        ),
        ({"kind": "osmand", "ttl_s": "60"}, "source[3].ttl_s is '60': expected `float | null`, got `str`"),
        ({"kind": "osmand", "ttl_s": 4}, "source[3].ttl_s is 4.0: must lie between 5 and 7200 seconds"),
        (
            {"kind": "osmand", "stale_after_s": 0},
            "source[3].stale_after_s is 0.0: must lie between 1 and 86400",
        ),
        ({"kind": "osmand", "ttl_s": float("nan")}, "source[3].ttl_s is nan: must lie between"),
        ({"kind": "osmand", "datum": "cgcs2000"}, "source[3].datum is 'cgcs2000': invalid enum value"),
        (
            {"kind": "osmand", "name": "My Phones"},
            "source[3].name is 'My Phones': must be a-z, 0-9 and hyphens",
        ),
        ({"kind": "osmand", "token": ""}, "source[3].token is '': must not be empty"),
        (
            {"kind": "osmand", "token": "put-another-long-random-word-here"},
            'source[3].token is "the example\'s": everybody can read that',
        ),
        (
            {"kind": "osmand", "entities": {"a": 1}},
            "source[3].entities is an object of 1 keys: expected `str`",
        ),
        ({"kind": "osmand", "provenance": "real"}, "source[3].provenance is 'real': is no setting here"),
        (
            {"kind": "positions", "provenance": "simulated"},
            "source[3].provenance is 'simulated': invalid enum",
        ),
        ({"kind": "replay"}, "source[3].path is missing: must be given"),
        ({"kind": "replay", "path": "nowhere.csv"}, "source[3].path is 'nowhere.csv': there is no such file"),
    ],
)
def test_a_wrong_setting_stops_the_start(table, sentence):
    """The sentence names key and value."""
    with pytest.raises(BadSetting) as caught:
        configure(table, "source[3]")
    assert str(caught.value).startswith(sentence)


def test_a_token_is_never_quoted():
    """A secret of the wrong type stays out of the sentence."""
    with pytest.raises(BadSetting) as caught:
        configure({"kind": "osmand", "token": 20260922}, "source[0]")
    assert "20260922" not in str(caught.value)
    assert "20260922" not in repr(caught.value)


def test_file_order_is_rank_and_disabled_ones_go():
    """The caller gets them in the order that decides who wins."""
    tables = [{"kind": "traccar"}, {"kind": "osmand", "enabled": False}, {"kind": "owntracks"}]
    assert [source.name for source in configure_all(tables)] == ["traccar", "owntracks"]


def test_a_sender_of_incidents_has_a_name_and_a_token():
    """And speaks of no entity, for an incident is about none."""
    source = configure({"kind": "incidents", "name": "hotline", "token": "t" * 20}, "source[0]")
    assert (source.name, source.token) == ("hotline", "t" * 20)
    with pytest.raises(BadSetting, match=r"source\[0\]\.speaks_of"):
        configure({"kind": "incidents", "speaks_of": ["QH-*"]}, "source[0]")
    assert isinstance(source.normalise(Message(b"{}", "", "", {}), 0.0), Rejected)


def test_two_sources_of_one_name_are_refused():
    """They would overwrite each other on the wall, disabled or not."""
    with pytest.raises(BadSetting, match=r"source\[1\]\.name is 'osmand': is taken by an earlier source"):
        configure_all([{"kind": "osmand", "enabled": False}, {"kind": "osmand"}])


def test_every_kind_and_key_is_documented():
    """docs/sources.md is complete: a heading for each kind, a mention of each key."""
    text = (Path(__file__).parents[3] / "docs" / "sources.md").read_text()
    for kind, entry in SOURCES.items():
        assert f"## `{kind}`" in text
        for field in msgspec.structs.fields(entry.config):
            assert f"`{field.name}`" in text, f"{kind}.{field.name}"

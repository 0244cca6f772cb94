"""Every door against strangers: whatever comes, a Report or a Rejected with one clean line."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Message, Rejected, Report
from feeds.sources import SOURCES, configure

TYPES = st.sampled_from(
    [
        "",
        "application/json",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "application/geo+json",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["location", "Feature", "FeatureCollection", "Point", "sos", "2026-11-22T06:46:40Z", 10**400]
    )
)
WORDS = """
    _type lat lon tst vel cog batt acc tid topic location coords latitude longitude speed heading timestamp
    battery level extras alarm device_id device uniqueId position fixTime valid attributes batteryLevel entity
    at type features geometry coordinates properties id row clock zero start event ttl_s sos
"""
KEYS = st.sampled_from(WORDS.split()) | st.text(max_size=5)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=25,
)
LOCATION = st.fixed_dictionaries({"coords": TREES}, optional={"timestamp": LEAVES, "battery": TREES})
POSITION = st.fixed_dictionaries({"latitude": LEAVES, "longitude": LEAVES}, optional={"attributes": TREES})
PLAUSIBLE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("tid", "topic", "tst", "lat", "lon", "vel", "batt", "entity", "at", "device_id"), LEAVES
    )
    | dict.fromkeys(("clock", "geometry"), TREES)
    | {
        "_type": st.just("location"),
        "location": LOCATION,
        "device": st.fixed_dictionaries({"uniqueId": LEAVES}),
        "position": POSITION,
        "row": st.dictionaries(KEYS, st.text(max_size=9), max_size=6),
        "type": st.sampled_from(["Feature", "FeatureCollection"]),
        "features": st.lists(TREES),
    },
)


@pytest.fixture(params=SOURCES, scope="module")
def source(request, tmp_path_factory):
    """Each source in turn, as a default table configures it."""
    track = tmp_path_factory.mktemp("track") / "t.csv"
    track.write_text("entity,lat,lon,at\n")
    more = {"path": str(track)} if request.param == "replay" else {}
    return configure({"kind": request.param, "datum": "gcj02"} | more, "source[0]")


def hold(source, message):
    """The promise of ``normalise``."""
    outcome = source.normalise(message, 1_795_330_000.0)
    if isinstance(outcome, Rejected):
        assert outcome.reason.isprintable()
        assert len(outcome.reason) < 2_000
        return
    assert isinstance(outcome, Report)
    for fix in outcome.fixes:
        assert -90 <= fix.lat <= 90
        assert -180 <= fix.lon <= 180
        assert fix.entity
        fix.entity.encode()


@given(body=st.binary(max_size=300), content_type=TYPES)
def test_arbitrary_bytes(source, body, content_type):
    """Noise is refused at every door."""
    hold(source, Message(body, content_type))


@given(tree=TREES | PLAUSIBLE | st.lists(PLAUSIBLE, max_size=3), content_type=TYPES)
def test_arbitrary_json(source, tree, content_type):
    """So is JSON that is almost right, NaN and 400-digit numbers included."""
    hold(source, Message(json.dumps(tree).encode(), content_type, headers={"x-limit-u": "a"}))


@given(
    fields=st.dictionaries(KEYS, st.text(max_size=12) | st.floats().map(str), max_size=10),
    raw=st.text(max_size=80),
)
def test_arbitrary_queries(source, fields, raw):
    """And query strings, well-formed and not."""
    hold(source, Message(query=urlencode(fields, errors="replace")))
    hold(source, Message(query=raw))


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 40_000,
        b'{"lat":' + b"9" * 5_000 + b"}",
        b'"\\ud800"',
        b"\x00",
        b"[]",
        b"{}",
        b"null",
    ],
)
def test_the_classics(source, body):
    """Depth, digits, surrogates, NUL and nothing at all: refused by each."""
    assert isinstance(source.normalise(Message(body), 0.0), Rejected)

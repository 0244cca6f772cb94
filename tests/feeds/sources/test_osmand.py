"""OsmAnd and Traccar Client: query, form and JSON."""

from feeds.model import Message, Rejected, Report
from feeds.sources.contract import DeviceConfig
from feeds.sources.osmand import OsmAnd


def test_means(recording, agree):
    """Each recorded message means what stands beside it."""
    agree(OsmAnd(DeviceConfig()), recording)


def test_a_device_can_be_a_worker():
    """An IMEI in ``entities`` is the worker it was given to."""
    source = OsmAnd(DeviceConfig(entities={"861001000719969": "QH-0422"}))
    outcome = source.normalise(Message(query="id=861001000719969&lat=1&lon=2"), 0.0)
    assert isinstance(outcome, Report)
    assert outcome.fixes[0].entity == "QH-0422"


def test_query_and_form_are_one():
    """What does not fit in the URL may stand in the form; a contradiction is refused."""
    source = OsmAnd(DeviceConfig())
    form = "application/x-www-form-urlencoded"
    assert isinstance(source.normalise(Message(b"lat=1&lon=2", form, "id=7"), 0.0), Report)
    refused = source.normalise(Message(b"id=8&lat=1&lon=2", form, "id=7"), 0.0)
    assert refused == Rejected("id is '8': was given before as '7'")


def test_too_much_is_refused():
    """A query of a hundred fields, not one more; and of 8 KiB."""
    source = OsmAnd(DeviceConfig())
    many = "id=7&lat=1&lon=2" + "".join(f"&k{i}=1" for i in range(98))
    assert "may have at most 100 fields" in source.normalise(Message(query=many), 0.0).reason
    long = "id=7&lat=1&lon=2&note=" + "x" * 8192
    assert "must be at most 8192 characters" in source.normalise(Message(query=long), 0.0).reason

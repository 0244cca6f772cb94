"""The positions interface: our own fields, GeoJSON, NDJSON."""

import json

import pytest

from feeds.model import Message, Provenance, Rejected, Report
from feeds.sources.positions import Positions, PositionsConfig


def test_means(recording, agree):
    """Each recorded message means what stands beside it."""
    agree(Positions(PositionsConfig()), recording)


def test_positions_entered_by_hand_say_so():
    """``provenance = "manual"`` is drawn as such."""
    assert Positions(PositionsConfig()).provenance is Provenance.REAL
    assert Positions(PositionsConfig(provenance="manual")).provenance is Provenance.MANUAL


def test_entities_are_mapped():
    """A foreign name can be a worker here too."""
    source = Positions(PositionsConfig(entities={"car 7": "QH-0007"}))
    outcome = source.normalise(Message(b'[{"entity":"car 7","lat":1,"lon":2,"sos":true}]'), 0.0)
    assert isinstance(outcome, Report)
    assert (outcome.fixes[0].entity, outcome.fixes[0].sos) == ("QH-0007", True)


@pytest.mark.parametrize("form", ["list", "lines", "features"])
def test_a_thousand_at_once_and_not_one_more(form):
    """The batch limit holds in every form, and is refused whole, not cut."""
    source = Positions(PositionsConfig())
    assert len(source.normalise(_batch(form, 1000), 0.0).fixes) == 1000
    refused = source.normalise(_batch(form, 1001), 0.0)
    assert isinstance(refused, Rejected)
    assert refused.reason.endswith(": must hold 1 to 1000 positions")


def _batch(form: str, count: int) -> Message:
    positions = [{"entity": f"e{i}", "lat": 1, "lon": 2} for i in range(count)]
    if form == "list":
        return Message(json.dumps(positions).encode())
    if form == "lines":
        return Message("\n".join(json.dumps(p) for p in positions).encode())
    point = {"type": "Point", "coordinates": [2, 1]}
    features = [{"type": "Feature", "id": i, "geometry": point, "properties": {}} for i in range(count)]
    return Message(json.dumps({"type": "FeatureCollection", "features": features}).encode())

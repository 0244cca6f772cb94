"""A forwarding Traccar server."""

from feeds.sources.contract import DeviceConfig
from feeds.sources.traccar import Traccar


def test_means(recording, agree):
    """Each recorded message means what stands beside it."""
    agree(Traccar(DeviceConfig()), recording)


def test_datum_of_the_trackers_is_converted(recording, agree):
    """Trackers that report GCJ-02 end in WGS-84, half a kilometre from where they said."""
    source = Traccar(DeviceConfig(datum="gcj02"))
    said = getattr(recording.means, "fixes", ())
    heard = getattr(source.normalise(recording.message, 0.0), "fixes", ())
    assert len(said) == len(heard)
    for claimed, fix in zip(said, heard, strict=True):
        assert 0.0005 < abs(claimed.lon - fix.lon) < 0.01
        assert fix.entity == claimed.entity

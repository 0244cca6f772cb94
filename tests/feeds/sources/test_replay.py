"""Recordings played back: rows, their times, and the pace."""

import gzip

import pytest

from feeds.errors import BadSetting, SourceUnavailable
from feeds.model import Message, Provenance, Rejected, Report
from feeds.sources.replay import Pace, Replay, ReplayConfig

FORMAT = "%Y-%m-%d %H:%M:%S"
COLUMNS = {"entity": "vehicle", "lat": "lat", "lon": "lon", "at": "fix_time"}
TRACK = """vehicle,line,fix_time,lat,lon
1004,213,2024-02-19 15:42:16,52.25,21.00
1010,225,2024-02-15 09:00:00,52.26,21.01
1014,225,2024-02-19 15:4,52.27,21.02
1004,213,2024-02-19 15:42:36,52.28,21.03
1029,208
1010,225,2024-02-19 15:42:46,52.29,21.04
"""


@pytest.fixture
def track(tmp_path):
    """A small file with the dirt of a real feed: a vehicle days late, a torn time, a torn row."""
    path = tmp_path / "bus.csv.gz"
    path.write_bytes(gzip.compress(TRACK.encode()))
    return path


def replay(track, **options):
    """A replay of that file which starts at a known time."""
    options = {"columns": COLUMNS, "zone": "Europe/Warsaw", "speed": 10_000.0} | options
    return Replay(ReplayConfig(path=str(track), **options), now=lambda: 1_795_330_000.0)


def test_means(recording, agree, track):
    """Each recorded message means what stands beside it."""
    agree(replay(track, time_format=FORMAT, speed_unit="km/h"), recording)


async def test_torn_rows_never_stop_the_rest(track):
    """Every row goes out; the torn ones are refused one by one."""
    source = replay(track)
    outcomes = [source.normalise(message, 0.0) for message in [m async for m in source.stream()]]
    assert [isinstance(outcome, Report) for outcome in outcomes] == [True, True, False, True, False, True]
    assert source.provenance is Provenance.REPLAYED


async def test_the_recording_begins_now_and_keeps_its_order(track):
    """Times are shifted to the start and compressed by the speed; what was days old stays old."""
    source = replay(track)
    stamps = [f.stamp for f in await _fixes(source)]
    assert stamps[0] == 1_795_330_000.0
    assert stamps[1] == pytest.approx(1_795_330_000.0 - (4 * 86400 + 6 * 3600 + 42 * 60 + 16) / 10_000)
    assert stamps[2:] == pytest.approx([1_795_330_000.002, 1_795_330_000.003])


async def test_unshifted_times_are_the_recordings_own(track):
    """``shift = false`` leaves old times old; the zone is the file's, not the machine's."""
    stamps = [f.stamp for f in await _fixes(replay(track, shift=False))]
    assert stamps[0] == 1708353736.0


async def test_looping_starts_again(track):
    """With ``loop`` the first row comes back after the last."""
    stream = replay(track, loop=True).stream()
    bodies = [(await anext(stream)).body for _ in range(7)]
    assert bodies[6] == bodies[0]
    await stream.aclose()


async def test_a_vanished_or_broken_file_is_an_unavailable_source(track):
    """The runner is told, to draw it and to retry."""
    source = replay(track)
    track.write_bytes(b"no gzip")
    with pytest.raises(OSError, match="gzip"):
        [m async for m in source.stream()]
    track.unlink()
    with pytest.raises(OSError, match=r"bus\.csv\.gz"):
        [m async for m in source.stream()]


async def test_an_empty_file_is_an_unavailable_source(tmp_path):
    """Not a feed that ended well, nor, looping, a busy loop."""
    path = tmp_path / "empty.csv"
    path.write_text("vehicle,lat,lon,fix_time\n")
    with pytest.raises(SourceUnavailable, match="holds no position"):
        [m async for m in replay(path).stream()]


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ({"path": "nowhere.csv"}, "path is 'nowhere.csv': there is no such file"),
        ({"path": "track.kml"}, "path is 'track.kml': must end in one of .csv, .gpx, "),
        ({"zone": "Mars/Olympus"}, "zone is 'Mars/Olympus': must be a time zone such as Asia/Shanghai"),
        ({"speed": 0.0}, "speed is 0.0: must lie between 0.01 and 10000"),
        ({"columns": {"vel": "v"}}, "columns is 'vel': may only map entity, lat, lon, at, "),
    ],
)
def test_impossible_settings_stop_the_start(track, option, sentence):
    """What no row could ever satisfy is said before anything runs."""
    with pytest.raises(BadSetting) as caught:
        Replay(ReplayConfig(**({"path": str(track)} | option)))
    assert str(caught.value).startswith(sentence)


class TestPace:
    """When rows are due, in seconds after the start."""

    def test_rows_are_due_in_their_own_rhythm(self):
        """Ten times as fast means a tenth of the time; late rows go out at once."""
        pace = Pace(10.0, 600.0)
        assert [pace.due(t, 1030.0) for t in (1000.0, 1050.0, 1020.0, 1060.0)] == [0.0, 5.0, 5.0, 6.0]
        assert pace.zero == 1000.0

    def test_one_wrong_clock_holds_nobody_up(self):
        """A row years ahead, years behind, or without time leaves the pace alone."""
        pace = Pace(1.0, 600.0)
        assert [pace.due(t, 1010.0) for t in (0.0, 1000.0, 9e9, None, 1010.0)] == [0.0, 0.0, 0.0, 0.0, 10.0]
        assert pace.zero == 1000.0

    def test_a_pause_of_the_recording_is_skipped(self):
        """The night between two shifts takes no time, and moves the zero so that times stay now."""
        pace = Pace(1.0, 600.0)
        assert [pace.due(1000.0, 1000.0), pace.due(1010.0, 1010.0)] == [0.0, 10.0]
        assert [pace.due(50_000.0, 50_000.0), pace.due(50_005.0, 50_000.0)] == [10.0, 15.0]
        assert pace.zero == 49_990.0

    def test_without_any_time_all_is_due_at_once(self):
        """A file of places only is played as fast as it is read."""
        assert [Pace(1.0, 600.0).due(None, None) for _ in range(2)] == [0.0, 0.0]


@pytest.mark.parametrize(
    "clock", ['{"zero":1,"start":2}', '{"zero":1,"start":2,"speed":0}', '{"zero":null}', "7"]
)
def test_a_clock_nobody_could_read_is_refused(track, clock):
    """The message form is ours, yet nothing in it can raise."""
    body = f'{{"row":{{"entity":"a","lat":"1","lon":"2","at":"5"}},"clock":{clock}}}'
    assert isinstance(replay(track).normalise(Message(body.encode()), 0.0), Rejected)


async def _fixes(source):
    outcomes = [source.normalise(message, 0.0) async for message in source.stream()]
    return [fix for outcome in outcomes if isinstance(outcome, Report) for fix in outcome.fixes]

"""Demo cameras are encoded for real: what comes out can be decoded, moves, and stays bounded on disk."""

import io
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from feeds.simulation.scenes import DEMO_SCENES, HEIGHT, WIDTH, Scene
from feeds.simulation.video import SEGMENTS_KEPT, Encoder, available

NOW = 1_795_320_000.0


@pytest.mark.parametrize("number", range(1, DEMO_SCENES + 1))
def test_a_scene_moves_and_is_a_function_of_time(number: int) -> None:
    """Half a second later the picture differs; asked again for the same time it is the same."""
    scene = Scene(number)
    frame = scene.frame(NOW)
    assert frame.shape == (HEIGHT * 3 // 2, WIDTH)
    assert np.array_equal(frame, Scene(number).frame(NOW))
    assert not np.array_equal(frame, scene.frame(NOW + 0.5))


@pytest.mark.skipif(not available(), reason="the video extra (PyAV) is not installed")
def test_an_encoder_writes_a_playlist_that_plays(tmp_path: Path) -> None:
    """Four seconds of frames give a live fMP4 playlist; its segments decode to pictures of the right size."""
    import av

    encoder = Encoder(Scene(1), tmp_path / "scene-1")
    for frame in range(33):
        encoder.encode(NOW + frame / 8)
    encoder.close()
    playlist = (tmp_path / "scene-1" / "index.m3u8").read_text()
    assert "init.mp4" in playlist and playlist.count(".m4s") >= 3
    segments = [line for line in playlist.splitlines() if line.endswith(".m4s")]
    parts = [(tmp_path / "scene-1" / name).read_bytes() for name in ["init.mp4", *segments]]
    with av.open(io.BytesIO(b"".join(parts))) as container:
        pictures = [(frame.width, frame.height) for frame in container.decode(video=0)]
    assert set(pictures) == {(WIDTH, HEIGHT)} and len(pictures) >= 24


@pytest.mark.skipif(not available(), reason="the video extra (PyAV) is not installed")
def test_old_segments_are_deleted(tmp_path: Path) -> None:
    """However long a camera runs, it keeps only its last segments."""
    encoder = Encoder(Scene(2), tmp_path / "scene-2")
    for frame in range(8 * (SEGMENTS_KEPT + 8)):
        encoder.encode(NOW + frame / 8)
    encoder.close()
    assert len(list((tmp_path / "scene-2").glob("*.m4s"))) <= SEGMENTS_KEPT + 2


@pytest.mark.skipif(not available(), reason="the video extra (PyAV) is not installed")
def test_broadcast_stops_when_told(tmp_path: Path) -> None:
    """The thread ends by itself soon after the stop is set."""
    from feeds.simulation.video import broadcast

    stop = threading.Event()
    thread = threading.Thread(target=broadcast, args=(tmp_path, stop, 1))
    thread.start()
    time.sleep(0.5)
    stop.set()
    thread.join(timeout=60)
    assert not thread.is_alive()

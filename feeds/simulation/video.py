"""Demo cameras: scenes encoded once with a real H.264 encoder and muxed to live HLS (fMP4), never once a
viewer.

Needs the ``video`` extra (PyAV); without it ``available()`` is False and cameras say why they have no
picture.
"""

import importlib.util
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

from feeds.simulation.scenes import DEMO_SCENES, HEIGHT, WIDTH, Scene

if TYPE_CHECKING:
    pass

FPS: Final = 8
SEGMENT_S: Final = 1
SEGMENTS_KEPT: Final = 6
_HLS: Final = {
    "hls_segment_type": "fmp4",
    "hls_time": str(SEGMENT_S),
    "hls_list_size": str(SEGMENTS_KEPT),
    "hls_flags": "delete_segments+independent_segments+omit_endlist",
    "hls_start_number_source": "epoch",  # after a restart numbers go on rising, so open players follow
    "hls_allow_cache": "0",
}
_X264: Final = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "crf": "30",
    "x264-params": "keyint=8:min-keyint=8:scenecut=0",
}

log = structlog.get_logger()


def available() -> bool:
    return importlib.util.find_spec("av") is not None


class Encoder:
    """One scene on its way into ``folder``: index.m3u8, init.mp4 and the last few segments."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        import av

        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._scene, self._frames = scene, 0
        options = _HLS | {
            "hls_segment_filename": str(folder / "s%d.m4s"),
            "hls_fmp4_init_filename": "init.mp4",
        }
        self._out: av.container.OutputContainer = av.open(
            str(folder / "index.m3u8"), "w", format="hls", options=options
        )
        stream: Any = self._out.add_stream("libx264", rate=FPS, options=_X264)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        self._stream = stream

    def encode(self, now: float) -> None:
        import av

        frame = av.VideoFrame.from_ndarray(self._scene.frame(now), format="yuv420p")
        frame.pts = self._frames
        self._frames += 1
        self._out.mux(self._stream.encode(frame))

    def close(self) -> None:
        self._out.mux(self._stream.encode(None))
        self._out.close()


def broadcast(root: Path, stop: threading.Event, scenes: int = DEMO_SCENES) -> None:
    """Encodes ``scenes`` pictures into ``root``/scene-N until ``stop`` is set. Blocking: belongs in a
    thread of its own.
    """
    encoders = [Encoder(Scene(number), root / f"scene-{number}") for number in range(1, scenes + 1)]
    log.info("demo cameras on air", scenes=scenes, fps=FPS)
    due = time.monotonic()
    try:
        while not stop.is_set():
            for encoder in encoders:
                encoder.encode(time.time())
            due = max(due + 1 / FPS, time.monotonic() - 1.0)
            stop.wait(max(0.0, due - time.monotonic()))
    finally:
        for encoder in encoders:
            encoder.close()

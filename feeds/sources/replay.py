"""A recorded track file played back: CSV with a column map, GPX or GeoJSON, at life's pace or faster.

Rows go out in file order, each when its time has come. Their times are shifted so that the recording begins
now, and compressed by the same factor as the pace, so ages on the map are those of the recording divided by
``speed``. What a row says is not looked at before ``read``: torn rows are refused one by one, counted on the
tile, and never stop the rest.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from contextlib import aclosing, closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from feeds.errors import BadInput, BadSetting, SourceUnavailable
from feeds.model import Fix, Message, Provenance
from feeds.sources.contract import DeviceConfig, PullSource, known_as
from feeds.sources.fields import (
    KMH_MPS,
    KNOT_MPS,
    Table,
    accuracy,
    coordinate,
    course,
    entity_name,
    measure,
    moment,
    numbers_from_text,
    speed,
    table_of,
)
from feeds.sources.tracks import Row, form_of, rows
from feeds.untrusted import decode_untrusted

COLUMNS: Final = ("entity", "lat", "lon", "at", "accuracy_m", "speed_mps", "course_deg", "battery")
"""Fields that ``columns`` may map to columns of the file."""
_NUMBERS: Final = ("lat", "lon", "accuracy_m", "speed_mps", "course_deg", "battery")
_UNITS: Final = {"m/s": 1.0, "km/h": KMH_MPS, "kn": KNOT_MPS}
_BLOCK_ROWS: Final = 100
"""Rows read at a time; their median time tells a real pause of the recording from one row's wrong clock."""
_BETWEEN_LOOPS_S: Final = 1.0
"""So that looping over a file without times is no busy loop."""
_SPEEDS: Final = (0.01, 10_000.0)
_encode: Final = msgspec.json.encode


class ReplayConfig(DeviceConfig, frozen=True, kw_only=True):
    """Which file, how to read it, how to play it."""

    path: str
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    """Our field -> the file's column or property; for CSV default to columns called as our fields."""
    time_format: str = ""
    """``strptime`` format of ``at``; "" means epoch seconds or ISO 8601."""
    zone: str = "UTC"
    """Time zone of times that name none."""
    speed_unit: Literal["m/s", "km/h", "kn"] = "m/s"
    speed: float = 1.0
    """How many times faster than life."""
    shift: bool = True
    """Whether the recording begins now; otherwise its times stay, and old ones are drawn as old."""
    loop: bool = False
    longest_gap_s: float = 600.0
    """A longer pause of the recording is skipped."""


class Replay(PullSource):
    """A recording, marked as replayed wherever it is drawn."""

    kind = "replay"
    title_zh = "轨迹回放"
    title_en = "Replayed track"
    ttl_default_s = 120.0

    def __init__(self, config: ReplayConfig, now: Callable[[], float] = time.time) -> None:
        """Raises BadSetting for what no row could ever satisfy."""
        super().__init__(config)
        self.provenance = Provenance.REPLAYED
        self._config = config
        self._now = now
        self._path = Path(config.path).expanduser()
        if form_of(self._path) and not self._path.is_file():
            raise BadSetting("path", config.path, "there is no such file")
        for field in config.columns:
            if field not in COLUMNS:
                raise BadSetting("columns", field, f"may only map {', '.join(COLUMNS)}")
        if not _SPEEDS[0] <= config.speed <= _SPEEDS[1]:
            raise BadSetting("speed", config.speed, f"must lie between {_SPEEDS[0]:g} and {_SPEEDS[1]:g}")
        self._zone = _zone(config.zone)

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """One row, its time moved as the message's ``clock`` says."""
        body = table_of(decode_untrusted(message.body), "body")
        row = table_of(body.get("row"), "row")
        for name, text in row.items():
            if not isinstance(text, str):
                raise BadInput(name, text, "must be text, as the file has it")
        table = numbers_from_text(row, _NUMBERS)
        stamp = self._stamp(table)
        return (
            Fix(
                known_as(entity_name(table.get("entity"), "entity"), self._config.entities),
                coordinate(table, "lat", 90.0),
                coordinate(table, "lon", 180.0),
                stamp if stamp is None else _moved(stamp, body.get("clock")),
                accuracy(table, "accuracy_m"),
                speed(table, "speed_mps", _UNITS[self._config.speed_unit]),
                course(table, "course_deg"),
                measure(table, "battery", 1.0),
            ),
        )

    async def stream(self) -> AsyncIterator[Message]:
        """The rows, each when it is due. Raises OSError and SourceUnavailable from the file."""
        while True:
            async with aclosing(self._once()) as once:
                async for message in once:
                    yield message
            if not self._config.loop:
                return
            await asyncio.sleep(_BETWEEN_LOOPS_S)

    async def _once(self) -> AsyncGenerator[Message]:
        pace = Pace(self._config.speed, self._config.longest_gap_s)
        started_at, started = self._now(), time.monotonic()
        with closing(rows(self._path, self._columns())) as remaining:
            block = await asyncio.to_thread(_block, remaining)
            if not block:
                raise SourceUnavailable(f"{self._path.name} holds no position")
            while block:
                for row, due in self._paced(block, pace):
                    early = due - (time.monotonic() - started)
                    if early > 0:
                        await asyncio.sleep(early)
                    yield Message(_encode({"row": row} | self._clock(pace, started_at)))
                block = await asyncio.to_thread(_block, remaining)

    def _paced(self, block: list[Row], pace: "Pace") -> Iterator[tuple[Row, float]]:
        stamps = [self._stamp_or_none(row) for row in block]
        known = [stamp for stamp in stamps if stamp is not None]
        middle = median(known) if known else None
        for row, stamp in zip(block, stamps, strict=True):
            yield row, pace.due(stamp, middle)

    def _clock(self, pace: "Pace", started_at: float) -> dict[str, dict[str, float]]:
        if not self._config.shift or pace.zero is None:
            return {}
        return {"clock": {"zero": pace.zero, "start": started_at, "speed": self._config.speed}}

    def _columns(self) -> dict[str, str]:
        if self._config.columns or form_of(self._path) != ".csv":
            return {"entity": "entity", "at": "at"} | self._config.columns
        return {field: field for field in ("entity", "lat", "lon", "at")}

    def _stamp(self, table: Table) -> float | None:
        text = table.get("at")
        if text is None or not self._config.time_format:
            return moment(text, "at", self._zone)
        try:
            when = datetime.strptime(text, self._config.time_format)  # noqa: DTZ007 - its zone comes next
            return (when if when.tzinfo else when.replace(tzinfo=self._zone)).timestamp()
        except (ValueError, OverflowError) as exc:
            raise BadInput("at", text, f"must be a time like {self._config.time_format}") from exc

    def _stamp_or_none(self, row: Row) -> float | None:
        try:
            return self._stamp(row)
        except BadInput:  # said aloud by ``read``, where it is counted
            return None


class Pace:
    """When each row of a recording is due: never before its time, never held up by one wrong clock.

    A row far from the middle of its neighbours has a wrong clock and goes out at once. Where the neighbours
    themselves jump ahead, the recording paused; the pause is skipped.
    """

    def __init__(self, speed: float, longest_gap_s: float) -> None:
        self.zero: float | None = None
        """The recorded time that corresponds to the start; it grows by the pauses skipped."""
        self._latest = 0.0
        """Recorded time up to which the recording has been played."""
        self._speed: Final = speed
        self._longest_gap_s: Final = longest_gap_s

    def due(self, stamp: float | None, middle: float | None) -> float:
        """Seconds after the start at which a row of this time is due; ``middle`` is its neighbours' time."""
        if stamp is not None and middle is not None and self._in_step(stamp, middle):
            self._play_to(stamp)
        return 0.0 if self.zero is None else (self._latest - self.zero) / self._speed

    def _in_step(self, stamp: float, middle: float) -> bool:
        if abs(stamp - middle) <= self._longest_gap_s:
            return True
        return self.zero is not None and 0.0 <= stamp - self._latest <= self._longest_gap_s

    def _play_to(self, stamp: float) -> None:
        if self.zero is None:
            self.zero = self._latest = stamp
        ahead = stamp - self._latest
        if ahead > self._longest_gap_s:
            self.zero += ahead
        self._latest = max(self._latest, stamp)


def _block(remaining: Iterator[Row]) -> list[Row]:
    return list(islice(remaining, _BLOCK_ROWS))


def _moved(stamp: float, clock: object) -> float:
    """The shifted time of a recorded one; without a clock, the recorded time itself."""
    if clock is None:
        return stamp
    table = table_of(clock, "clock")
    zero, start = moment(table.get("zero"), "zero"), moment(table.get("start"), "start")
    pace = measure(table, "speed", _SPEEDS[1])
    if zero is None or start is None or not pace:
        raise BadInput("clock", clock, "must have zero, start and speed")
    return start + (stamp - zero) / pace


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise BadSetting("zone", name, "must be a time zone such as Asia/Shanghai") from exc

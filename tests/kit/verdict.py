"""What a sample of a wall is worth: marks drawn as live whose report is older than it may be. Pure."""

import json
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.kit.truth import Datum, Feed, datum_at

LIVE, AGEING = 0, 1
SLACK_S: Final = 1.0
"""The wall draws at least once a second: so long a mark may keep the look it had."""
BAND_SHOWS: Final = 0.9
"""Opacity from which the band 数据中断 counts as seen."""
SILENT_STATES: Final = ("quiet", "failing", "dead", "held")
"""What a source's tile says when it is not heard."""


class Sample(NamedTuple):
    """One look at a wall."""

    at: float
    """Seconds since the Unix epoch, by the browser's clock: the machine is the same."""
    marks: Sequence[int]
    """Latitude, longitude and look of each mark, one after the other."""
    band: float
    """Opacity of the band 数据中断."""
    tiles: dict[str, str]
    """State of each source's tile on the screen, by its title."""
    link: str


@dataclass
class Findings:
    """Of all samples together."""

    samples: int = 0
    objects: int = 0
    tiles: int = 0
    stale_as_fresh: int = 0
    """The datum is older than its time to live, the mark is not drawn as stale, and no band says so."""
    live_past_half: int = 0
    """Drawn as live, but older than half its time to live, which is where ageing begins; no band says so."""
    under_the_band: int = 0
    """Either of both while the band is over the wall."""
    tiles_as_fresh: int = 0
    """A tile says live although its source has been silent for its limit and two seconds; no band."""
    strangers: int = 0
    """Marks that show what nobody reported."""
    band_shown: int = 0
    examples: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, int]:
        """What is written down."""
        return {name: value for name, value in vars(self).items() if isinstance(value, int)}


def judge(
    findings: Findings, sample: Sample, feed: Feed, published: "Journal", silent_since: float | None
) -> None:
    """Add one sample. ``silent_since``: when the feed must be called silent, None while it may be live."""
    banded = sample.band >= BAND_SHOWS
    findings.samples += 1
    findings.band_shown += banded
    findings.tiles += len(sample.tiles)
    for place in range(0, len(sample.marks), 3):
        lat, lon, look = sample.marks[place : place + 3]
        datum = datum_at(lat, lon)
        if datum is None or not published.has(feed.tick_of(datum)):
            findings.strangers += 1
            continue
        findings.objects += 1
        _judge_mark(findings, datum, look, sample, feed, banded)
    if silent_since is not None and sample.at > silent_since and not banded:
        findings.tiles_as_fresh += sum(state == "live" for state in sample.tiles.values())


def _judge_mark(
    findings: Findings, datum: Datum, look: int, sample: Sample, feed: Feed, banded: bool
) -> None:
    age = sample.at - feed.at(datum)
    stale = look in (LIVE, AGEING) and age > feed.ttl_s + SLACK_S
    late = look == LIVE and age > feed.ttl_s / 2 + SLACK_S
    if banded:
        findings.under_the_band += stale or late
        return
    findings.stale_as_fresh += stale
    findings.live_past_half += late and not stale
    if (stale or late) and len(findings.examples) < 5:
        findings.examples.append(
            f"object {datum.number} drawn {'live' if look == LIVE else 'ageing'} at {age:.1f} s"
        )


class Journal:
    """What really happened, line by line of JSON on disk, written by one process and read by another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self._ticks: set[int] = set()
        self._read = 0
        self._lock = threading.Lock()

    def note(self, what: str, **told: Any) -> None:
        """One line."""
        with self._lock:
            self.counts[what] += 1
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"what": what, **told}, ensure_ascii=False) + "\n")

    def has(self, tick: int) -> bool:
        """Whether the feed noted this tick: it writes before it publishes."""
        if tick not in self._ticks:
            self._read_on()
        return tick in self._ticks

    def _read_on(self) -> None:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._read)
            news = file.read()
        whole, _, _ = news.rpartition(b"\n")
        self._read += len(whole) + 1 if whole else 0
        lines = [json.loads(line) for line in whole.splitlines() if line]
        self._ticks.update(line["tick"] for line in lines if line["what"] == "published")

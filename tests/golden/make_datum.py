"""Writes datum.json: points in both datums, read by the Python and the JavaScript tests."""

import json
from pathlib import Path

from feeds.geo.datum import from_wgs84

POINTS = ((32.02, 118.7835), (31.9905, 118.8301), (39.9087, 116.3975), (22.5431, 114.0579), (45.75, 126.65),
          (0.83, 110.0), (55.82, 110.0), (48.8584, 2.2945), (-33.8568, 151.2153))  # fmt: skip


def table() -> list[dict[str, list[float]]]:
    """Each point in WGS-84 and in GCJ-02; the last two are outside the box of the distortion."""
    return [{"wgs84": list(point), "gcj02": list(from_wgs84(*point, "gcj02"))} for point in POINTS]


if __name__ == "__main__":
    text = json.dumps(table(), indent=1) + "\n"
    Path(__file__).with_name("datum.json").write_text(text, encoding="utf-8")

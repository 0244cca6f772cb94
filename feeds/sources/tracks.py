"""Recorded tracks on disk: CSV, GPX and GeoJSON, plain or gzipped, as rows of text under our field names.

Nothing is judged here: a torn row comes out as torn as it is, for the source to refuse one by one.
"""

import csv
import gzip
import io
import json
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from feeds.errors import BadSetting, SourceUnavailable

if TYPE_CHECKING:
    from gpxpy.gpx import GPXTrackPoint

Row: TypeAlias = dict[str, str]
"""Field of a position -> what the file says, verbatim; absent where the file has no such column."""

SUFFIXES: Final = (".csv", ".gpx", ".geojson", ".json")


def form_of(path: Path) -> str:
    """ ".csv", ".gpx", ".geojson" or ".json", whether gzipped or not. Raises BadSetting for any other."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    form = suffixes[-1] if suffixes else ""
    if form not in SUFFIXES:
        raise BadSetting("path", str(path), f"must end in one of {', '.join(SUFFIXES)}, or those and .gz")
    return form


def rows(path: Path, columns: Mapping[str, str]) -> Generator[Row]:
    """The file's rows in file order, read as they are asked for.

    ``columns`` maps our fields to the file's: columns of a CSV, properties of a GeoJSON feature; GPX has its
    own names. Raises OSError when the file cannot be read and SourceUnavailable when it is no such file.
    """
    form = form_of(path)
    try:
        with _opened(path) as file:
            if form == ".csv":
                yield from _csv_rows(file, columns)
            elif form == ".gpx":
                yield from _gpx_rows(file, path.name)
            else:
                yield from _geojson_rows(file, columns)
    except (csv.Error, UnicodeDecodeError, EOFError, ValueError) as exc:
        raise SourceUnavailable(f"{path.name} cannot be read as {form[1:].upper()}: {exc}") from exc


def _opened(path: Path) -> IO[str]:
    if path.suffix.lower() == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _csv_rows(file: IO[str], columns: Mapping[str, str]) -> Iterator[Row]:
    reader = csv.DictReader(file)
    missing = [column for column in columns.values() if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"it has no column {missing[0]!r}, but {', '.join(reader.fieldnames or ['none'])}")
    for row in reader:
        yield {field: row[column] for field, column in columns.items() if row[column] is not None}


def _gpx_rows(file: IO[str], fallback: str) -> Iterator[Row]:
    """One entity a track, or a route; without a name it is called after the file."""
    import gpxpy.gpx  # every process knows the sources, and few ever read such a file

    try:
        gpx = gpxpy.parse(file)
    except gpxpy.gpx.GPXException as exc:
        raise ValueError(str(exc)) from exc
    for track in gpx.tracks:
        for segment in track.segments:
            yield from (_gpx_row(point, track.name or fallback) for point in segment.points)


def _gpx_row(point: "GPXTrackPoint", entity: str) -> Row:
    row = {"entity": entity, "lat": str(point.latitude), "lon": str(point.longitude)}
    if point.time is not None:
        row["at"] = point.time.isoformat()
    if point.speed is not None:
        row["speed_mps"] = str(point.speed)
    if point.course is not None:
        row["course_deg"] = str(point.course)
    return row


def _geojson_rows(file: IO[str], columns: Mapping[str, str]) -> Iterator[Row]:
    """Features that are Points; others have no time of their own and are no fixes."""
    document = json.load(file)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise ValueError("it is no FeatureCollection")  # noqa: TRY004 - the file's fault, not a caller's type
    for feature in features:
        row = _geojson_row(feature, columns)
        if row is not None:
            yield row


def _geojson_row(feature: Any, columns: Mapping[str, str]) -> Row | None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    row = {
        field: str(properties[name]) for field, name in columns.items() if properties.get(name) is not None
    }
    match geometry.get("coordinates"):
        case [lon, lat, *_]:
            row |= {"lon": str(lon), "lat": str(lat)}
    return row

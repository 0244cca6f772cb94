"""What is known of entities, as JSON for people and tools: ``look`` and ``GET /picture``. Pure."""

from collections.abc import Iterator
from typing import Any

from feeds.model import EntityId, Utc
from feeds.picture import Known, Picture, freshness
from feeds.relay.scene import Scene


def describe(known: Known, now: Utc) -> dict[str, Any]:
    """docs/wire.md section 7: one entity. Unknown is null."""
    best = known.best
    age_s = max(0.0, now - best.at)
    return {
        "id": known.entity,
        "row": known.row,
        "lat": best.lat,
        "lon": best.lon,
        "at_ms": best.at * 1000.0,
        "age_s": round(age_s, 1),
        "freshness": freshness(age_s, best.ttl_s, best.status),
        "source": best.source,
        "provenance": best.provenance.name.lower(),
        "status": best.status.name.lower(),
        "ttl_s": best.ttl_s,
        "accuracy_m": best.accuracy_m,
        "speed_mps": best.speed_mps,
        "course_deg": best.course_deg,
        "battery": best.battery,
        "others": [
            {
                "source": other.source,
                "provenance": other.provenance.name.lower(),
                "age_s": round(max(0.0, now - other.at), 1),
            }
            for other in known.others
        ],
    }


def describe_all(picture: Picture, scene: Scene, now: Utc, wanted: str | None) -> Iterator[dict[str, Any]]:
    """Every entity of a scope by row, or only the ``wanted`` one. May be taken slowly: rows never move."""
    one = picture.row(EntityId(wanted)) if wanted is not None else None
    rows = range(len(picture)) if wanted is None else [] if one is None else [one]
    for row in rows:
        if scene.shows(row) and (known := picture.look(picture.names[row], now)):
            yield describe(known, now)

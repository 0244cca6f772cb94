"""What the wall says of sources and processes."""

from typing import Any

from feeds.messages import ProcessTile
from feeds.model import Beat, Provenance, SourceHealth, SourceState, Utc
from feeds.relay.tiles import DEAD_AFTER_S, LATE_AFTER_S, MAX_PROCESSES, STORING, Tiles
from feeds.wire import MAX_SOURCES


def health(name: str, **known: Any) -> SourceHealth:
    """A source that is well, unless told otherwise."""
    values: dict[str, Any] = {"state": SourceState.LIVE, "last_heard": Utc(5.0), "accepted": 7} | known
    return SourceHealth(
        name=name,
        kind="owntracks",
        title_zh="手机",
        title_en="Phones",
        provenance=Provenance.REAL,
        rate_per_s=1.0,
        lag_s=0.5,
        rejected=1,
        ttl_s=180.0,
        **values,
    )


def beat(process: str, **facts: float) -> Beat:
    """A sign of life."""
    return Beat(process, 1, Utc(0.0), Utc(0.0), facts=facts)


def test_sources_are_numbered_as_they_are_first_heard() -> None:
    """By positions or by health; the number never changes."""
    tiles = Tiles()
    assert tiles.index("b", Provenance.REAL) == 0
    tiles.hear_health("feeds", [health("a"), health("b")], 0.0)
    assert [(tile.index, tile.name, tile.state) for tile in tiles.sources(0.0)] == [
        (0, "b", "live"),
        (1, "a", "live"),
    ]


def test_numbers_end_with_the_byte_of_the_flags() -> None:
    """A source beyond them gets none."""
    tiles = Tiles()
    for number in range(MAX_SOURCES):
        assert tiles.index(f"source-{number}", Provenance.REAL) == number
    assert tiles.index("one too many", Provenance.REAL) is None
    tiles.hear_health("feeds", [health("one too many")], 0.0)
    assert len(tiles.sources(0.0)) == MAX_SOURCES


def test_a_source_dies_with_its_process() -> None:
    """Silence must not look like calm: the tile says whose fault it is, and shows no rate."""
    tiles = Tiles()
    tiles.hear_health("feeds", [health("a")], 0.0)
    (tile,) = tiles.sources(DEAD_AFTER_S)
    assert tile.state == "live"
    (tile,) = tiles.sources(DEAD_AFTER_S + 0.1)
    assert (tile.state, tile.rate_per_s, tile.lag_s) == ("dead", 0.0, None)
    assert tile.error == "process feeds stopped beating"
    tiles.hear_beat(beat("feeds"), 5.0)
    (tile,) = tiles.sources(DEAD_AFTER_S + 0.1)
    assert tile.state == "live"


def test_a_source_nobody_tells_of_is_dead() -> None:
    """Positions without health come from a process that is broken or not ours."""
    tiles = Tiles()
    tiles.index("stray", Provenance.REPLAYED)
    (tile,) = tiles.sources(0.0)
    assert (tile.state, tile.provenance) == ("dead", "replayed")
    assert tile.error == "no process tells of this source"


def test_a_tile_that_its_process_tells_of_no_more_is_gone() -> None:
    """What never sent a position is only what is told of it; it keeps its number for when it comes back."""
    tiles = Tiles()
    tiles.hear_health("web", [health("trouble"), health("phones")], 0.0)
    tiles.index("phones", Provenance.REAL)
    tiles.hear_health("web", [], 1.0)
    assert [(tile.name, tile.state) for tile in tiles.sources(1.0)] == [("phones", "dead")]
    tiles.hear_health("web", [health("trouble")], 2.0)
    assert [(tile.index, tile.name) for tile in tiles.sources(2.0)] == [(0, "trouble"), (1, "phones")]


def test_of_two_processes_the_living_one_is_shown() -> None:
    """Then the one that heard last."""
    tiles = Tiles()
    tiles.hear_health("old", [health("a", last_heard=Utc(9.0), accepted=1)], 0.0)
    tiles.hear_health("new", [health("a", last_heard=Utc(5.0), accepted=2)], 10.0)
    assert [tile.accepted for tile in tiles.sources(10.0)] == [2]
    tiles.hear_health("old", [health("a", last_heard=Utc(9.0), accepted=1)], 10.0)
    assert [tile.accepted for tile in tiles.sources(10.0)] == [1]


def test_processes_go_from_live_to_late_to_dead() -> None:
    """And what the relay reads from follows them."""
    tiles = Tiles()
    for process, at in (("web", 10.0), ("feeds", 10.0 - LATE_AFTER_S), ("gone", 4.0)):
        tiles.hear_beat(beat(process), at)
    told = tiles.processes(10.1, {"store": None, "bus": 0.2})
    assert [(tile.name, tile.state, tile.age_s) for tile in told] == [
        ("feeds", "late", 2.6),
        ("gone", "dead", 6.1),
        ("web", "live", 0.1),
        ("store", "dead", None),
        ("bus", "live", 0.2),
    ]


def test_a_writer_that_can_keep_nothing_is_told_of_until_it_can() -> None:
    """Since when, as it says itself; once it is dead, only that it is."""
    tiles = Tiles()
    names = [tile.name for tile in tiles.processes(10.0, {})]
    assert STORING not in names
    tiles.hear_beat(beat("web", not_storing_s=4.0), 10.0)
    assert tiles.processes(11.0, {})[-1] == ProcessTile(STORING, 5.0, "dead")
    assert STORING not in [tile.name for tile in tiles.processes(10.1 + DEAD_AFTER_S, {})]
    tiles.hear_beat(beat("web", not_storing_s=0.0), 12.0)
    assert STORING not in [tile.name for tile in tiles.processes(12.0, {})]


def test_the_table_of_processes_is_bounded() -> None:
    """A stray sender cannot fill the wall."""
    tiles = Tiles()
    for number in range(MAX_PROCESSES + 5):
        tiles.hear_beat(beat(f"p{number}"), 0.0)
    assert len(tiles.processes(0.0, {})) == MAX_PROCESSES

"""The kept drawing: used when whole, drawn anew when not."""

import msgspec
import pytest

from feeds.geo import schematic, schematic_cache
from feeds.geo.schematic import Schematic


@pytest.fixture
def drawn(monkeypatch):
    """A district of nothing in place of the real drawing, and a count of how often it was drawn."""
    calls = []

    def build():
        calls.append(1)
        return Schematic((), (), ())

    monkeypatch.setattr(schematic, "build", build)
    return calls


def test_second_load_draws_nothing(tmp_path, drawn):
    """What was drawn once is read the next time, and equal."""
    assert schematic_cache.load(tmp_path) == schematic_cache.load(tmp_path)
    assert len(drawn) == 1


def test_a_real_drawing_survives_the_file(tmp_path):
    """Everything comes back as it was: codes, rings, tours."""
    fresh = schematic_cache.load(tmp_path)
    kept = schematic_cache.load(tmp_path)
    assert msgspec.msgpack.encode(fresh) == msgspec.msgpack.encode(kept)
    assert kept.grids == fresh.grids


@pytest.mark.parametrize("damage", [b"", b"short", b"\x00" * 400], ids=["empty", "cut off", "zeros"])
def test_damaged_file_is_drawn_anew(tmp_path, drawn, damage):
    """A file that is not what was written is replaced by a good one."""
    schematic_cache.load(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    schematic_cache.load(tmp_path)
    schematic_cache.load(tmp_path)
    assert len(drawn) == 2


def test_one_flipped_bit_is_noticed(tmp_path, drawn):
    """The checksum covers every byte."""
    schematic_cache.load(tmp_path)
    (file,) = tmp_path.iterdir()
    blob = bytearray(file.read_bytes())
    blob[-1] ^= 1
    file.write_bytes(bytes(blob))
    schematic_cache.load(tmp_path)
    assert len(drawn) == 2


def test_a_file_of_another_shape_is_drawn_anew(tmp_path, drawn):
    """A whole file that does not hold a schematic counts as damaged."""
    body = msgspec.msgpack.encode({"streets": 12})
    file = tmp_path / f"qinhuai-{schematic_cache.fingerprint()}.msgpack"
    file.write_bytes(schematic_cache.checksum(body) + body)
    assert schematic_cache.load(tmp_path) == Schematic((), (), ())


def test_no_directory_means_no_file(drawn):
    """Without a cache it is simply drawn."""
    assert schematic_cache.load(None) == Schematic((), (), ())


def test_unusable_directory_costs_only_the_cache(tmp_path, drawn):
    """A path that cannot be a directory still gives a district."""
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    assert schematic_cache.load(blocked / "cache") == Schematic((), (), ())

"""The vendored JavaScript is, byte for byte, what the manifest says was published."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import vendor


@pytest.mark.parametrize("package", vendor.packages(), ids=lambda package: str(package["name"]))
def test_every_file_has_the_hash_of_the_manifest(package: dict[str, object]) -> None:
    """A changed, missing or additional file is named in a sentence."""
    assert list(vendor.faults(package)) == []


@pytest.mark.parametrize("package", vendor.packages(), ids=lambda package: str(package["name"]))
def test_every_package_brings_its_licence(package: dict[str, object]) -> None:
    """We hand the files on, so their licence goes with them."""
    assert (vendor.folder(package) / "LICENSE").is_file()


def test_nothing_else_lives_in_the_vendor_folder() -> None:
    """A file that no manifest entry explains does not get in."""
    known = {vendor.folder(package).name for package in vendor.packages()} | {vendor.MANIFEST.name}
    assert {path.name for path in vendor.VENDOR.iterdir()} == known


def test_an_altered_file_is_named_with_both_hashes(tmp_path: Path) -> None:
    """The check can fail: one changed byte is found and said."""
    home = tmp_path / "thing-1.0.0"
    home.mkdir()
    (home / "thing.mjs").write_bytes(b"changed")
    package = {"name": "thing", "version": "1.0.0", "files": {"dist/thing.mjs": vendor.sha256(b"published")}}
    (sentence,) = vendor.faults(package, tmp_path)
    assert "thing.mjs of thing-1.0.0" in sentence and vendor.sha256(b"published") in sentence


def test_a_missing_and_a_strange_file_are_named(tmp_path: Path) -> None:
    """What is absent and what nobody listed are both faults."""
    home = tmp_path / "thing-1.0.0"
    home.mkdir()
    (home / "other.js").write_bytes(b"")
    package = {"name": "thing", "version": "1.0.0", "files": {"dist/thing.mjs": vendor.sha256(b"published")}}
    assert list(vendor.faults(package, tmp_path)) == [
        "thing.mjs of thing-1.0.0 is missing",
        "other.js of thing-1.0.0 is not in the manifest",
    ]

"""Backups somebody tampered with: refused with a sentence, and nothing of them is left behind."""

import hashlib
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from dashboard import cli
from dashboard.incidents.commands import RecordId
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Put, url_in

Members = dict[str, bytes]
HOSTILE = (
    "../evil",
    "/etc/evil",
    "geo/../../evil",
    "geo/a/b",
    "..\\evil",
    "geo/.hidden",
    "wanglou.db-wal",
    "",
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and this process's umask left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A sound backup."""
    data = tmp_path / "data"
    data.mkdir()
    store = Store(url_in(data))
    store.commit(Put(RecordId("incident", "I-1"), {"n": 1}))
    store.close()
    assert cli.main(["backup", "good.zip", "--data", str(data), "--mode", "exercise"]) == 0
    return tmp_path / "good.zip"


def rewritten(good: Path, change: Callable[[Members], None], *, vouch: bool = True) -> Path:
    """The backup with its members changed and, like a careful forger's, the manifest vouching for them."""
    with zipfile.ZipFile(good) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    manifest = msgspec.json.decode(members.pop("manifest.json"))
    if vouch:
        manifest["members"] = {
            name: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in members.items()
        }
    bad = good.with_name("bad.zip")
    with zipfile.ZipFile(bad, "w") as new:
        for name, body in {**members, "manifest.json": msgspec.json.encode(manifest)}.items():
            entry = zipfile.ZipInfo()
            entry.filename = name
            new.writestr(entry, body)
    return bad


def restore(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and what was said; whatever it is, nothing may be left in the new folder."""
    new = file.parent / "new"
    code = cli.main(["restore", str(file), "--data", str(new), "--mode", "exercise"])
    assert code == 0 or not new.exists() or list(new.iterdir()) == []
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_elsewhere(name: str, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names are ours or refused, whatever the manifest says of them."""
    bad = rewritten(good, lambda members: members.update({name: b"evil"}))
    code, said = restore(bad, capsys)
    assert code == 1 and "which no backup of ours does" in said
    assert not list(good.parent.rglob("*evil*"))


def test_a_link_is_refused(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also one with a name of ours."""
    with zipfile.ZipFile(good, "a") as backup:
        link = zipfile.ZipInfo("secret")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        backup.writestr(link, "/etc/passwd")
    assert restore(good, capsys) == (
        1,
        "BAD: nothing was restored: 'secret' in the backup is no plain file\n",
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_member_is_refused(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two readers of it might each take another."""
    with zipfile.ZipFile(good, "a") as backup:
        backup.writestr("store.sqlite", b"another")
    assert "holds 'store.sqlite' twice" in restore(good, capsys)[1]


def test_a_changed_byte_is_found(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the manifest's hash."""
    flipped = rewritten(good, lambda members: members.update({"store.sqlite": b"x" * 100}), vouch=False)
    assert "store.sqlite in the backup is not what was written" in restore(flipped, capsys)[1]


def test_a_forger_who_mends_the_hashes_is_found_by_the_chain(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log proves itself, whatever vouches for the file around it."""

    def forge(members: Members) -> None:
        forged = good.with_name("forged.db")
        forged.write_bytes(members["store.sqlite"])
        with sqlite3.connect(forged) as connection:
            connection.execute("DROP TRIGGER change_never_updated")
            connection.execute("UPDATE change SET actor = 'nobody'")
        connection.close()
        members["store.sqlite"] = forged.read_bytes()

    code, said = restore(rewritten(good, forge), capsys)
    assert code == 1 and "change 1 was altered" in said


@pytest.mark.parametrize("size", [0, 100, 1000])
def test_a_part_of_a_backup_is_none(size: int, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy that was cut off."""
    good.write_bytes(good.read_bytes()[:size])
    code, said = restore(good, capsys)
    assert code == 1 and "is no backup, or only a part of one" in said


def test_any_other_zip_is_no_backup(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said as such."""
    with zipfile.ZipFile(good, "w") as other:
        other.writestr("secret", "x")
    assert "it has no manifest.json" in restore(good, capsys)[1]


def test_a_later_format_is_refused(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With both numbers."""

    def later(members: Members) -> None:
        manifest = msgspec.json.decode(members["manifest.json"])
        members["manifest.json"] = msgspec.json.encode(manifest | {"format": 2})

    assert "the backup has format 2; this version reads 1" in restore(rewritten(good, later), capsys)[1]


def test_bytes_that_do_not_inflate_are_refused(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a sentence, also where they are the manifest's."""
    whole = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as backup:
        at = backup.getinfo("manifest.json").header_offset + 30 + len("manifest.json")
    whole[at : at + 2] = b"\xff\xff"  # a kind of block that there is none of
    good.write_bytes(whole)
    code, said = restore(good, capsys)
    assert code == 1 and "manifest.json in the backup cannot be read" in said


def test_a_folder_is_no_backup(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It cannot be read, and that is said."""
    (good.parent / "a-folder").mkdir()
    code, said = restore(good.parent / "a-folder", capsys)
    assert code != 0 and "Traceback" not in said and "cannot be read" in said

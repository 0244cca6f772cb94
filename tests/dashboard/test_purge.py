"""What is past its time goes: rows and files, by a fake clock; and one row of the log says how much."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard import cli
from dashboard.identity.errors import Refused
from dashboard.identity.identities import COMMAND_LINE, Identities, identity_url
from dashboard.incidents.errors import StoreUnavailable
from dashboard.purge import NIGHTLY, files_in, nightly, purged
from dashboard.retention import DAY_S, NIGHT_S, Kept, Limits, kind_of, limits_of, next_night, past
from dashboard.settings import load
from feeds.model import Utc

START = Utc(1_795_330_000.0)
LIMITS = Limits(tracks=7 * DAY_S, sessions=180 * DAY_S, sign_ins=180 * DAY_S, logs=400 * DAY_S)
NOTHING = {"sign_ins": 0, "sessions": 0, "counts": 0, "revocations": 0, "track_files": 0, "log_files": 0}
DAYS = (*range(10), *range(29, 34), *range(179, 184), *range(399, 403))
MIDNIGHT = Utc(1_795_276_800.0)
"""In Nanjing."""


def later(days: float) -> Utc:
    return Utc(START + days * DAY_S)


def lived(identities: Identities) -> None:
    """An account, a session that was ended, one that ran out, and a try that failed."""
    identities.add_account("wang", by="test", now=START)
    identities.end(identities.begin("wang", START, "test").session.id, "wang", START)
    identities.begin("wang", START, "test")
    with pytest.raises(Refused):
        identities.sign_in("wang", "guess", "10.0.0.1", START)


def left(folder: Path, name: str, at: Utc) -> None:
    """A file that was last written then."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("where somebody was")
    os.utime(path, (at, at))


def test_nothing_past_its_time_is_left(tmp_path: Path, keep: Callable[..., None]) -> None:
    """Over more than a year, day after day around each limit: no row and no file is older than it may be,
    none goes before its time, and every purge has its row.
    """
    identities = Identities(identity_url(tmp_path, ""))
    lived(identities)
    left(tmp_path, "patrol.damaged-1", START)
    left(tmp_path, "log/wanglou.log.1", START)
    left(tmp_path, "secret", START)
    went: dict[str, int] = {}
    left_over = removed = 0
    for day in DAYS:
        gone = purged(tmp_path, LIMITS, identities, NIGHTLY, later(day))
        went |= {kind: day for kind, number in gone.items() if number}
        removed += sum(gone.values())
        left_over += sum(identities.past(LIMITS.sessions, LIMITS.sign_ins, later(day)).values())
        left_over += len(past(files_in(tmp_path), LIMITS, later(day)))
    keep(days=max(DAYS), purges=len(DAYS), kinds=len(went), removed=removed, left_over=left_over)
    assert left_over == 0
    assert went == {
        "counts": 2,
        "track_files": 8,
        "revocations": 31,
        "sign_ins": 181,
        "sessions": 182,  # the later of the two ran out a day after it had begun
        "log_files": 401,
    }
    assert identities.sign_ins() == [] and {file.name for file in files_in(tmp_path)} == {
        "secret",
        "identity.sqlite",
    }
    rows = [row for row in identities.audit(most=1000) if row.kind == "purge"]
    assert len(rows) == len(DAYS) and {row.by for row in rows} == {NIGHTLY}
    assert sum(row.facts["removed"]["sessions"] for row in rows) == 2  # type: ignore[index] # an object
    assert identities.verify().problem is None
    identities.close()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("patrol.json", "tracks"),
        ("patrol.draft", "tracks"),
        ("patrol.damaged-1795330000", "tracks"),
        ("wanglou.log.5", "logs"),
        ("stacks-web.log", "logs"),
        ("wanglou.log", None),
        ("wanglou.log.5.gz", None),
        ("patrol.json.for-the-court", None),
        ("wanglou.db", None),
        ("identity.sqlite", None),
        ("secret", None),
    ],
)
def test_which_file_is_what(name: str, kind: str | None) -> None:
    """What the centre needs, and what proves something, is of no kind."""
    assert kind_of(name) == kind


def test_each_kind_is_kept_as_long_as_its_own_setting_says(tmp_path: Path) -> None:
    """No two of them are mixed up."""
    days = {"tracks": 3, "sessions": 181, "sign_ins": 182, "logs": 401}
    settings = load(
        {"data": tmp_path, **{f"retention_{kind}_days": number for kind, number in days.items()}},
        environment={},
        mode="demo",
    )
    assert limits_of(settings)._asdict() == {kind: number * DAY_S for kind, number in days.items()}


def test_a_file_goes_when_its_time_is_over_and_not_before() -> None:
    """To the second."""
    file = Kept("patrol.json", START)
    assert past([file], LIMITS, later(7)) == []
    assert past([file], LIMITS, Utc(later(7) + 1)) == [("tracks", file)]


def test_the_night_is_that_of_the_centre() -> None:
    """Half past three in Nanjing; once a night."""
    due = Utc(MIDNIGHT + NIGHT_S)
    assert next_night(MIDNIGHT) == next_night(Utc(due - 1)) == due
    assert next_night(due) == Utc(due + DAY_S)


async def test_every_night_and_again_where_it_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start, after a store that did not answer, then at the next night."""
    slept: list[float] = []
    failing = [True]

    class Purging:
        def purge(self, **about: Any) -> dict[str, int]:
            if failing and failing.pop():
                raise StoreUnavailable("held by another process")
            return {}

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr("dashboard.purge.asyncio.sleep", sleep)
    settings = load({"data": tmp_path}, environment={"WANGLOU_CONFIG": ""})
    with pytest.raises(asyncio.CancelledError):
        await nightly(settings, Purging(), lambda: MIDNIGHT)
    assert slept == [600.0, NIGHT_S]


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Says what it would do, does it, and makes no folder where there is none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["purge", "--data", "wrong"]) == 3 and not (tmp_path / "wrong").exists()
    folder = tmp_path / "here"
    left(folder, "patrol.json", Utc(1.0))
    identities = Identities(identity_url(folder, ""))
    assert cli.main(["purge", "--data", "here", "--dry-run"]) == 0
    assert (folder / "patrol.json").exists() and identities.audit() == []
    assert cli.main(["purge", "--data", "here"]) == 0
    said = capsys.readouterr().out
    assert "would remove: 0 counts of failed sign-ins" in said and said.count("1 file of tracks") == 2
    assert "_" not in said
    assert not (folder / "patrol.json").exists()
    (row,) = identities.audit()
    assert (row.kind, row.by, row.facts["removed"]) == ("purge", COMMAND_LINE, NOTHING | {"track_files": 1})
    identities.close()


def test_less_than_six_months_of_logs_is_no_setting(tmp_path: Path) -> None:
    """The law asks for them."""
    for name in ("retention_sign_ins_days", "retention_sessions_days", "retention_logs_days"):
        with pytest.raises(Exception, match="180"):
            load({"data": tmp_path, name: "179"}, environment={"WANGLOU_CONFIG": ""})

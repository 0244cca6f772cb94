"""Recordings: messages in the documented shape of each protocol, beside what they mean."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from feeds.model import Fix, Message, Rejected, Report
from feeds.sources.contract import Source

RECORDINGS = Path(__file__).parents[2] / "recordings"
HEARD_AT = 1_795_330_010.0


class Recording(NamedTuple):
    """One message as its sender would send it, and what it must mean."""

    message: Message
    means: Report | Rejected


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with an argument ``recording`` runs once for each recording of its module's source."""
    if "recording" in metafunc.fixturenames:
        kind = metafunc.module.__name__.rpartition("test_")[2]
        entries = json.loads((RECORDINGS / f"{kind}.json").read_text())
        metafunc.parametrize(
            "recording", [_read(entry) for entry in entries], ids=[e["said"] for e in entries]
        )


def _read(entry: dict[str, Any]) -> Recording:
    message = dict(entry["message"], body=entry["message"].get("body", "").encode())
    means = entry["means"]
    if "rejected" in means:
        return Recording(Message(**message), Rejected(means["rejected"]))
    return Recording(Message(**message), Report(tuple(msgspec.convert(fix, Fix) for fix in means["fixes"])))


@pytest.fixture
def agree() -> Callable[[Source, Recording], None]:
    """Hold a source to a recording; numbers to nine digits, as units were converted."""

    def compare(source: Source, recording: Recording) -> None:
        assert _rounded(source.normalise(recording.message, HEARD_AT)) == _rounded(recording.means)

    return compare


def _rounded(outcome: Report | Rejected) -> object:
    if isinstance(outcome, Rejected):
        return outcome
    return [
        {k: round(v, 9) if isinstance(v, float) else v for k, v in msgspec.structs.asdict(fix).items()}
        for fix in outcome.fixes
    ]

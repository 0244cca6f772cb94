"""The store cannot be written for a while: senders are told at once, nothing is lost, and it goes on."""

import random
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.deep.centre import Centre
from tests.deep.load import event
from tests.deep.senders import Told, ask_again, crowd, figures, resumes, send, stored
from tests.kit.nemesis import fill, locked, may_mount, small_disk

LOCKED_S, TRIALS = 30, 3
ANSWERED_WITHIN_S = 2.5
"""Two seconds of waiting for the lock, and the answer itself."""
RESUMES_S = 10.0
DISK_MB = 24


def test_locked(centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """Another program holds the database for half a minute, three times: 503 with Retry-After, none lost."""
    chance, told, resumed = random.Random(seed), Told(), []
    centre.start_bus()
    centre.start_web()
    send(centre, event("warm"), Told())
    for trial in range(TRIALS):
        with locked(centre.data / "wanglou.db"):
            crowd(centre, told, f"{trial}", times(LOCKED_S), chance)
        resumed.append(resumes(centre, told, f"after-{trial}"))
    ask_again(centre, told)
    lost = len(set(told.acknowledged) - stored(centre))
    keep(**figures(told), trials=TRIALS, locked_s=times(LOCKED_S), resumes_max_s=max(resumed), lost=lost)
    assert set(told.answers) <= {200, 201, 503}, told.answers
    assert told.answers.get(503) and told.without_retry_after == 0
    assert told.slowest_refusal_s <= ANSWERED_WITHIN_S and max(resumed) <= RESUMES_S
    assert lost == 0 and centre.verified().startswith("sound: ")


@pytest.mark.skipif(not may_mount(), reason="a small disk needs root and mount")
def test_disk_full(centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """No room on the disk, then room again: 507 or 503, never 500, no damage, and it goes on."""
    chance, told, resumed = random.Random(seed), Told(), []
    with ExitStack() as stack:
        try:
            stack.enter_context(small_disk(centre.data, DISK_MB))
        except OSError as exc:
            pytest.skip(str(exc))
        centre.start_bus()
        centre.start_web()
        send(centre, event("warm"), Told())
        for trial in range(TRIALS):
            filler = fill(centre.data)
            crowd(centre, told, f"{trial}", times(10), chance)
            filler.unlink()
            resumed.append(resumes(centre, told, f"after-{trial}"))
        ask_again(centre, told)
        lost = len(set(told.acknowledged) - stored(centre))
        verdict = centre.verified()
        keep(**figures(told), trials=TRIALS, resumes_max_s=max(resumed), lost=lost, audit=verdict[:60])
        centre.stop()
    assert set(told.answers) <= {200, 201, 503, 507}, told.answers
    assert told.refused and max(resumed) <= RESUMES_S
    assert lost == 0 and verdict.startswith("sound: ")

"""A crowd that comes back in another way than pages do would prove nothing of pages."""

import json
import random
import re
import subprocess
from pathlib import Path

from tests.kit.crowd import TICKET_KEPT_S, Waits
from tools.node import node

PAGES_WAITS = Path(__file__).with_name("waits.mjs")
LINK = Path(__file__).parents[2] / "assets" / "live" / "link.mjs"


def test_onlookers_wait_as_pages_do() -> None:
    """Any run of failures, short and long after the loss, with and without somebody there."""
    chance = random.Random(300)
    failures = [(chance.random() < 0.5, chance.randrange(20_000), chance.random() < 0.1) for _ in range(500)]
    asked = [node(), str(PAGES_WAITS)]
    told = subprocess.run(asked, input=json.dumps(failures).encode(), capture_output=True, check=True)
    waits, ours = Waits(), []
    for absent, lost_ms, was_true in failures:
        if was_true:
            waits.reset()
        ours.append(waits.next(absent, lost_ms / 1000) * 1000)
    assert ours == json.loads(told.stdout)


def test_onlookers_keep_a_ticket_as_long_as_pages_do() -> None:
    """One that no relay was shown."""
    kept = re.search(r"const TICKET_KEPT_MS = ([0-9_]+);", LINK.read_text())
    assert kept is not None and int(kept[1].replace("_", "")) == TICKET_KEPT_S * 1000

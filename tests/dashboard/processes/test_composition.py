"""Small decisions of the composition roots; the whole is tested by the browser tests."""

from pathlib import Path

import pytest

from dashboard.identity.identities import Identities, identity_url
from dashboard.processes.feeds import rank_of
from dashboard.processes.relay import pages, reader_of
from dashboard.settings import load
from feeds.model import Utc
from feeds.sources import configure_all


def test_sources_rank_as_the_file_lists_them() -> None:
    """Of two fresh real sources the first in the file wins; twins, in no file, come after."""
    rank = rank_of(configure_all([{"kind": "traccar"}, {"kind": "owntracks", "name": "phones"}]))
    assert [rank("traccar"), rank("phones"), rank("sim-owntracks")] == [0, 1, 2]


def test_without_a_list_pages_of_the_same_host_may_connect() -> None:
    """Those at the pages' port; only a demonstration takes programs that name no origin."""
    assert pages(load(environment={})) == (None, 8050, False)
    assert pages(load({"mode": "demo", "port": 8051}, environment={})) == (None, 8051, True)


def test_with_a_list_this_machine_keeps_its_own_access() -> None:
    """Listing the public name must not lock the kiosk on the server out."""
    listed = pages(load({"allowed_origins": "https://wall.example", "port": 8051}, environment={}))
    assert listed.listed == {"https://wall.example", "http://127.0.0.1:8051", "http://localhost:8051"}


@pytest.mark.parametrize(
    ("own", "here", "sees"),
    [
        ("", "320104", "320104"),
        ("320104004", "320104", "320104004"),
        ("320104", "320104004", "320104004"),
        ("320105", "320104", None),
        ("320104009", "320104004", None),
    ],
)
async def test_a_screen_asks_for_the_picture_of_its_ground(
    tmp_path: Path, own: str, here: str, sees: str | None
) -> None:
    """No wider than this installation; another district's sees nothing."""
    identities = Identities(identity_url(tmp_path, ""))
    _, secret = identities.enrol_screen("hall", own, by="test", now=Utc(1_795_330_000.0))
    ticket = await reader_of(load({"mode": "live", "scope": here}, environment={}), identities)(secret, False)
    identities.close()
    assert (None if ticket is None else ticket.scope) == sees

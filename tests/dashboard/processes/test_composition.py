"""Small decisions of the composition roots; the whole is tested by the browser tests."""

from dashboard.processes.feeds import rank_of
from dashboard.processes.relay import pages
from dashboard.settings import load
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

"""A store on disk, and a reader of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import url_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store, closed after the test."""
    opened = Store(url_in(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def reader(store: Store, tmp_path: Path) -> Iterator[Reader]:
    """A reader of ``store``."""
    opened = Reader(url_in(tmp_path))
    yield opened
    opened.close()

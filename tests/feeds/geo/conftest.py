"""One drawn district for all geography tests."""

import pytest

from feeds.geo import district


@pytest.fixture(scope="session")
def qinhuai_district():
    """The shipped schematic, drawn without a cache."""
    return district.load()

"""One drawn district for all geography tests, and the same as a centre's own."""

import json

import pytest

from feeds.geo import district, imported
from feeds.geo.layers import layers
from feeds.geo.survey import survey


@pytest.fixture(scope="session")
def qinhuai_district():
    """The shipped schematic, drawn without a cache."""
    return district.load()


@pytest.fixture(scope="session")
def exported(qinhuai_district):
    """Its grids as the page gets them, as if a GIS had written them."""
    return json.loads(json.dumps(layers(qinhuai_district)["grids"]))


@pytest.fixture(scope="session")
def found(exported):
    """What the import says of that file."""
    return survey(exported)


@pytest.fixture(scope="session")
def surveyed(found, tmp_path_factory):
    """The district that was imported from it."""
    folder = tmp_path_factory.mktemp("geo")
    imported.save(folder, found.areas)
    return district.load(None, folder)

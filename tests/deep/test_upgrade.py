"""A centre of this version started on a store of the first one."""

import json
import urllib.request

from tests.dashboard.incidents.test_old_stores import FORMS, INCIDENTS, old_store
from tests.deep.centre import Centre


def test_an_old_store_is_opened_and_shown(centre: Centre) -> None:
    """Its incidents are on the pages' door, its chain is sound, and the wall opens."""
    old_store(centre.data, FORMS[0])
    centre.start_bus()
    centre.start_web()
    with urllib.request.urlopen(f"{centre.url}/api/incidents?limit=100", timeout=30) as answer:
        assert len(json.load(answer)["incidents"]) == INCIDENTS
    with urllib.request.urlopen(f"{centre.url}/wall", timeout=30) as page:
        assert page.status == 200
    assert centre.verified().startswith(f"sound: {2 * INCIDENTS}")

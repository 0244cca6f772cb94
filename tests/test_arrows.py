"""Arrows point one way: feeds know nobody, layouts know words only, the outside worlds have one door each."""

import pytest

from tests import arrows


def test_the_tree_keeps_its_arrows() -> None:
    """Each fault is a sentence with file and line."""
    assert list(arrows.tree()) == []


def test_the_tree_was_really_read() -> None:
    """A checker that finds no file finds no fault either."""
    seen = set(arrows.tree(lambda path, source: [path]))
    assert {"feeds/bus.py", "dashboard/settings.py", "layouts/__init__.py"} <= seen


BAD = [
    ("feeds/runner.py", "from dashboard.settings import Settings"),
    ("feeds/geo/x.py", "import layouts.wall"),
    ("feeds/x.py", "def late():\n    from dashboard import settings"),
    ("feeds/relay/x.py", "from ...dashboard import settings"),
    ("feeds/x.py", "import importlib\nimportlib.import_module('dashboard.settings')"),
    ("layouts/panels/x.py", "from feeds.bus import Bus"),
    ("layouts/x.py", "from feeds import bus"),
    ("layouts/x.py", "from dashboard.incidents.store import Store"),
    ("layouts/x.py", "import dashboard.settings"),
    ("feeds/runner.py", "import redis.asyncio as r"),
    ("dashboard/beats.py", "from redis import Redis"),
    ("dashboard/redis_server.py", "import valkey"),
    ("feeds/sources/x.py", "import websockets"),
    ("feeds/relay/session.py", "from websockets.asyncio.server import serve"),
    ("dashboard/incidents/chain.py", "import sqlalchemy as sa"),
    ("dashboard/web/site.py", "import sqlite3"),
    ("dashboard/cli.py", "import dash"),
    ("dashboard/cli.py", "from fastapi import FastAPI"),
    ("feeds/bus.py", "import os\nurl = os.environ['REDIS_URL']"),
    ("dashboard/web/x.py", "import os\nos.getenv('A')"),
    ("layouts/x.py", "from os import environ"),
]


@pytest.mark.parametrize(("path", "source"), BAD)
def test_a_wrong_arrow_is_seen(path: str, source: str) -> None:
    """One fault each, naming the file and the line."""
    (fault,) = arrows.faults(path, source)
    assert fault.startswith(f"{path}:{len(source.splitlines())} ")


GOOD = [
    ("feeds/bus.py", "import redis.asyncio as redis"),
    ("feeds/relay/server.py", "from websockets.asyncio.server import serve"),
    ("feeds/relay/hub.py", "from feeds.relay import packets\nfrom . import packets"),
    ("dashboard/incidents/store.py", "from sqlalchemy import Engine"),
    ("dashboard/incidents/migrations/versions/v1.py", "from alembic import op"),
    ("dashboard/settings.py", "import os\nos.environ"),
    ("dashboard/web/site.py", "from layouts import wall\nfrom feeds.bus import Bus\nimport dash"),
    ("layouts/divisions.py", "from feeds.geo.qinhuai import STREETS\nfrom feeds.model import Provenance"),
    ("dashboard/children.py", "import os\nos.killpg\nself.environment"),
]


@pytest.mark.parametrize(("path", "source"), GOOD)
def test_a_right_arrow_is_left_alone(path: str, source: str) -> None:
    """The doors themselves are open."""
    assert arrows.faults(path, source) == []

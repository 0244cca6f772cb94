"""The incident's pane: its places, its words, and a key for every order."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.incidents.moves import NAMES
from dashboard.incidents.states import TRANSITIONS, Role, State
from layouts.desk import history, pane
from layouts.words import words

ROOT = Path(__file__).resolve().parents[2]
LIVE = ROOT / "assets" / "live" / "desk"
SLOT = re.compile(r'slot\((?:this\.)?element, "([\w-]+)"\)')
KEYS = dict(re.findall(r'^  (\w+): "(.)",$', (LIVE / "pane" / "keys.mjs").read_text(), re.M))
EITHER = {"suspend", "resume"}
"""A case is suspended or it is not: one key, and one of the two has a button."""


def tags(state: State, role: Role) -> list[str]:
    """What that role may do in that state, by the table."""
    return [
        kind.__struct_config__.tag
        for kind in NAMES
        if (move := TRANSITIONS.get((state, kind))) is not None and role in move.by
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_place_that_the_live_twin_writes_to_is_there(lang: str) -> None:
    """A place that is missing would fail the panel in front of the officer."""
    for build, modules in (
        (pane.build, [LIVE / "pane.mjs", LIVE / "pane" / "desk_orders.mjs"]),
        (history.build, [LIVE / "history.mjs"]),
    ):
        built = json.dumps(build({"lang": lang}).to_plotly_json(), default=lambda one: one.to_plotly_json())
        asked = {name for module in modules for name in SLOT.findall(module.read_text())}
        assert asked
        assert [name for name in asked if f'"data-slot": "{name}"' not in built] == []


def test_every_command_has_a_key() -> None:
    """One letter or digit each, and none for a command that is gone."""
    assert KEYS.keys() == {kind.__struct_config__.tag for kind in NAMES}


@pytest.mark.parametrize("role", list(Role))
def test_no_key_means_two_things_at_once(role: Role) -> None:
    """In no state may a role give two commands by the same key."""
    for state in State:
        for one, other in combinations(tags(state, role), 2):
            if {one, other} != EITHER and {one, other} != {"merge", "unmerge"}:
                assert KEYS[one] != KEYS[other], f"{state}: {one} and {other}"


def test_the_words_of_the_vocabulary_are_its_own() -> None:
    """States, roles, departments and categories are named as the server names them."""
    zh, en = words("zh"), words("en")
    assert (zh["pane.do.accept"], en["pane.role.shift_lead"]) == ("受理", "Shift lead")
    assert zh["pane.department.greening"] == "区园林绿化中心"
    assert en["pane.category.06010"] and zh["pane.status.TO_VERIFY"] == "待核实"


@pytest.mark.parametrize("kind", list(NAMES))
def test_every_field_of_every_command_has_a_name(kind: type) -> None:
    """A form without labels cannot be filled in."""
    known = words("zh")
    fields = [field for field in kind.__struct_fields__ if field != "do"]
    assert [field for field in fields if f"pane.field.{field}" not in known] == []

"""What the desk's fields offer: roles, departments, states and streets, in the page's language."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.incidents.departments import directory
from dashboard.incidents.states import NAMES, ROLE_NAMES, Role
from layouts.divisions import divisions

FIRST_ROLE: Final = Role.SHIFT_LEAD
"""The role a new desk begins in: the one with the most to decide."""


def choices(config: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of ``{id, name}``, and the role to begin in."""
    column = 1 if config["lang"] == "en" else 0
    offices = directory((one["code"], one["name_zh"], one["name_en"]) for one in config["streets"])
    return {
        "first_role": FIRST_ROLE.value,
        "roles": [{"id": role.value, "name": names[column]} for role, names in ROLE_NAMES.items()],
        "units": [{"id": unit.id, "name": (unit.zh, unit.en)[column]} for unit in offices],
        "states": [{"id": state.value, "name": names[column]} for state, names in NAMES.items()],
        "streets": [{"id": one["code"], "name": one["name"]} for one in divisions(config)],
    }

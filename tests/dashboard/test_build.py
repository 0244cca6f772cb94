"""The build that pages compare."""

import tomllib
from pathlib import Path

from dashboard.build import BUILD


def test_the_build_is_the_version_of_the_project() -> None:
    """Two places that say a version must say the same."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == BUILD

"""The hard limits: short files, short functions, everything registered is documented."""

import re
from collections.abc import Iterator

import pytest

from dashboard.settings_table import SETTINGS
from feeds.sources import SOURCES
from layouts import PANELS
from tests import house_rules
from tests.house_rules import ROOT, file_faults, python_faults, undocumented


def test_every_file_keeps_the_limits() -> None:
    """Each fault is a sentence with file and line."""
    faults = []
    for file in house_rules.source_files():
        path, text = file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")
        faults += file_faults(path, text)
        if path.endswith(".py"):
            faults += python_faults(path, text)
    assert faults == []


def test_the_tree_was_really_read() -> None:
    """Files of every kind and room."""
    seen = {file.relative_to(ROOT).as_posix() for file in house_rules.source_files()}
    assert {"run.py", "feeds/bus.py", "assets/main.mjs", "assets/tokens.css", "tests/arrows.py"} <= seen
    assert not any("vendor/" in path for path in seen)


def _layers() -> Iterator[str]:
    text = (ROOT / "assets/live/layers/index.mjs").read_text(encoding="utf-8")
    listed = re.search(r"LAYERS = \[([^\]]*)\]", text)
    assert listed is not None
    yield from re.findall(r"\w+", listed[1])


@pytest.mark.parametrize(
    ("registry", "names"),
    [
        ("SETTINGS", [setting.name for setting in SETTINGS]),
        ("SOURCES", list(SOURCES)),
        ("PANELS", [name for _, name, _ in PANELS]),
        ("LAYERS", list(_layers())),
    ],
)
def test_everything_registered_is_documented(registry: str, names: list[str]) -> None:
    """Each name of a registry stands in docs/, in backticks."""
    assert names, registry
    assert undocumented(iter(names), house_rules.documentation()) == []


LONG = "def f():\n    '''Doc.'''\n" + "    pass\n" * 40


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("feeds/x.py", "x = 1\n" * 401),
        ("feeds/utils.py", "x = 1"),
        ("feeds/x.py", "x = 1  # TO" + "DO later"),
        ("assets/x.mjs", "element.inner" + "HTML = name"),
        ("assets/x.mjs", "ev" + "al(text)"),
        ("tests/x.py", "open('/wo" + "rk/main')"),
    ],
)
def test_a_fault_of_a_file_is_seen(path: str, text: str) -> None:
    """One each."""
    assert len(file_faults(path, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept (KeyError, BaseException):\n    pass",
        "try:\n    f()\nexcept:\n    pass",
        "try:\n    f()\nexcept Exception:  # noqa: BLE001\n    pass",
    ],
)
def test_a_fault_of_python_is_seen(text: str) -> None:
    """One each; a suppression needs its reason."""
    assert len(python_faults("feeds/x.py", text)) == 1


def test_what_is_fine_is_left_alone() -> None:
    """The limits themselves are allowed, and a docstring does not count."""
    assert file_faults("feeds/x.py", "x = 1\n" * 400) == []
    assert file_faults("feeds/x.py", "model.retrieval(x)") == []
    assert python_faults("feeds/x.py", LONG.replace("    pass\n", "", 1)) == []
    assert (
        python_faults("feeds/x.py", "try:\n    f()\nexcept Exception:  # noqa: BLE001 - why\n    pass") == []
    )
    assert undocumented(iter(["a", "b"]), "see `a`") == ["b"]

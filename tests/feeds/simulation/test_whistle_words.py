"""What a simulated whistle says in English."""

import msgspec

from feeds.simulation.centre.whistle_plans import Occasion, Trouble, draft

OCCASION = Occasion("320104004", "320104004-20261122-0", 1_795_330_000.0)
TROUBLE = Trouble(
    "油烟扰民", "Cooking fumes", "26001", "五福街社区第3网格", "Wufujie Community Grid 3", 32.0, 118.7
)


def said(trouble: Trouble) -> dict[str, object]:
    """The command of a draft about it."""
    command: dict[str, object] = draft(OCCASION, trouble, 7)[1]["command"]
    return command


def test_a_draft_is_told_in_both_languages() -> None:
    """An English screen shows no Chinese title for it."""
    command = said(TROUBLE)
    assert command["title"] == "油烟扰民久拖未决 · 五福街社区第3网格"
    assert command["title_en"] == "Cooking fumes, long unsolved · Wufujie Community Grid 3"
    assert command["place_en"] == "Wufujie Community Grid 3"


def test_what_nobody_translated_is_left_out() -> None:
    """A hotline's words have no English; the draft names the kind alone, or says nothing."""
    command = said(msgspec.structs.replace(TROUBLE, place_en=None))
    assert command["title_en"] == "Cooking fumes, long unsolved" and "place_en" not in command
    assert "title_en" not in said(msgspec.structs.replace(TROUBLE, title_en=None))

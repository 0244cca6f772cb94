"""What screens are not sent."""

import copy
from typing import Any

from feeds.discretion import discreet

CASE = {
    "department": "greening",
    "last": {"by": "王", "do": "suspend", "said": {"reason": "等张三回来"}},
    "asked": {"what": "extend", "reason": "李四家没人"},
    "suspended": {"ground": "other", "reason": "等张三回来", "review_at_ms": 5},
}


def test_officers_words_are_left_out_and_the_facts_kept() -> None:
    """Who, what and when stay; the record itself is not touched."""
    body = {"id": "I-1", "title": "积水", "case": CASE}
    kept = copy.deepcopy(body)
    assert discreet("incident", body) == {
        "id": "I-1",
        "title": "积水",
        "case": {
            "department": "greening",
            "last": {"by": "王", "do": "suspend"},
            "asked": {"what": "extend"},
            "suspended": {"ground": "other", "review_at_ms": 5},
        },
    }
    assert body == kept


def test_what_has_nothing_to_hide_is_the_same_object() -> None:
    """Most records are untouched, and cost nothing; odd shapes are no fault."""
    bodies: list[dict[str, Any]] = [{}, {"case": None}, {"case": {}}, {"case": {"last": None, "asked": 3}}]
    for body in bodies:
        assert discreet("incident", body) == body
    camera = {"case": CASE}
    assert discreet("camera", camera) is camera

"""What screens are not sent."""

import copy
from typing import Any

from feeds.discretion import discreet, for_screen, for_wall

CASE = {
    "department": "greening",
    "last": {"by": "王", "do": "suspend", "said": {"reason": "等张三回来"}},
    "asked": {"what": "extend", "reason": "李四家没人"},
    "suspended": {"ground": "other", "reason": "等张三回来", "approver": "李四", "review_at_ms": 5},
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


SIGNED = {
    "number": 1,
    "status": "SCORED",
    "sign_due_ms": 4,
    "signed_by": "张三",
    "check_in": {"at_ms": 5, "attendee": "李四", "place": "张三家门口", "distance_m": 80},
    "answer": {"at_ms": 6, "spoke_with": "张三", "measure": "与李四商定", "until_ms": 9},
    "score": {"at_ms": 7, "by": "王", "points": 90, "remark": "李四很好"},
}
DECLINED = {"number": 2, "status": "DECLINED", "check_in": None, "answer": None, "declined_reason": "找李四"}


def test_a_whistle_keeps_its_clocks_and_loses_its_names() -> None:
    """In every summons of the list, and in every time it was suspended."""
    hold = {"begin_ms": 1, "reason": "等李四", "approver": "李四", "review_at_ms": 8}
    body = {
        "id": "W-1",
        "title": "夜市油烟",
        "reason": "张三投诉",
        "outcome": "solved",
        "result": "张三满意",
        "holds": [hold],
        "last": {"by": "王", "do": "score", "said": {"remark": "李四很好"}},
        "summons": [SIGNED, DECLINED],
    }
    kept = copy.deepcopy(body)
    told = discreet("whistle", body)
    assert told == {
        "id": "W-1",
        "title": "夜市油烟",
        "outcome": "solved",
        "holds": [{"begin_ms": 1, "review_at_ms": 8}],
        "last": {"by": "王", "do": "score"},
        "summons": [
            {
                "number": 1,
                "status": "SCORED",
                "sign_due_ms": 4,
                "check_in": {"at_ms": 5, "distance_m": 80},
                "answer": {"at_ms": 6, "until_ms": 9},
                "score": {"at_ms": 7, "points": 90},
            },
            {"number": 2, "status": "DECLINED", "check_in": None, "answer": None},
        ],
    }
    assert body == kept and not any(name in str(told) for name in ("张三", "李四"))


def test_a_list_with_nothing_to_hide_stays_the_same_list() -> None:
    """Also one of odd things."""
    body: dict[str, Any] = {"summons": [{"number": 1}, 7, None], "holds": []}
    assert discreet("whistle", body) is body


def test_a_wall_is_not_told_who_of_another_office_asked_or_confirmed() -> None:
    """A desk is; what was asked, and the grade, both are told."""
    case = {"asked": {"what": "extend", "by": "赵"}, "event_grade": "II", "grade_confirmed_by": "李四"}
    body = {"title": "积水", "sensitivity": "open", "case": case}
    assert discreet("incident", body) is body
    seen = for_wall("incident", body)
    assert seen is not None and seen["case"] == {"asked": {"what": "extend"}, "event_grade": "II"}


def test_a_whistle_says_no_more_on_a_wall_than_its_incident() -> None:
    """About a hidden one nothing, about a dimmed one its type and standing; other whistles whole."""
    body = {"id": "W-1", "grade_zh": "普通哨", "grade_en": "Ordinary", "status": "BLOWN", "street": "320104",
            "title": "张三家", "title_en": "At Zhang San's", "place": "张三家门口", "place_en": "His door",
            "lat": 32.0, "lon": 118.7, "incidents": ["I-1"], "repeats": ["W-0"]}  # fmt: skip
    assert for_wall("whistle", body) is body
    assert for_wall("whistle", {**body, "sensitivity": "open"}) == {**body, "sensitivity": "open"}
    assert for_wall("whistle", {**body, "sensitivity": "hidden"}) is None
    assert for_wall("whistle", {**body, "sensitivity": "dimmed"}) == {
        "id": "W-1", "grade_zh": "普通哨", "grade_en": "Ordinary", "status": "BLOWN", "street": "320104",
        "sensitivity": "dimmed", "dimmed": True, "title": "普通哨", "title_en": "Ordinary",
    }  # fmt: skip


def test_a_call_for_help_names_nobody_on_a_wall() -> None:
    """By work number; a desk is told the surname, too, and one of an unknown stays as it is."""
    subject = {"kind": "worker", "id": "QH-0421"}
    call = {"subject": subject, "title": "QH-0421 吴", "title_en": "QH-0421", "lat": 32.0}
    assert for_wall("alert", call) == {**call, "title": "QH-0421"}
    nameless = {**call, "title": "QH-0421"}
    assert for_wall("alert", nameless) is nameless
    assert for_screen("worker", {"no": "QH-0421", "surname": "吴"}) == {"no": "QH-0421"}
    hours = {"no": "QH-0421", "shifts": [["08:00", "17:00"]]}
    assert for_screen("worker", hours | {"surname": "吴"}) == for_screen("worker", hours) == {"no": "QH-0421"}


def test_a_wall_may_not_ask_for_the_hours_of_an_imported_roster() -> None:
    """Neither as shifts nor as they are called; a simulated worker's shift is nobody's, and may be shown."""
    named = {"no": "QH-1", "shift_zh": "08:00–17:00", "shift_en": "08:00–17:00"}
    imported = named | {"shifts": [["08:00", "17:00"]], "kept_by": "roster", "surname": "吴"}
    assert for_screen("worker", imported) == {"no": "QH-1"}
    assert for_screen("worker", named) == named

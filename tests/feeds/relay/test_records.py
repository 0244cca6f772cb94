"""The relay's copy of the records."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import messages
from feeds.columns import read_columns
from feeds.discretion import Eyes
from feeds.model import Change, Records, Utc
from feeds.relay import records as module
from feeds.relay.packets import Packet
from feeds.relay.records import Mirror
from tests.feeds.relay.screen import held
from tests.feeds.relay.test_packets import heard

DISTRICT, HERE, THERE = "320104", "320104004", "320104005"


def change(seq: int, id_: str, body: dict[str, Any] | None, kind: str = "incident") -> Change:
    """One step of the log."""
    return Change(seq, kind, id_, Utc(float(seq)), body)


def read(packet: Packet | None) -> Any:
    """What a page reads."""
    assert packet is not None
    return json.loads(b"".join(frame.data for frame in heard(packet)))


def mirror(**by_kind: dict[str, dict[str, Any]]) -> Mirror:
    """A mirror that read these at sequence 10."""
    return Mirror(1, Records(10, by_kind))


def test_a_snapshot_holds_the_kinds_of_screens() -> None:
    """Rosters and grids stay in the relay; a street sees its own, a district all."""
    known = mirror(
        incident={"a": {"street": HERE}, "b": {"street": THERE}, "c": {}},
        worker={"w": {"street": HERE}},
    )
    others = {kind: {} for kind in module.SCREEN_KINDS[1:]}
    assert read(known.snapshot(DISTRICT))["records"] == {
        "incident": {"a": {"street": HERE}, "b": {"street": THERE}, "c": {}},
        **others,
    }
    assert read(known.snapshot(HERE))["records"] == {"incident": {"a": {"street": HERE}}, **others}
    assert read(known.snapshot(HERE))["seq"] == 10
    assert (known.count("incident", DISTRICT), known.count("incident", THERE)) == (3, 1)


def test_officers_words_stay_in_the_centre() -> None:
    """Neither a snapshot nor a change carries them, however the record came in."""
    case = {
        "last": {"do": "annotate", "said": {"text": "张三"}},
        "asked": {"what": "return", "reason": "张三"},
    }
    body = {"street": HERE, "case": case | {"suspended": {"ground": "other", "reason": "张三"}}}
    known = mirror(incident={"a": body})
    known.apply([change(11, "b", body)])
    steps = json.dumps(read(known.changes(HERE, 10)), ensure_ascii=False)
    everything = json.dumps(read(known.snapshot(HERE)), ensure_ascii=False)
    assert "annotate" in steps and everything.count("annotate") == 2
    assert "张三" not in steps + everything


def test_a_snapshot_is_built_once_a_sequence() -> None:
    """Three hundred screens that come at once cost one."""
    known = mirror()
    assert known.snapshot(HERE) is known.snapshot(HERE)
    known.apply([change(11, "a", {"street": HERE})])
    known.snapshot(HERE)
    assert known.snapshots_built == 2


def test_what_leaves_a_street_is_removed_there() -> None:
    """And comes in where it goes; to others it is nothing, but their sequence goes on too."""
    known = mirror(incident={"a": {"street": HERE}})
    known.apply([change(11, "a", {"street": THERE}), change(12, "b", None), change(13, "w", {}, "worker")])
    here, there = read(known.changes(HERE, 10)), read(known.changes(THERE, 10))
    assert (here["after"], here["seq"]) == (10, 13)
    assert [(row["id"], row["body"]) for row in here["changes"]] == [("a", None)]
    assert [(row["id"], row["body"]) for row in there["changes"]] == [("a", {"street": THERE})]
    assert read(known.changes("320104006", 10))["changes"] == []


def test_a_change_tells_when() -> None:
    """In milliseconds, as everything on the wire."""
    known = mirror()
    known.apply([change(11, "a", {"n": 1})])
    assert read(known.changes(DISTRICT, 10))["changes"] == [
        {"seq": 11, "kind": "incident", "id": "a", "at_ms": 11_000.0, "body": {"n": 1}}
    ]


def test_repeated_steps_change_nothing() -> None:
    """A page never sees a sequence twice."""
    known = mirror()
    known.apply([change(11, "a", {"n": 1})])
    assert known.apply([change(11, "a", {"n": 2}), change(9, "a", {"n": 3})]) == 11
    assert read(known.snapshot(DISTRICT))["records"]["incident"] == {"a": {"n": 1}}


def test_only_what_is_held_can_be_resumed() -> None:
    """Before the first step held, and after the last, there is only a snapshot."""
    known = mirror()
    for seq in range(11, 11 + module.HELD_CHANGES + 5):
        known.apply([change(seq, "a", {"n": seq})])
    assert known.changes(DISTRICT, 14) is None
    assert len(read(known.changes(DISTRICT, 15))["changes"]) == module.HELD_CHANGES
    assert read(known.changes(DISTRICT, known.seq))["changes"] == []
    assert known.changes(DISTRICT, known.seq + 1) is None


def test_one_record_that_cannot_be_sent_blanks_no_wall() -> None:
    """It is left out, and a line in the log says so."""
    known = mirror(incident={"bad": {"title": "\ud800"}, "good": {"title": "好"}})
    known.apply([change(11, "worse", {"n": {1: object()}}), change(12, "fine", {})])
    assert sorted(read(known.snapshot(DISTRICT))["records"]["incident"]) == ["fine", "good"]
    assert known.seq == 12


bodies = st.none() | st.fixed_dictionaries({"street": st.sampled_from([HERE, THERE]), "n": st.integers(0, 3)})
steps = st.lists(st.tuples(st.sampled_from("abc"), bodies), max_size=12)


@given(steps, st.integers(0, 12), st.sampled_from([DISTRICT, HERE]))
def test_resuming_ends_where_a_snapshot_does(told: list[tuple[str, Any]], away: int, scope: str) -> None:
    """A page that missed the last steps and resumes holds what a page that starts afresh holds."""
    log = [change(11 + number, id_, body) for number, (id_, body) in enumerate(told)]
    known = mirror()
    known.apply(log[: max(0, len(log) - away)])
    held, seq = read(known.snapshot(scope))["records"]["incident"], known.seq
    known.apply(log)
    for row in read(known.changes(scope, seq))["changes"]:
        if row["body"] is None:
            held.pop(row["id"], None)
        else:
            held[row["id"]] = row["body"]
    assert held == read(known.snapshot(scope))["records"]["incident"]


def sensitive(sensitivity: str, **more: Any) -> dict[str, Any]:
    """An incident that says more than a wall may show."""
    words = {"title": "张三家", "description": "长", "place": "3 号", "lat": 32.02051, "lon": 118.77453}
    facts = {"street": HERE, "urgency": "urgent", "category_zh": "矛盾纠纷", "category_en": "Dispute"}
    return {"sensitivity": sensitivity, **words, **facts, **more}


def test_a_wall_never_hears_of_what_is_hidden() -> None:
    """Neither in a snapshot nor in a change, not even that something went; a desk does."""
    known = mirror(incident={"a": sensitive("hidden")})
    known.apply([change(11, "b", sensitive("hidden")), change(12, "b", None)])
    assert read(known.snapshot(HERE))["records"]["incident"] == {}
    assert read(known.changes(HERE, 10))["changes"] == []
    assert "张三家" in json.dumps(read(known.snapshot(HERE, Eyes.DESK)), ensure_ascii=False)
    assert [step["id"] for step in read(known.changes(HERE, 10, Eyes.DESK))["changes"]] == ["b", "b"]


def test_what_becomes_hidden_leaves_the_walls() -> None:
    """As a removal; and it comes back when it no longer is."""
    known = mirror(incident={"a": sensitive("open")})
    known.apply([change(11, "a", sensitive("hidden")), change(12, "a", sensitive("open"))])
    assert [step["body"] is None for step in read(known.changes(HERE, 10))["changes"]] == [True, False]


def test_a_dimmed_incident_is_a_mark_without_words() -> None:
    """A wall gets kind, urgency and roughly where; the words and the place stay."""
    known = mirror(
        incident={"a": sensitive("dimmed", case={"department": "police", "clock": {"due_at_ms": 1}})}
    )
    body = read(known.snapshot(HERE))["records"]["incident"]["a"]
    assert (body["title"], body["title_en"], body["urgency"]) == ("矛盾纠纷", "Dispute", "urgent")
    assert (body["lat"], body["lon"]) == (32.02, 118.774)
    assert not {"description", "place"} & set(body) and body["case"] == {"clock": {"due_at_ms": 1}}


def test_alerts_name_their_incident_to_desks_only() -> None:
    """A call for help is for everybody to see; of an incident a wall hears that there is an alert."""
    call = {"kind": "sos", "subject": {"kind": "worker", "id": "QH-1"}, "title": "QH-1", "street": HERE}
    grave = {"kind": "critical", "subject": {"kind": "incident", "id": "a"}, "title": "张三", "street": HERE}
    known = mirror(alert={"1": call, "2": grave})
    assert read(known.snapshot(HERE))["records"]["alert"] == {
        "1": call,
        "2": {"kind": "critical", "street": HERE},
    }
    assert read(known.snapshot(HERE, Eyes.DESK))["records"]["alert"]["2"] == grave


def test_what_was_closed_long_ago_is_forgotten() -> None:
    """A relay that runs for months holds what is open and what was closed lately, however it heard of it."""
    known = mirror(incident={"a": {"open": False, "closed_at_ms": 5_000}, "b": {"open": True}})
    known.apply([change(11, "c", {"open": False, "closed_at_ms": 9_000})])
    assert set(read(known.snapshot(DISTRICT))["records"]["incident"]) == {"a", "b", "c"}
    known.forget_closed(5_000)
    assert set(read(known.snapshot(DISTRICT))["records"]["incident"]) == {"a", "b", "c"}
    known.forget_closed(6_000)
    assert set(read(known.snapshot(DISTRICT))["records"]["incident"]) == {"b", "c"}


def test_closed_whistles_stay_for_the_month_that_screens_count() -> None:
    """A wall that is opened later says the same figure as one that was there all the time."""
    known = mirror(whistle={"w": {"open": False, "closed_at_ms": 5_000}})
    known.forget_closed(6_000)
    assert set(read(known.snapshot(DISTRICT))["records"]["whistle"]) == {"w"}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.sampled_from(["open", "dimmed", "hidden", "unheard-of", None]),
            st.sampled_from([HERE, THERE, None]),
        ),
        max_size=12,
    ),
    st.integers(0, 12),
)
def test_a_page_that_follows_holds_what_a_new_page_gets(steps: list[Any], cut: int) -> None:
    """Whatever changes kind, street or existence: snapshot plus changes equals snapshot, for both eyes."""
    for eyes in Eyes:
        known = mirror()
        log = [
            change(11 + at, id_, None if seen is None else sensitive(seen, street=street, at=at))
            for at, (id_, seen, street) in enumerate(steps)
        ]
        known.apply(log[:cut])
        held, seq = read(known.snapshot(HERE, eyes))["records"]["incident"], known.seq
        known.apply(log[cut:])
        for step in read(known.changes(HERE, seq, eyes))["changes"]:
            held.pop(step["id"], None)
            if step["body"] is not None:
                held[step["id"]] = step["body"]
        assert held == read(known.snapshot(HERE, eyes))["records"]["incident"]


def some_cameras(count: int) -> dict[str, dict[str, Any]]:
    """With all that a card shows."""
    return {
        f"C-{n:04d}": {
            "lat": 32 + n / 1e4,
            "lon": 118.7,
            "state": "alive",
            "name_zh": "贡院街",
            "street": HERE,
        }
        for n in range(count)
    }


def test_of_many_cameras_a_snapshot_says_only_where_they_are() -> None:
    """And in which state; the rest is for who asks, of those the screen may see."""
    known = mirror(camera=some_cameras(100) | {"C-9": {"lat": 32.0, "lon": 118.7, "alarm": True}})
    told = read(known.snapshot(DISTRICT))
    assert list(told["records"]["camera"]) == ["C-9"]
    assert len(read_columns(told["columns"]["camera"])) == 100
    assert "贡院街" not in json.dumps(told, ensure_ascii=False)
    assert read(known.whole("camera", ["C-0003", "nobody"], HERE))["records"] == {
        "C-0003": some_cameras(100)["C-0003"]
    }
    assert read(known.whole("camera", ["C-0003"], THERE))["records"] == {}


def test_a_few_cameras_are_sent_whole() -> None:
    """Columns of a handful would only cost a question more."""
    told = read(mirror(camera=some_cameras(3)).snapshot(DISTRICT))
    assert "columns" not in told
    assert told["records"]["camera"] == some_cameras(3)


@pytest.mark.parametrize("rebase_after", [0, 500])
def test_columns_and_what_stands_beside_them_are_the_records(
    rebase_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changed, new, gone, moved to another street: whether columns are made anew or not."""
    monkeypatch.setattr(module, "REBASE_AFTER", rebase_after)
    cameras = some_cameras(100)
    known = mirror(camera=cameras)
    known.snapshot(HERE)
    steps: dict[str, dict[str, Any] | None] = {
        "C-0001": cameras["C-0001"] | {"state": "dead"},
        "C-0002": None,
        "C-0003": cameras["C-0003"] | {"street": THERE},
        "C-0100": cameras["C-0004"],
    }
    known.apply([change(11 + n, id_, body, "camera") for n, (id_, body) in enumerate(steps.items())])
    page = held(messages.Snapshot(**{k: v for k, v in read(known.snapshot(HERE)).items() if k != "type"}))
    wanted = {id_: body for id_, body in (cameras | steps).items() if body and body["street"] == HERE}
    assert {id_: body["state"] for id_, body in page["camera"].items()} == {
        id_: body["state"] for id_, body in wanted.items()
    }

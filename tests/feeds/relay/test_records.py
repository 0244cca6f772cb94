"""The relay's copy of the records."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Change, Records, Utc
from feeds.relay import records as module
from feeds.relay.packets import Packet
from feeds.relay.records import Mirror
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
    assert read(known.snapshot(DISTRICT))["records"] == {
        "incident": {"a": {"street": HERE}, "b": {"street": THERE}, "c": {}},
        "camera": {},
    }
    assert read(known.snapshot(HERE))["records"] == {"incident": {"a": {"street": HERE}}, "camera": {}}
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

"""The history of an incident, read off the change log."""

from dashboard.incidents import moves as do
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import Tell, Telling
from dashboard.incidents.refusals import ChangedMeanwhile
from dashboard.incidents.scales import Urgency
from dashboard.incidents.timeline import Difference, Past, since, timeline
from tests.dashboard.incidents.cases import NOW_MS, SAMPLES, TUESDAY_NINE, after, reported


def told(record: Body, **said: object) -> Body:
    """The record once its sender said something more."""
    telling = Telling(
        source="events|district",
        external_id="A-17",
        revision=9,
        received_at=TUESDAY_NINE,
        provenance="real",
        **said,  # type: ignore[arg-type]
    )
    command = Tell(telling, "source:district")
    return command.apply({command.reads[0]: record}).writes[0].body or {}


def history() -> list[Past]:
    """Reported, registered, told again, urgent, critical, then only a remark."""
    bodies = [reported()]
    bodies.append(after(bodies[-1], do.Accept()))
    bodies.append(told(bodies[-1], title="桥下大片垃圾"))
    bodies.append(after(bodies[-1], do.SetUrgency(urgency=Urgency.URGENT)))
    bodies.append(after(bodies[-1], SAMPLES[do.SetUrgency]))
    bodies.append(after(bodies[-1], SAMPLES[do.Annotate]))
    actors = ("source:district", "D-01", "source:district", "D-02", "D-03", "D-03")
    return [
        Past(NOW_MS + 1000 * i, actor, body)
        for i, (actor, body) in enumerate(zip(actors, bodies, strict=True))
    ]


def test_each_change_is_one_line() -> None:
    """Officers by command and role, senders by what they changed."""
    lines = timeline(history())
    assert [line.do for line in lines] == [None, "accept", None, "set_urgency", "set_urgency", "annotate"]
    assert [line.revision for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[1].role == "intake_agent" and lines[5].said == {"text": "已电话联系"}
    status = [changed for changed in lines[1].changed if changed.field == "status"]
    assert status == [Difference("status", "REPORTED", "ACCEPTED", "D-01", NOW_MS + 1000)]
    assert [changed.field for changed in lines[2].changed] == ["title"] and lines[5].changed == ()


def test_a_removal_is_a_line_too() -> None:
    """The last thing that can happen to a record."""
    gone = timeline([*history(), Past(NOW_MS + 9000, "tidy", None)])[-1]
    assert gone.by == "tidy" and all(changed.after is None for changed in gone.changed) and gone.changed


def test_since_a_revision_each_field_is_named_once_with_its_last_author() -> None:
    """Urgency changed twice since revision 2: the officer needs what it was, what it is, and who."""
    assert since(history(), 2) == (
        Difference("title", "桥下垃圾", "桥下大片垃圾", "source:district", NOW_MS + 2000),
        Difference("urgency", "normal", "critical", "D-03", NOW_MS + 4000),
    )


def test_what_was_changed_back_is_no_difference() -> None:
    """Nor is anything since the newest revision, or since one the history does not hold."""
    rows = history()
    back = after(rows[-1].body or {}, do.SetUrgency(urgency=Urgency.NORMAL))
    assert [d.field for d in since([*rows, Past(NOW_MS + 9000, "D-01", back)], 3)] == []
    assert since(rows, 6) == () and since(rows, 77) == () and since([], 1) == ()


def test_a_refused_officer_is_told_what_changed() -> None:
    """The refusal as the desk raised it, explained from the log, keeps record and revisions."""
    rows = history()
    record = rows[-1].body or {}
    refusal = ChangedMeanwhile(2, record).explained(rows)
    assert [d.field for d in refusal.differences] == ["title", "urgency"]
    assert (refusal.expected, refusal.revision, refusal.record) == (2, 6, record)

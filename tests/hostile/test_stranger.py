"""An independent websocket client against the relay: every case ends as it must, others notice nothing."""

import asyncio
from collections import Counter
from collections.abc import Callable

from wsproto.extensions import PerMessageDeflate

from tests.deep.centre import Centre
from tests.hostile.cases_live import Try, everything
from tests.hostile.standing import Bystander, Store, is_alive, resident_mb
from tests.hostile.stranger import TEXT, Heard, Stranger, frame, look

CROWD = 6
GROWTH_MB = 50.0


async def test_hostile_live(centre: Centre, keep: Callable[..., None]) -> None:
    """Hundreds of connections in the families of the Autobahn suite, and our own messages, wrong."""
    cases, pid, turn = list(everything()), centre.running["relay"].pid, asyncio.Semaphore(CROWD)
    store = Store(centre)
    head, before, most = store.head(), resident_mb(pid), 0.0

    async def one(case: Try) -> tuple[Try, str]:
        nonlocal most
        async with turn:
            wrong = await tried(centre, case)
            most = max(most, resident_mb(pid))
            return case, wrong

    async with Bystander(centre) as other:
        told = await asyncio.gather(*map(one, cases))
        assert other.is_live
    stored = store.since(head)
    store.close()
    families, good = (
        Counter(case.family for case in cases),
        Counter(case.family for case, no in told if not no),
    )
    print("\n" + "\n".join(f"{family:<18}{good[family]:>4} of {count}" for family, count in families.items()))
    keep(
        cases=len(cases),
        as_expected=sum(good.values()),
        families={family: f"{good[family]}/{count}" for family, count in families.items()},
        memory_before_mb=round(before, 1),
        memory_growth_mb=round(most - before, 1),
        bystander_slowest_s=round(max(other.waits_s), 2),
        bystander_longest_between_beats_s=round(max(other.beat_gaps_s), 2),
        crashes=int(not is_alive(pid) or centre.running["relay"].poll() is not None),
        stored=len(stored),
    )
    wrong = [f"{case.family}: {case.name}: {no}" for case, no in told if no]
    assert not wrong, "\n".join(wrong)
    assert stored == [], "\n".join(stored)
    assert is_alive(pid) and most - before <= GROWTH_MB
    assert other.is_served, (other.waits_s, other.beat_gaps_s)


async def tried(centre: Centre, case: Try) -> str:
    """What went wrong; "" when it ended as it must."""
    extensions = [PerMessageDeflate(client_no_context_takeover=True)] if case.deflate else []
    async with Stranger(centre.relay_port, *extensions) as stranger:
        heard = stranger.heard
        if heard.status != 101 or bool(heard.extensions) != case.deflate:
            return f"the opening was answered {heard.status} with {heard.extensions}"
        if not case.first:
            await stranger.hello(await asyncio.to_thread(centre.ticket))
        stranger.send(case.sent, case.drip)
        if case.closed:
            await stranger.until(lambda: False)
            return _badly_ended(case, heard)
        await stranger.until(
            lambda: len(heard.echoes) + len(heard.pongs) >= len(case.echoes) + len(case.pongs)
        )
        stranger.send(frame(TEXT, look("and still here")))
        await stranger.until(lambda: "and still here" in heard.echoes)
        return _badly_answered(case, heard)


def _badly_ended(case: Try, heard: Heard) -> str:
    if heard.broken:
        return f"the relay broke the protocol: {heard.broken}"
    if not heard.ended:
        return "the connection lives on"
    if heard.closed not in case.closed:
        return f"closed with {heard.closed}, not {case.closed}; bye: {heard.bye}"
    if heard.closed == 1008 and not (heard.bye or heard.reason or case.family.startswith("7")):
        return "closed without a sentence"
    return ""


def _badly_answered(case: Try, heard: Heard) -> str:
    if heard.broken or heard.closed is not None:
        return f"ended with {heard.closed}: {heard.bye} {heard.broken}"
    expected = [*case.echoes, "and still here"]
    if heard.echoes != expected or tuple(heard.pongs) != case.pongs:
        return f"answered {str(heard.echoes)[:80]} and {str(heard.pongs)[:80]}"
    return ""

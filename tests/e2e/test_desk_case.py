"""One incident on the desk, from its report to its close, by keyboard only; and two officers at once."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.e2e.conftest import Console
from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_incident, await_status

SQUAD = "Shuangtang"
"""The street whose squad the place belongs to."""


REMEMBER = """() => {
  const line = document.querySelector('.order-line');
  window.said = [];
  const note = () => window.said.push(line.textContent);
  new MutationObserver(note).observe(line, { childList: true, characterData: true, subtree: true });
}"""
"""All that the line under a form says from now on: some of it stands for a second and a half only."""


@pytest.fixture
def case(demo: Demo) -> dict[str, Any]:
    """An incident that a citizen has just reported to the hotline."""
    name = f"Flooded underpass {uuid4().hex[:8]}"
    data = {"external_id": name, "revision": 1, "title": name, "title_en": name, "category": "10006"}
    data |= {"urgency": "urgent", "lat": 32.0205, "lon": 118.7745, "place": "21 Zhonghua Rd"}
    event = {"specversion": "1.0", "id": name, "source": "urn:test:12345", "data": data}
    event |= {"type": "cn.wanglou.incident.reported", "subject": name}
    status, body = demo.post(
        "/intake/events", json.dumps(event).encode(), Authorization=f"Bearer {demo.token()}"
    )
    assert status == 201, body
    told: dict[str, Any] = json.loads(body)
    return {"id": told["id"], "title": name}


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """Another officer's desk, in a browser of their own."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def open_desk(page: Page, demo: Demo, path: str = "/desk") -> None:
    page.goto(f"{demo.url}{path}?lang=en")
    await_status(page, "s.link === 'live' && s.counts.incidents > 0")
    await_in_page(page, "document.querySelector('.deskbar-officer label:not([hidden]) input')")


def sit_down(page: Page, name: str) -> None:
    """Give one's name: the first field of the page."""
    while page.evaluate("() => document.activeElement.tagName") != "INPUT":
        page.keyboard.press("Tab")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def act_as(page: Page, role: str, unit: str = "") -> None:
    """Change the role by its key, by typing its name; a department also names itself."""
    page.keyboard.press(".")
    choose(page, role)
    if unit:
        page.keyboard.press("Tab")
        choose(page, unit)
    page.keyboard.press("Enter")
    words = f"document.querySelector('[data-slot=as]').textContent.includes('as {role}')"
    await_in_page(page, words)


def choose(page: Page, name: str) -> None:
    """Type an option's name in the list that has the focus; again where the browser took a slow machine's
    next letter, after its second of patience, for the first of another name.
    """
    for _ in range(10):
        page.keyboard.type(name)
        chosen = "() => document.activeElement.selectedOptions[0].textContent"
        if name in page.evaluate(chosen):
            return
        page.wait_for_timeout(1500)
    raise AssertionError(f"{name!r} is not chosen")


def press(page: Page, key: str, do: str) -> None:
    """Press a command's key once it is legal, and wait for its form."""
    await_in_page(page, f"document.querySelector('[data-do={do}]')")
    page.keyboard.press(key)
    await_in_page(page, "document.querySelector('form.order')")


def await_state(page: Page, state: str) -> float:
    """Until the pane says so, from the live record."""
    return await_in_page(page, f"document.querySelector('.case-status').dataset.status === '{state}'")


def send(page: Page) -> None:
    """Enter, until the form is gone: what a store was too busy for stays, and is said not to be sent."""
    line = "document.querySelector('.order-line')"
    while page.evaluate("() => document.querySelector('form.order') !== null"):
        page.keyboard.press("Enter")
        await_in_page(page, f"!{line} || {line}.textContent.includes('Not sent')")


def order(page: Page, key: str, do: str, state: str, said: str = "") -> None:
    """A command by its key, its first field typed where it has one to fill, sent with Enter, and seen."""
    press(page, key, do)
    if said:
        page.keyboard.type(said)
    send(page)
    print(f"{do}: {state} on the desk after {await_state(page, state):.2f} s")


def report(page: Page, do: str) -> None:
    """Report back "yes": the first of two answers, of which none is given beforehand."""
    press(page, "v", do)
    page.keyboard.press("Enter")
    await_in_page(page, "document.querySelector('.order-line').textContent.includes('must be given')")
    page.keyboard.press("Space")
    send(page)


def take_to_close(page: Page) -> None:
    """The whole way through, in the roles it takes; each state is seen on the desk."""
    act_as(page, "Intake")
    order(page, "h", "ask_verification", "TO_VERIFY")
    act_as(page, "Verifier")
    report(page, "report_verification")
    act_as(page, "Intake")
    order(page, "a", "accept", "ACCEPTED")
    act_as(page, "Shift")
    order(page, "f", "file", "FILED")
    order(page, "d", "dispatch", "DISPATCHED")
    act_as(page, "Handling", SQUAD)
    order(page, "s", "sign", "SIGNED")
    order(page, "b", "start", "HANDLING")
    order(page, "g", "give_feedback", "FEEDBACK", "pumped dry")
    act_as(page, "Shift")
    order(page, "c", "ask_check", "CHECKING")
    act_as(page, "Verifier")
    report(page, "report_check")
    act_as(page, "Shift")
    order(page, "x", "close", "CLOSED")


def test_one_officer_takes_a_case_from_report_to_close_by_keyboard(
    demo: Demo, page: Page, console: Console, case: dict[str, Any]
) -> None:
    """Found by search, verified, registered, filed, dispatched in two keys, signed, handled, checked, closed:
    every state is seen, and the history has every step with its role.
    """
    open_desk(page, demo)
    sit_down(page, "Wang")
    await_incident(page, case["id"])
    page.keyboard.press("/")
    page.keyboard.type(case["title"])
    page.keyboard.press("ArrowDown")
    await_in_page(page, f"document.activeElement.closest('[row-id={case['id']}]')")
    page.keyboard.press("Enter")
    await_in_page(page, f"location.pathname === '/desk/incidents/{case['id']}'")
    await_state(page, "REPORTED")

    take_to_close(page)
    await_in_page(page, "document.querySelectorAll('.history-list .step').length === 12")
    steps = page.locator(".history-list .step-head").all_inner_texts()
    assert steps[0] == "Wang (Shift lead): Close"
    assert steps[-1] == "Reported by 12345 hotline"
    assert "Wang (Handling department): Give feedback" in steps
    history = page.locator(".history-list").inner_text()
    assert "pumped dry" in history and "Status: Filed → Dispatched" in history and "{" not in history
    assert [error for error in console.errors if "409" not in error] == []


def test_a_second_officers_order_on_an_old_picture_is_refused_with_the_difference(
    demo: Demo, page: Page, second: Page, case: dict[str, Any]
) -> None:
    """Both have it open, both fill in a form. The first sends; the second is told what changed, by whom,
    keeps what they typed, looks again, and only then succeeds.
    """
    for desk, name in ((page, "Wang"), (second, "Li")):
        open_desk(desk, demo, f"/desk/incidents/{case['id']}")
        sit_down(desk, name)
        act_as(desk, "Shift")
        await_state(desk, "REPORTED")
    press(second, "i", "annotate")
    second.keyboard.type("caller reached by telephone")
    order(page, "a", "accept", "ACCEPTED", "seen on camera")

    told = "document.querySelector('.case-notice').textContent.includes('Changed by Wang just now: Register')"
    await_in_page(second, told)
    kept = "document.activeElement.value === 'caller reached by telephone'"
    assert second.evaluate(f"() => {kept}"), "the update took neither the focus nor what was typed"

    second.keyboard.press("Enter")
    await_in_page(second, "document.querySelector('.conflict:not([hidden])')")
    conflict = second.locator(".conflict").inner_text()
    assert "Changed meanwhile" in conflict
    assert "Status: Reported → Registered (Wang," in conflict
    assert json.loads(demo.ask(f"/api/incidents/{case['id']}")[1])["revision"] == 2

    second.keyboard.press("Enter")
    await_in_page(second, "!document.querySelector('.conflict:not([hidden])')")
    assert second.evaluate(f"() => {kept}")
    second.keyboard.press("Enter")
    await_in_page(second, "!document.querySelector('form.order')")
    history = json.loads(demo.ask(f"/api/incidents/{case['id']}/history")[1])["history"]
    assert [(entry["by"], entry["do"]) for entry in history[1:]] == [("Wang", "accept"), ("Li", "annotate")]


def test_an_order_without_a_network_is_kept_and_sent_once(
    demo: Demo, page: Page, case: dict[str, Any]
) -> None:
    """The desk says that nothing was sent yet, keeps what was typed, and sends the same click when asked."""
    cut: list[Request] = []
    online = False

    def network(route: Route) -> None:
        if online:
            return route.continue_()
        cut.append(route.request)
        return route.abort()

    # before the page is opened: of routes made later the next request slips by one time in thirteen
    page.route("**/commands", network)
    open_desk(page, demo, f"/desk/incidents/{case['id']}")
    sit_down(page, "Wang")
    press(page, "i", "annotate")
    page.keyboard.type("one remark")
    page.evaluate(REMEMBER)
    page.keyboard.press("Enter")
    await_in_page(page, "document.querySelector('.order-line').textContent.includes('Not sent')")
    assert page.evaluate("() => window.said.some((line) => line.includes('Not yet sent'))")
    online = True
    page.keyboard.press("Enter")
    await_in_page(page, "!document.querySelector('form.order')")
    history = json.loads(demo.ask(f"/api/incidents/{case['id']}/history")[1])["history"]
    assert [entry["said"] for entry in history[1:]] == [{"text": "one remark"}]
    assert len({request.post_data_json["id"] for request in cut}) == 1, "the same click each time"


def test_an_address_of_no_incident_says_so(demo: Demo, page: Page) -> None:
    """And of one that is no longer on the live picture is fetched (proven by the unit of the follower)."""
    open_desk(page, demo, "/desk/incidents/I-NOSUCHINCIDENT")
    await_in_page(
        page, "document.querySelector('.case-empty').textContent.includes('no incident I-NOSUCHINCIDENT')", 10
    )


def test_hostile_text_is_shown_and_nothing_else(demo: Demo, page: Page, case: dict[str, Any]) -> None:
    """Markup in a remark stands in the history as it was typed."""
    hostile = "<img src=x onerror=document.title='owned'> \u202e {{7*7}} 'quote\""
    body = {"id": str(uuid4()), "officer": {"name": "<b>Li</b>"}, "role": "shift_lead"}
    body |= {"expected_revision": 1, "command": {"do": "annotate", "text": hostile}}
    assert demo.post(f"/api/incidents/{case['id']}/commands", json.dumps(body).encode())[0] == 200
    open_desk(page, demo, f"/desk/incidents/{case['id']}")
    await_in_page(page, "document.querySelector('.history-list').textContent.includes('onerror=')")
    assert page.locator(".history-list :is(img, b)").count() == 0
    assert page.title() != "owned"

"""Mode live from nothing, in a real browser: accounts from the command line, signing in, an order, a session
that ends under a half-filled form, a screen that is enrolled and revoked.
"""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e.conftest import Console
from tests.e2e.demo import Demo
from tests.e2e.live import PASSWORD, TOKEN, configured, running, wanglou
from tests.e2e.wall import await_in_page, await_status

FIELDS = ("name", "password")
WHO = "王敏 (wang.min)"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """With a shift lead and an administrator, who chose their passwords themselves."""
    config = configured(tmp_path_factory.mktemp("live"))
    for person in (("root", "--admin"), ("wang.min", "--name", "王敏", "--role", "shift_lead")):
        wanglou(config, "user", "add", *person, "--own", said=f"{PASSWORD}\n")
    with running(config) as installation:
        yield installation


@pytest.fixture
def case(live: Demo) -> str:
    """An incident that the hotline has just reported; its id."""
    name = f"Flooded underpass {uuid4().hex[:8]}"
    data = {"external_id": name, "revision": 1, "title": name, "title_en": name, "category": "10006"}
    data |= {"urgency": "urgent", "lat": 32.0205, "lon": 118.7745, "place": "中华路 21 号门前"}
    event = {"specversion": "1.0", "id": name, "source": "urn:test:12345", "data": data}
    event |= {"type": "cn.wanglou.incident.reported", "subject": name}
    status, body = live.post("/intake/events", json.dumps(event).encode(), Authorization=f"Bearer {TOKEN}")
    assert status == 201, body
    return str(json.loads(body)["id"])


def sign_in(page: Page, url: str, name: str) -> None:
    """By keyboard, from wherever one was going: the name has the focus."""
    page.goto(url)
    assert "/sign-in?" in page.url
    await_shown(page, "document.activeElement?.name === 'name'")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(url, timeout=60_000)


def await_shown(page: Page, condition: str) -> None:
    """For pages without a live lane: until a JavaScript expression holds."""
    for _ in range(1200):
        if page.evaluate(f"() => Boolean({condition})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within 60 s: {condition}; the page reads {page.inner_text('body')[:500]}")


def me(page: Page) -> dict[str, object]:
    """Who the server says this browser is."""
    told: dict[str, object] = page.request.get("/".join(page.url.split("/")[:3]) + "/api/me").json()
    return told


def open_form(page: Page, key: str, do: str) -> None:
    """Press a command's key once it is legal, and wait for its form."""
    await_in_page(page, f"document.querySelector('[data-do={do}]')")
    page.keyboard.press(key)
    await_in_page(page, "document.querySelector('form.order')")


def open_board(page: Page, name: str) -> None:
    """The form for one more, on a board of the administrators' page, with the keyboard in its first field."""
    page.locator(f'[data-board="{name}"] [data-do="add"]').click()
    await_shown(page, f"""document.activeElement?.closest('[data-board="{name}"] form')""")


def told_once(page: Page) -> str:
    """Send the form; the secret that is shown once, its dialog closed again."""
    page.keyboard.press("Enter")
    page.locator("dialog.admin-once").wait_for()
    secret = page.locator(".admin-secret").input_value()
    page.keyboard.press("Escape")
    page.locator("dialog.admin-once").wait_for(state="detached")
    return secret


def test_an_officer_signs_in_commands_and_signs_out(
    page: Page, live: Demo, case: str, console: Console
) -> None:
    """The record says who it was; afterwards the session opens nothing, and the desk leads to the sign-in."""
    desk = f"{live.url}/desk/incidents/{case}?lang=en"
    sign_in(page, desk, "wang.min")
    await_status(page, "s.link === 'live' && s.counts.incidents > 0")
    assert WHO in page.locator(".deskbar-officer").inner_text()
    open_form(page, "a", "accept")
    page.keyboard.type("people stand in the water")  # a hotline's report that nobody has seen yet
    page.keyboard.press("Enter")
    await_in_page(page, "document.querySelector('.case-status').dataset.status === 'ACCEPTED'")
    history = page.request.get(f"{live.url}/api/incidents/{case}/history").text()
    assert json.dumps(WHO, ensure_ascii=False) in history
    cookies = page.context.cookies()
    page.click('[data-slot="out"]')
    page.wait_for_url("**/sign-in?lang=en", timeout=60_000)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what it gave is what it takes
    assert me(page) == {"kind": "nobody"}
    page.goto(desk)
    assert "/sign-in?next=" in page.url
    assert [each for each in console.errors if "401" not in each] == []


def test_who_types_is_not_moved(page: Page, live: Demo) -> None:
    """The page asks who one is while a name and a password are being typed: each stays in its own field."""
    held: list[Route] = []
    page.route("**/api/me", lambda route: held.append(route))
    page.goto(f"{live.url}/sign-in?lang=en")
    await_shown(page, "document.activeElement?.name === 'name'")
    page.keyboard.type("wang.min")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD[:7])
    while not held:
        page.wait_for_timeout(50)
    with page.expect_response("**/api/me"):
        held[0].continue_()
    page.evaluate("() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))")
    page.keyboard.type(PASSWORD[7:])
    typed = [page.locator(f'[data-part="sign_in"] input[name={name}]').input_value() for name in FIELDS]
    assert typed == ["wang.min", PASSWORD]


def test_a_session_ends_and_what_was_typed_is_kept(page: Page, live: Demo, case: str) -> None:
    """The desk says so in a line; signing in again happens over it; the same form goes on."""
    sign_in(page, f"{live.url}/desk/incidents/{case}?lang=en", "wang.min")
    await_status(page, "s.link === 'live' && s.counts.incidents > 0")
    open_form(page, "i", "annotate")
    page.keyboard.type("half of a sentence")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    await_in_page(page, "!document.querySelector('[data-slot=expired]').hidden")
    page.click('[data-slot="again"]')
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    await_in_page(page, "document.querySelector('[data-slot=expired]').hidden")
    field = page.locator("form.order textarea, form.order input[type=text]").first
    assert field.input_value() == "half of a sentence"
    field.focus()
    page.keyboard.press("Control+Enter")
    await_in_page(page, "!document.querySelector('form.order')")
    history = page.request.get(f"{live.url}/api/incidents/{case}/history").text()
    assert "half of a sentence" in history


def test_a_screen_is_enrolled_and_revoked(page: Page, browser: Browser, live: Demo, console: Console) -> None:
    """The administrators' page by keyboard; the wall shows what there is until it is taken back, then
    only that it is not enrolled, and comes up by itself once it is.
    """
    sign_in(page, f"{live.url}/admin?lang=en", "root")
    open_board(page, "users")
    page.keyboard.type("li.na")
    page.keyboard.press("Tab")
    page.keyboard.type('<img src=x onerror="alert(1)">')
    assert len(told_once(page)) == 16
    assert "onerror" in page.locator('tr[data-id="li.na"]').inner_text()
    page.keyboard.press("2")
    open_board(page, "screens")
    page.keyboard.type("Hall left")
    address = told_once(page)
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    wall = context.new_page()
    wall.goto(address)
    await_status(wall, "s.link === 'live'")
    assert wall.url == f"{live.url}/wall"
    for _ in range(2):
        page.click('[data-do="revoke"]')
    wall.wait_for_selector("body.enrolment", timeout=60_000)
    assert wall.locator("#map").count() == 0 and wall.url == f"{live.url}/wall"
    assert context.request.get(f"{live.url}/api/incidents").status == 401
    open_board(page, "screens")
    page.keyboard.type("Hall left, again")
    assert context.request.get(told_once(page)).status == 200
    wall.wait_for_selector("#wanglou", timeout=60_000)
    await_status(wall, "s.link === 'live'")
    context.close()
    assert console.errors == []

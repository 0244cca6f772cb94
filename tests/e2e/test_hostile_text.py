"""Every payload through every text field, looked at in a real Chromium: text, and nothing else."""

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Request

from dashboard.identity.identities import Identities, identity_url
from feeds.model import Utc
from tests.deep.centre import TOKEN, Centre
from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page
from tests.e2e.xss import COUNTING, PAYLOADS, joined
from tests.kit import figures

POLICY = "Content Security Policy"
PASSWORD = "a long sentence that nobody guesses"
STREET = "320104004"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, list[str]]]:
    """A centre of this module's own without a simulation, full of them; the incidents that hold them."""
    with Centre(tmp_path_factory.mktemp("hostile")).serving() as centre:
        (centre.data / "demo-token").write_text(TOKEN)
        demo = Demo(centre.running["web"], centre.port, centre.relay_port, centre.data)
        yield demo, filled(demo)


class Watch:
    """What a page did that no text may make it do."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.elsewhere: list[str] = []
        self.blocked: list[str] = []
        self._page, self._ours = page, (f"http://127.0.0.1:{demo.port}", f"ws://127.0.0.1:{demo.relay_port}")
        page.add_init_script(COUNTING)
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("request", self._note)
        page.on(
            "console", lambda said: "Content Security Policy" in said.text and self.blocked.append(said.text)
        )

    def _note(self, request: Request) -> None:
        if not request.url.startswith((*self._ours, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def findings(self) -> dict[str, Any]:
        """Scripts that ran, what the policy had to stop, what was asked of others. Empty is right."""
        hits, violations = self._page.evaluate("() => [window.hits, window.violations]")
        found = {"hits": hits, "violations": violations, "elsewhere": self.elsewhere, "blocked": self.blocked}
        return {name: value for name, value in found.items() if value}


def test_hostile_pages(hostile: tuple[Demo, list[str]], browser: Browser) -> None:
    """Wall, desk, every incident's page, sign-in, refusals and raw answers: text, wherever it stands."""
    demo, incidents = hostile
    page = browser.new_context(viewport={"width": 1600, "height": 900}).new_page()
    watch, bypassed, shown, began = Watch(page, demo), dict[str, Any](), set[str](), time.monotonic()
    addresses = addresses_of(incidents)
    for address in addresses:
        page.goto(demo.url + address)
        if "/incidents/I-" in address and address.startswith("/desk"):
            await_in_page(page, "document.querySelector('.case-status') && document.querySelector('.step')")
        if address.startswith(("/wall", "/desk")):
            text = settled_text(page)
            shown |= {payload for payload in PAYLOADS if payload in text}
        if found := watch.findings():
            bypassed[address] = found
    page.context.close()
    told: dict[str, Any] = {"cases": len(PAYLOADS), "pages": len(addresses)}
    told |= {"payloads_seen_as_text": len(shown), "bypassed": len(bypassed)}
    figures.write("test_hostile_pages", told, time.monotonic() - began, passed=not bypassed)
    assert bypassed == {} and len(PAYLOADS) >= 60 and len(shown) >= 60


def settled_text(page: Page) -> str:
    """What the page says, once two looks agree; clocks that run count as well, so not for ever."""
    text = ""
    for _ in range(10):
        before, text = text, page.inner_text("body")
        if text == before:
            break
        page.wait_for_timeout(300)
    return text


def addresses_of(incidents: list[str]) -> list[str]:
    """What is looked at."""
    pages = ["/wall", "/wall?lang=en", "/desk", "/desk?lang=en", "/sign-in", "/api/docs"]
    pages += [f"/desk/incidents/{id}" for id in incidents]
    pages += [f"/wall?{name}={quote(' '.join(PAYLOADS[:8]))}" for name in ("lang", "scope", "screen")]
    pages += ["/api/incidents?status=all&limit=50", f"/api/incidents/{incidents[0]}/history"]
    return [*pages, *(f"/{quote(text, safe='')}" for text in joined(600))]


def test_hostile_names_before_an_administrator(hostile: tuple[Demo, list[str]], browser: Browser) -> None:
    """Accounts, screens, sources and the log of them."""
    demo, _ = hostile
    page = browser.new_context(viewport={"width": 1600, "height": 900}).new_page()
    watch = Watch(page, demo)
    page.goto(f"{demo.url}/sign-in")
    signed = page.evaluate(
        """async ([name, password]) => {
          const headers = { 'Content-Type': 'application/json' };
          const body = JSON.stringify({ name, password });
          return (await fetch('/api/sign-in', { method: 'POST', headers, body })).status;
        }""",
        ["root", PASSWORD],
    )
    assert signed == 204
    page.goto(f"{demo.url}/admin")
    await_in_page(page, "document.body.innerText.includes('hit()')")
    assert watch.findings() == {}
    page.context.close()


def test_an_export_holds_no_formula_and_opens_nothing(
    hostile: tuple[Demo, list[str]], browser: Browser, tmp_path: Path
) -> None:
    """It is saved, not shown; every cell is text."""
    demo, _ = hostile
    page = browser.new_context(accept_downloads=True).new_page()
    page.goto(f"{demo.url}/sign-in")
    with page.expect_download() as started:
        page.evaluate("() => { location.href = '/api/incidents.csv?status=all'; }")
    file = tmp_path / "export.csv"
    started.value.save_as(file)
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    assert len(rows) > 10 and len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r")] == []
    page.context.close()


def filled(demo: Demo) -> list[str]:
    """Put every payload into every text there is; the incidents' ids."""
    titles, texts, names = joined(200), joined(2000), [one for one in PAYLOADS if len(one) <= 64]
    incidents = []
    for number, title in enumerate(titles):
        long = texts[number % len(texts)]
        data = {"external_id": f"x{number} {title}", "revision": 1, "title": title, "title_en": title}
        data |= {"place": long, "place_en": long, "urgency": "critical", "lat": 32.0205, "lon": 118.7745}
        incidents.append(str(_event(demo, f"x{number}", data)["id"]))
    for number, name in enumerate(names):
        id = incidents[number % len(incidents)]
        said = {"do": "annotate", "text": texts[number % len(texts)]}
        _order(demo, f"/api/incidents/{id}/commands", name.replace(":", ";"), said, _revision(demo, id))
        _sent(demo, "/intake/positions", {"entity": name, "lat": 32.02, "lon": 118.77 + number / 5000})
    for title in titles:
        draft = {"do": "draft", "grade": "ordinary", "title": title, "reason": texts[0], "street": STREET,
                 "departments": ["ecology-environment"], "lat": 32.0205, "lon": 118.7745}  # fmt: skip
        _order(demo, "/api/whistles", "王", draft, 0)
    for text in (*texts, *titles):
        form = f"api_key={demo.token()}&service_code=06010&lat=32.02&long=118.77"
        form += f"&description={quote(text)}&address_string={quote(text)}"
        demo.post(
            "/open311/v2/requests.json", form.encode(), Content_Type="application/x-www-form-urlencoded"
        )
    _people(demo.data, [name for name in names if ":" not in name])
    return incidents


def _people(data: Path, names: list[str]) -> None:
    identities, now = Identities(identity_url(data, "")), Utc(time.time())
    told: dict[str, Any] = {"by": "command line", "now": now}
    identities.add_account("root", name="root", admin=True, password=PASSWORD, must_change=False, **told)
    for number, name in enumerate(names[:30]):
        identities.add_account(f"p{number}", name=name, password=PASSWORD, must_change=False, **told)
    for name in names:
        identities.enrol_screen(name, "", **told)
    identities.close()


def _event(demo: Demo, name: str, data: dict[str, Any]) -> dict[str, Any]:
    event = {"specversion": "1.0", "id": name, "source": "urn:<script>hit()</script>", "data": data}
    event |= {"type": "cn.wanglou.incident.reported", "subject": "<img src=x onerror=hit()>"}
    return _sent(demo, "/intake/events", event)


def _sent(demo: Demo, path: str, content: Any) -> dict[str, Any]:
    status, body = demo.post(path, json.dumps(content).encode(), Authorization=f"Bearer {demo.token()}")
    assert status < 300, (path, content, body)
    told: dict[str, Any] = json.loads(body)
    return told


def _order(demo: Demo, path: str, officer: str, command: dict[str, Any], revision: int) -> None:
    order = {"id": str(uuid4()), "officer": {"name": officer}, "role": "shift_lead", "command": command}
    status, body = demo.post(path, json.dumps(order | {"expected_revision": revision}).encode())
    assert status in (200, 201), (path, order, body)


def _revision(demo: Demo, id: str) -> int:
    return int(json.loads(demo.ask(f"/api/incidents/{id}")[1])["revision"])

"""While the store takes no writes, every wall and desk says so and goes on showing what moves."""

import pytest
from playwright.sync_api import Page

from tests.e2e.demo import Demo, wait_until
from tests.e2e.wall import await_in_page, await_status, open_wall
from tests.kit.nemesis import locked

NOTE = "document.querySelector('[data-panel=health]:not([hidden])')?.innerText.includes(%r)"


@pytest.mark.parametrize(("lang", "words"), [("zh", "不在存储"), ("en", "NOT STORING")])
def test_the_wall_says_that_nothing_is_stored(demo: Demo, page: Page, lang: str, words: str) -> None:
    """Another program holds the database: said in the strip and at /healthz; gone by itself afterwards."""
    open_wall(page, demo.url, f"?lang={lang}")
    await_status(page, "s.moving >= 300")
    await_in_page(page, f"!({NOTE % words})")
    with locked(demo.data / "wanglou.db"):
        took = await_in_page(page, NOTE % words)
        print(f"not storing: said after {took:.1f} s")
        wait_until(lambda: demo.health()["storing"] is False, 10, "/healthz to say it")
        tick = page.evaluate("() => window.wanglou.status().tick")
        await_status(page, f"s.link === 'live' && s.tick > {tick}")
    await_in_page(page, f"!({NOTE % words})")
    wait_until(lambda: demo.health()["storing"] is True, 10, "/healthz to say that it stores")


AMISS = "document.querySelector('[data-slot=amiss]:not([hidden])')"
FITS = """() => {
  const bar = document.querySelector('.deskbar'), note = document.querySelector('[data-slot=amiss]');
  const { left, right, height } = note.getBoundingClientRect();
  const before = document.querySelector('.deskbar-officer').getBoundingClientRect();
  const whole = left >= before.right && right <= innerWidth && height < bar.clientHeight;
  const fields = [...bar.querySelectorAll('.deskbar-field:not([hidden])')];
  return whole && [bar, ...fields].every((box) => box.scrollWidth <= box.clientWidth);
}"""


@pytest.mark.parametrize(("lang", "words"), [("zh", "不在存储"), ("en", "Not storing for")], ids=["zh", "en"])
def test_the_desk_says_that_no_order_would_be_kept(demo: Demo, page: Page, lang: str, words: str) -> None:
    """In its bar, on the smallest screen too, without moving what lies below; gone by itself afterwards."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{demo.url}/desk?lang={lang}")
    await_status(page, "s.link === 'live'", 40)
    await_in_page(page, f"!{AMISS}", 30)
    below = "() => document.querySelector('.deskbar').getBoundingClientRect().bottom"
    stood = page.evaluate(below)
    with locked(demo.data / "wanglou.db"):
        await_in_page(page, f"{AMISS}?.innerText.includes('{words}')", 40)
        assert page.evaluate(FITS) and page.evaluate(below) == stood
    await_in_page(page, f"!{AMISS}", 40)

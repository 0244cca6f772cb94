"""While the store takes no writes, every wall says so and goes on showing what moves."""

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
    await_status(page, "s.moving >= 300", 40)
    await_in_page(page, f"!({NOTE % words})", 30)
    with locked(demo.data / "wanglou.db"):
        took = await_in_page(page, NOTE % words, 40)
        print(f"not storing: said after {took:.1f} s")
        wait_until(lambda: demo.health()["storing"] is False, 10, "/healthz to say it")
        tick = page.evaluate("() => window.wanglou.status().tick")
        await_status(page, f"s.link === 'live' && s.tick > {tick}", 20)
    await_in_page(page, f"!({NOTE % words})", 40)
    wait_until(lambda: demo.health()["storing"] is True, 10, "/healthz to say that it stores")

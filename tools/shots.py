"""The pictures of README and docs: a demo in a real Chromium, at every size and in both languages.

``python3 run.py shots`` writes to docs/images; looked at by people, never compared by tests.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.demo import ROOT, Demo, running_demo
from tests.e2e.wall import await_status, open_wall

SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (6656, 1792))
"""Only 1920x1080 is part of the documents; git ignores the others."""


ZOOMS: Final = (15.0, 17.0)
"""Besides the whole district."""
TEMPLE: Final = (32.0205, 118.7885)
"""Where the map goes closer: old town, river and city wall."""


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_demo(Path(data)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        time.sleep(
            30
        )  # let the day so far be made and phones report: nothing in the picture is just starting
        for size in SIZES:
            for lang in ("zh", "en"):
                _wall(browser, demo, size, lang, folder)
        _street(browser, demo, folder)
        _card(browser, demo, folder)
        for lang in ("zh", "en"):
            _desk(browser, demo, lang, folder)
            for zoom in ZOOMS:
                _closer(browser, demo, zoom, lang, folder)
        browser.close()
    return 0


def _page(browser: Browser, demo: Demo, size: tuple[int, int], query: str) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    open_wall(page, demo.url, query)
    await_status(page, "s.moving > 10 && s.counts.incidents > 0", 40)
    time.sleep(4)
    return page


def _wall(browser: Browser, demo: Demo, size: tuple[int, int], lang: str, folder: Path) -> None:
    page = _page(browser, demo, size, f"?lang={lang}")
    name = f"wall-{size[0]}x{size[1]}-{lang}.png"
    page.screenshot(path=folder / name)
    print(name, flush=True)
    page.close()


def _street(browser: Browser, demo: Demo, folder: Path) -> None:
    page = _page(browser, demo, (1920, 1080), "?scope=320104004")
    page.screenshot(path=folder / "street-1920x1080-zh.png")
    page.close()


def _card(browser: Browser, demo: Demo, folder: Path) -> None:
    page = _page(browser, demo, (1920, 1080), "?lang=en")
    page.locator("[data-panel=incidents] [data-incident]").first.focus()
    page.keyboard.press("Enter")
    time.sleep(8)
    page.screenshot(path=folder / "card-1920x1080-en.png")
    page.close()


def _desk(browser: Browser, demo: Demo, lang: str, folder: Path) -> None:
    """The queue with an incident open, and the board of whistles."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    case = json.loads(demo.ask("/api/incidents?status=HANDLING&limit=1")[1])["incidents"][0]["id"]
    page.goto(f"{demo.url}/desk/incidents/{case}?lang={lang}")
    await_status(page, "s.link === 'live' && s.counts.incidents > 0", 40)
    time.sleep(6)
    page.screenshot(path=folder / f"desk-1920x1080-{lang}.png")
    page.keyboard.press("2")
    time.sleep(2)
    page.screenshot(path=folder / f"whistles-1920x1080-{lang}.png")
    page.close()


def _closer(browser: Browser, demo: Demo, zoom: float, lang: str, folder: Path) -> None:
    page = _page(browser, demo, (1920, 1080), f"?lang={lang}&fit=off")
    page.evaluate(
        "([lat, lon, zoom]) => window.wanglou.maps.map.setView([lat, lon], zoom, {animate: false})",
        [*TEMPLE, zoom],
    )
    time.sleep(3)
    page.screenshot(path=folder / f"map{zoom:g}-1920x1080-{lang}.png")
    page.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"))

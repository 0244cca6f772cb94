"""The pictures of README and docs: a demo in a real Chromium, every layer and state, in both languages.

``python3 run.py shots [scene ...]`` writes to docs/images; looked at by people, never compared by tests. What
is to be seen in each is in docs/gallery.md, how it is brought about in ``shots_scenes``.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, sync_playwright

from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.demo import ROOT, Demo, running_demo
from tools.shots_scenes import SCENES, Scene, Studio, report

IMAGES: Final = ROOT / "docs" / "images"
LANGUAGES: Final = ("zh", "en")
QUALITY: Final = 78
SETTLED_S: Final = 30
"""Until the day so far is made and phones report: nothing in a picture is just starting."""


def main(wanted: list[str]) -> int:
    """Take the scenes named, or all."""
    unknown = set(wanted) - set(SCENES)
    if unknown:
        print(f"no scene is called {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
        return 2
    with tempfile.TemporaryDirectory() as data, running_demo(Path(data)) as demo:
        time.sleep(SETTLED_S)
        failed = take(demo, wanted or list(SCENES))
    return 1 if failed else 0


def take(demo: Demo, wanted: list[str], folder: Path = IMAGES) -> list[str]:
    """The pictures of a running demo; returns the names of those that did not come about."""
    failed: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    report(demo, "QH-0042", sos=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for lang in LANGUAGES:
            studio = Studio(demo, browser, lang)
            for name in wanted:
                try:
                    _shoot(studio, SCENES[name], folder / f"{name}-{lang}.jpg")
                except (Error, AssertionError, OSError, RuntimeError) as reason:
                    print(f"{name}-{lang}: {str(reason)[:300]}", flush=True)
                    failed.append(name)
                    studio.close()
            studio.close()
        browser.close()
    return failed


def _shoot(studio: Studio, scene: Scene, path: Path) -> None:
    began = time.monotonic()
    page = scene(studio)
    page.screenshot(path=path, type="jpeg", quality=QUALITY)
    studio.tidy(page)
    print(f"{path.name}  {path.stat().st_size // 1024} kB  {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

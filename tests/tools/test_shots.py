"""The gallery and the scenes it is made of say the same."""

import re

from tools.shots import LANGUAGES, ROOT
from tools.shots_scenes import SCENES

GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")


def test_every_scene_has_its_section_and_its_pictures() -> None:
    """In the order in which they are taken, in both languages."""
    assert re.findall(r"^## (.+)$", GALLERY, re.M) == list(SCENES)
    shown = re.findall(r"\(images/(.+)\.jpg\)", GALLERY)
    assert shown == [f"{name}-{lang}" for name in SCENES for lang in LANGUAGES]

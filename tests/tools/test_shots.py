"""The gallery and the scenes it is made of say the same."""

import json
import re

from tools.shots import LANGUAGES, ROOT
from tools.shots_scenes import SCENES, retold

GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")


def test_every_scene_has_its_section_and_its_pictures() -> None:
    """In the order in which they are taken, in both languages."""
    assert re.findall(r"^## (.+)$", GALLERY, re.M) == list(SCENES)
    shown = re.findall(r"\(images/(.+)\.jpg\)", GALLERY)
    assert shown == [f"{name}-{lang}" for name in SCENES for lang in LANGUAGES]


def test_a_page_can_be_told_otherwise() -> None:
    """The configuration is JSON within the JSON of an answer; only what is named changes."""
    config = {"mode": "demo", "basemap": None, "words": {"mode.demo": "演示"}}
    answer = json.dumps({"props": {"data-config": json.dumps(config, ensure_ascii=False)}})
    told = {"mode": "exercise", "basemap": {"url": "/tiles/{z}", "most": 18}}
    read = json.loads(json.loads(retold(answer, told))["props"]["data-config"])
    assert read == {**config, **told}

"""The table of texts: complete in both languages, used, and nowhere contradicted by the code that uses it."""

import re
from itertools import chain
from pathlib import Path

import pytest

from layouts.words import BILINGUAL, LANGUAGES, WALL, WORDS, words
from layouts.words_map import WORDS_MAP

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
VARIABLE = re.compile(r"\{(\w+)\}")
JS_KEY = re.compile(r"""\bt\(\s*(["'`])(.+?)\1""")
PY_KEY = re.compile(r"""\b(?:words|texts)(?:\(config\))?\[f?"([^"]+)"\]""")
CHOSEN_KEY = re.compile(r'"((?:[a-z]\w*)\.[\w.]+)"')


def _code() -> dict[Path, str]:
    scripts = chain((ROOT / "assets" / "live").rglob("*.mjs"), [ROOT / "assets" / "main.mjs"])
    pages = (path for path in (ROOT / "layouts").rglob("*.py") if not path.name.startswith("words"))
    return {path: path.read_text(encoding="utf-8") for path in chain(scripts, pages) if path.is_file()}


def _asked() -> dict[str, str]:
    """Every key asked for, with ``*`` for its variable part, and a file that asks for it."""
    found: dict[str, str] = {}
    for path, text in _code().items():
        keys = [key for _, key in JS_KEY.findall(text)] if path.suffix == ".mjs" else PY_KEY.findall(text)
        for key in keys:
            found[re.sub(r"\$?\{[^}]*\}", "*", key)] = path.name
    return found


def test_both_languages_say_everything() -> None:
    """No text is missing or blank in either language."""
    assert [
        key for key, pair in WORDS.items() if len(pair) != len(LANGUAGES) or not all(map(str.strip, pair))
    ] == []


def test_no_text_is_written_twice() -> None:
    """The map's texts and the wall's share no key: a key has one owner."""
    assert WALL.keys() & WORDS_MAP.keys() == set()


def test_both_languages_have_the_same_variables() -> None:
    """A variable that one language leaves out would be a fact that half the readers never see."""
    uneven = [
        key for key, (zh, en) in WORDS.items() if set(VARIABLE.findall(zh)) != set(VARIABLE.findall(en))
    ]
    assert uneven == []


def test_english_is_free_of_chinese_but_where_both_are_meant() -> None:
    """Only the banner and the watermark speak both languages at once."""
    assert {key for key, (_, en) in WORDS.items() if CHINESE.search(en)} <= BILINGUAL


def test_chinese_is_translated() -> None:
    """Every Chinese text holds a Chinese character, unless it is all figures, units and signs."""
    plain = [
        key
        for key, (zh, _) in WORDS.items()
        if not CHINESE.search(zh) and re.search(r"[A-Za-z]{2}", VARIABLE.sub("", zh))
    ]
    assert set(plain) <= BILINGUAL


@pytest.mark.parametrize(("key", "file"), sorted(_asked().items()))
def test_every_key_asked_for_exists(key: str, file: str) -> None:
    """Layouts and modules only ask for texts that are in the table."""
    pattern = re.compile(re.escape(key).replace(r"\*", r"[\w.]+"))
    assert any(pattern.fullmatch(known) for known in WORDS), f"{file} asks for {key}"


def test_every_text_of_the_wall_is_asked_for() -> None:
    """A text nobody shows is a lie waiting to be read."""
    asked = [re.compile(re.escape(key).replace(r"\*", r"[\w.]+")) for key in _asked()]
    literal = set(chain.from_iterable(CHOSEN_KEY.findall(text) for text in _code().values()))
    unused = [key for key in WALL if key not in literal and not any(one.fullmatch(key) for one in asked)]
    assert unused == []


def test_a_language_we_do_not_speak_is_refused() -> None:
    """Never a page of keys."""
    with pytest.raises(KeyError):
        words("fr")  # type: ignore[arg-type]

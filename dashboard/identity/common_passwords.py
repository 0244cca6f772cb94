"""Passwords that are guessed first: those that leaked most often, the words they are made of, and patterns.

A list knows what many have chosen, and not what a guesser makes of it: a word with digits behind it, a walk
over the keyboard, a date, a telephone number. The rules know that, and not that ``corvette`` is common.
"""

import re
from typing import Final

from dashboard.identity.leaked_passwords import leaked

WORDS: Final = frozenset(
    """
    password passwd passwort passw0rd pass parola senha clave secret secure geheim mima mimaguo koulin
    admin administrator administrador root toor user guest test tester testing demo default changeme change
    temp temporary letmein welcome hello login signin access master superuser super system server manager
    qwerty qwertz azerty asdf asdfgh zxcv zxcvbn qazwsx qweasd qweasdzxc wasd
    iloveyou loveyou love lovely woaini woaini520 aini wo5201314 mylove baby sunshine princess angel flower
    dragon tiger monkey lion panda phoenix eagle shadow killer hunter ranger batman superman starwars
    spiderman
    pokemon naruto minecraft football baseball soccer basketball hockey chelsea arsenal liverpool barcelona
    juventus michael jordan jessica jennifer ashley daniel thomas charlie george andrew matthew robert william
    summer winter spring autumn january february march april june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday freedom computer internet samsung apple
    google facebook tencent alibaba huawei xiaomi weixin wechat taobao baidu iphone windows microsoft oracle
    money dollar china zhongguo zhonghua beijing shanghai guangzhou shenzhen nanjing jiangsu qinhuai hangzhou
    suzhou wuhan chengdu police gongan jingcha chengguan wangge wanggeyuan jiedao shequ zhengfu zhihui
    command commander dispatch dispatcher centre center control operator officer shift duty street district
    wanglou watchtower tower wall video camera asdasd asd abc abcd abcde aaa test1 pass1 a1b2c3 q1w2e3
    q1w2e3r4 trustno nothing whatever please pokemon1 cookie chocolate cheese banana orange pepper ginger
    purple
    nihao nihaoma zaijian xiexie laoban laogong laopo baobao baobei kuaile shengri xingfu jiankang
    """.split()  # noqa: SIM905 - one word after the other is how such a list is read
)

_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()_+",
)
_LETTER_FOR: Final = str.maketrans("01345789@$!", "oleastbgasi")
_DISTINCT_LEAST: Final = 4
_LEFT_LEAST: Final = 6
"""Letters that must remain beside a word that everybody knows; digits and signs count half."""
_LONG: Final = 20
"""From here on a word inside does not make it guessable; patterns still do."""


def too_common(password: str, known: tuple[str, ...]) -> str | None:
    """Why it is guessed first; None when it is not. ``known``: names of its owner."""
    small = password.casefold()
    if len(set(small)) < _DISTINCT_LEAST:
        return f"it repeats fewer than {_DISTINCT_LEAST} different characters"
    if re.fullmatch(r"(.{1,32}?)\1+.?", small):
        return "it repeats one short piece"
    if small.isdecimal() and len(small) < _LONG:
        return "digits alone are dates and telephone numbers"
    if small in leaked():
        return "it is among those that leaked most often"
    if _walked(small):
        return "it walks along the keyboard, the alphabet or the digits"
    if len(small) >= _LONG:
        return None
    if any(_little_beside(small, word) for word in _owned(known)):
        return "it is hardly more than the owner's name or this system's"
    return _worded(small)


def _walked(small: str) -> bool:
    """Whether all but a few characters are steps along a row, forwards or backwards."""
    pairs = {row[at : at + 2] for row in _ROWS for at in range(len(row) - 1)}
    pairs |= {pair[::-1] for pair in pairs} | {character * 2 for character in small}
    steps = sum(small[at : at + 2] in pairs for at in range(len(small) - 1))
    return len(small) - 1 - steps <= max(1, len(small) // 6)


def _owned(known: tuple[str, ...]) -> list[str]:
    parts = [part for name in known for part in re.split(r"[\s._\-]+", name.casefold()) if len(part) > 1]
    return ["wanglou", "望楼", *parts, *(name.casefold() for name in known if len(name) > 1)]


def _little_beside(small: str, word: str) -> bool:
    return word in small and len(small.replace(word, "", 1)) < _LEFT_LEAST


def _worded(small: str) -> str | None:
    bare = small.strip("0123456789!@#$%^&*()_+-=.,?~ ")
    for stem in (bare, bare.translate(_LETTER_FOR), *re.split(r"[^a-z]+", small)):
        if (stem in WORDS or stem in leaked()) and _weight(
            small.replace(bare if stem not in small else stem, "", 1)
        ) < _LEFT_LEAST:
            return "it is one common word with a few characters"
    letters = re.sub(r"[^a-z]", "", small)
    if _only_words(letters) and (len(small) - len(letters)) / 2 < _LEFT_LEAST:
        return "it is made of common words"
    return None


def _weight(left: str) -> float:
    return sum(1.0 if character.isalpha() else 0.5 for character in left)


def _only_words(letters: str) -> bool:
    """Whether the letters are common words, one after the other, and not more than two of them."""
    if not letters:
        return False
    halves = ((letters[:at], letters[at:]) for at in range(2, len(letters) - 1))
    return letters in WORDS or any(first in WORDS and second in WORDS for first, second in halves)

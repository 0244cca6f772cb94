"""What a password may be, and what hashing it costs."""

import threading

import pytest
from argon2 import PasswordHasher, extract_parameters

from dashboard.identity.common_passwords import too_common
from dashboard.identity.leaked_passwords import FILE, leaked
from dashboard.identity.passwords import AT_ONCE, LEAST, MOST, NOBODYS, BadPassword, Passwords, acceptable

GUESSED = (
    "password",
    "Passw0rd!",
    "P@ssw0rd123",
    "12345678",
    "87654321",
    "qwertyuiop",
    "1qaz2wsx",
    "asdf1234!",
    "qwer1234",
    "admin123",
    "Admin@2024",
    "letmein123456",
    "iloveyou2",
    "woaini1314",
    "nanjing2024",
    "qinhuai888",
    "wanglou!1",
    "summer2025!",
    "abcd1234",
    "a1b2c3d4",
    "welcome1",
    "19900101",
    "13812345678",
    "aaaaaaaa",
    "abcabcabc",
    "zzzzzzzzzzzz",
    "dispatcher1",
    "zhang.wei1",
    "ZHANGWEI2024",
    "123456789012345",
    "password123password123",
    "12345678901234567890",
    "qwertyqwertyqwerty",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
)
GOOD = (
    "correct horse battery staple",
    "K7m-pine-rain",
    "梧桐树下的秋天很好",
    "lantern over nine roofs",
    "x" + "9q!Lm2" * 20,
)


@pytest.mark.parametrize("password", GUESSED)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    """Words, patterns, dates, the owner's own name."""
    with pytest.raises(BadPassword, match="guessed first"):
        acceptable(password, "zhang.wei", "ZhangWei")


@pytest.mark.parametrize("password", GOOD)
def test_length_counts_and_composition_does_not(password: str) -> None:
    """Small letters alone, Chinese, spaces, 121 characters."""
    assert acceptable(password, "zhang.wei", "张伟") == password


@pytest.mark.parametrize(
    "password", ["", "short", "x" * (LEAST - 1), "ab" * MOST, "tab\tinside-it", None, 12345678]
)
def test_what_no_password_can_be(password: object) -> None:
    """The refusal says why and does not repeat it."""
    with pytest.raises(BadPassword) as told:
        acceptable(password)
    assert str(told.value).startswith("password must ")
    assert not password or str(password) not in str(told.value)


def test_what_leaked_most_often_is_refused() -> None:
    """All of a list of more than 3,000 that are long enough, in whatever case, also with digits behind."""
    listed = sorted(leaked())
    assert len(listed) > 11_000 and all(len(each) >= LEAST for each in listed)
    assert FILE.with_name("leaked_passwords.LICENSE").read_text().count("MIT License") == 1
    for each in listed:
        assert too_common(each, ()), each
    for each in ("corvette", "Corvette", "Metallica24", "svetlana!"):
        with pytest.raises(BadPassword, match="guessed first"):
            acceptable(each)


def test_the_hash_is_argon2id_as_owasp_asks() -> None:
    """19 MiB, two passes; and nobody's hash costs the same as everybody's."""
    made = Passwords().hashed("lantern over nine roofs")
    for hashed in (made, NOBODYS):
        found = extract_parameters(hashed)
        assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == (
            "ID",
            19_456,
            2,
            1,
        )
    assert "lantern" not in made


def test_right_wrong_and_nobody() -> None:
    """As it was typed; nobody's is nobody's."""
    passwords = Passwords()
    hashed = passwords.hashed("café on the corner")
    assert passwords.right("café on the corner", hashed)
    assert not passwords.right("Café on the corner", hashed)
    assert not passwords.right("x" * 1_000_000, hashed)
    assert not passwords.right("\ud800", hashed)
    assert not passwords.right("anything", None)
    assert not passwords.right("anything", "no hash at all")


def test_older_hashes_are_of_the_composed_form() -> None:
    """They still open, however it is typed; what was typed decomposed since then opens typed so only."""
    passwords = Passwords()
    composed, decomposed = "caf\u00e9 on the corner", "cafe\u0301 on the corner"
    old, new = passwords.hashed(composed), passwords.hashed(decomposed)
    assert passwords.right(composed, old) and passwords.right(decomposed, old)
    assert passwords.right(decomposed, new) and not passwords.right(composed, new)
    assert not passwords.right(decomposed, None)


def test_an_unknown_name_is_hashed_for_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work, so the same time: counted, not timed."""
    seen: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, hash: str, password: bytes) -> bool:
        seen.append(hash)
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    made = Passwords().hashed("lantern over nine roofs")
    for typed, times in (("wrong", 1), ("wronge\u0301", 2)):
        for hashed in (None, made):
            seen.clear()
            Passwords().right(typed, hashed)
            assert seen == [hashed or NOBODYS] * times


def test_two_hashes_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing in cannot take the machine's memory: twelve ask, two at a time are served, all are."""
    lock, running, most = threading.Lock(), 0, 0
    both = threading.Event()

    def watched(self: PasswordHasher, hash: str, password: bytes) -> bool:
        nonlocal running, most
        with lock:
            running, most = running + 1, max(most, running + 1)
            if running == AT_ONCE:
                both.set()
        both.wait(5)
        with lock:
            running -= 1
        return True

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    passwords = Passwords()
    threads = [threading.Thread(target=passwords.right, args=("x", NOBODYS)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == AT_ONCE

"""`wanglou user|screen|token`, as somebody types them."""

import io
from pathlib import Path

import pytest

from dashboard import cli, people_commands
from dashboard.identity.identities import Identities, identity_url
from dashboard.settings import Settings
from feeds.model import Utc

RIGHT = "lantern over nine roofs"
HERE = ("320104", "320104004")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and this process's umask left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Typed":
    """A command with a line on standard input."""
    return Typed(monkeypatch, capsys)


class Line(io.StringIO):
    """Standard input."""

    def isatty(self) -> bool:
        return False


class Typed:
    """Runs commands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = monkeypatch, capsys

    def __call__(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        """Exit code, what it said and what it said of errors."""
        self._patch.setattr("sys.stdin", Line(stdin))
        code = cli.main([*words, "--data", "here"])
        said = self._capture.readouterr()
        return code, said.out, said.err


@pytest.mark.parametrize(
    "words", [("user", "list"), ("user", "add", "wang"), ("screen", "enrol", "x"), ("token", "list")]
)
def test_a_wrong_folder_is_said_and_not_made(typed: Typed, tmp_path: Path, words: tuple[str, ...]) -> None:
    """How the first account is made, too."""
    code, _, err = typed(*words, stdin=RIGHT)
    assert code == 3 and "holds no accounts" in err and "user add ID --admin" in err
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize(("id", "password"), [("boss", "short"), ("Not an id", RIGHT)])
def test_a_refused_first_account_leaves_nothing(typed: Typed, tmp_path: Path, id: str, password: str) -> None:
    """No folder, and no file that holds nobody."""
    code, out, err = typed("user", "add", id, "--admin", stdin=password)
    assert (code, out) == (2, "") and err.startswith("wanglou: ") and "is made" not in err
    assert not (tmp_path / "here").exists()


def test_from_the_first_admin_to_everybody(typed: Typed) -> None:
    """Added, listed, changed, given another password, disabled, enabled."""
    code, out, err = typed("user", "add", "Boss", "--admin", stdin=f"{RIGHT}\n")
    assert code == 0 and "added boss; the first sign-in asks" in out and "identity.sqlite is made" in err
    words = ("--name", "王伟", "--role", "dispatcher", "--role", "shift_lead", "--unit", "health", "--own")
    assert typed("user", "add", "wang", *words, stdin=RIGHT)[:2] == (
        0,
        "added wang; the password is its own\n",
    )
    assert (
        typed("user", "change", "wang", "--role", "evaluator", "--scope", "320104", "--admin", "yes")[0] == 0
    )
    assert typed("user", "password", "wang", stdin="another lantern here")[0] == 0
    assert typed("user", "disable", "wang")[0] == 0
    line = typed("user", "list")[1].splitlines()[2].split()
    assert line == ["wang", "王伟", "evaluator", "health", "320104", "admin", "disabled"]
    assert typed("user", "enable", "wang")[0] == 0
    identities = Identities(identity_url(Path("here"), ""))
    assert identities.sign_in("wang", "another lantern here", "10.0.0.1", Utc(1e9)).account.must_change
    assert {row.by for row in identities.audit()} == {"command line", "wang"}
    identities.close()


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (("user", "add", "wang"), "short\n", "password must have at least 8 characters"),
        (("user", "add", "boss"), f"{RIGHT}\n", "id is 'boss': is taken"),
        (("user", "add", "王"), f"{RIGHT}\n", "id is '王': must be 2 to 32"),
        (("user", "change", "boss"), "", "nothing to change"),
        (("user", "change", "boss", "--role", "king"), "", "roles is 'king': is no role"),
        (("user", "change", "boss", "--admin", "no"), "", "boss is the last who manages accounts"),
        (("user", "disable", "nobody"), "", "id is 'nobody': is the id of no account"),
        (("user", "password", "nobody"), "", "id is 'nobody': is the id of no account"),
        (("screen", "revoke", "nothing"), "", "id is 'nothing': is the id of no enrolled screen"),
        (("token", "issue", " "), "", "source is ' ': must be the name of a source"),
    ],
)
def test_what_cannot_be_is_a_sentence(typed: Typed, words: tuple[str, ...], stdin: str, said: str) -> None:
    """Exit code 2, nothing changed."""
    typed("user", "add", "boss", "--admin", stdin=RIGHT)
    code, _, err = typed(*words, stdin=stdin)
    assert code == 2 and said in err
    assert typed("user", "list")[1].count("\n") == 2


def test_screens_and_tokens(typed: Typed) -> None:
    """The secret alone on the last line, once; a revoked one is in the list as such."""
    typed("user", "add", "boss", "--admin", stdin=RIGHT)
    screen = typed("screen", "enrol", "大屏一", "--scope", "320104")[1].splitlines()[-1]
    token = typed("token", "issue", "phones", "--entity", "QH-04*", "--entity", "QH-05*")[1].splitlines()[-1]
    identities = Identities(identity_url(Path("here"), ""))
    assert screen.startswith("/wall?scope=320104&screen=")
    shown = identities.screen(screen.partition("screen=")[2])
    issued = identities.intake_token(token)
    identities.close()
    assert shown is not None and shown.scope == "320104"
    assert issued is not None and issued.entities == ("QH-04*", "QH-05*")
    assert typed("screen", "revoke", shown.id)[0] == typed("token", "revoke", issued.id)[0] == 0
    for verb, id in (("screen", shown.id), ("token", issued.id)):
        listed = typed(verb, "list")[1].splitlines()[-1]
        assert listed.startswith(id) and " revoked 2" in listed
        assert screen not in listed and token not in listed


def test_a_token_for_no_source_of_positions_is_noted(typed: Typed) -> None:
    """It may be a sender of incidents; it may be a slip of the pen."""
    typed("user", "add", "boss", "--admin", stdin=RIGHT)
    known = typed("token", "issue", "owntracks", "--mode", "exercise")
    wrong = typed("token", "issue", "owntrakcs", "--mode", "exercise")
    assert (known[0], known[2]) == (0, "")
    assert wrong[0] == 0 and "no [[source]] has the name 'owntrakcs' (those are owntracks," in wrong[2]


def test_a_centre_without_an_administrator_is_noted(typed: Typed, tmp_path: Path) -> None:
    """A start that was refused has made the file, so that the first account may be anybody's."""
    (tmp_path / "here").mkdir()
    Identities(identity_url(tmp_path / "here", "sqlite:///")).close()
    assert "nobody is an administrator yet" in typed("user", "add", "wang", stdin=RIGHT)[2]
    assert "administrator" not in typed("user", "add", "boss", "--admin", stdin=RIGHT)[2]


def test_only_a_scope_asks_for_the_map(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts are had where the map is damaged."""
    read: list[Settings] = []
    monkeypatch.setattr(people_commands, "divisions_here", lambda settings: read.append(settings) or HERE)
    assert typed("user", "add", "boss", "--admin", stdin=RIGHT)[0] == 0
    assert typed("user", "list")[0] == 0 and not read
    assert typed("user", "change", "boss", "--scope", "320104005")[0] == 2 and len(read) == 1


def test_lists_stand_under_their_heads(typed: Typed) -> None:
    """A Chinese character is two columns wide."""
    typed("user", "add", "boss", "--admin", "--name", "王敏", stdin=RIGHT)
    head, row = typed("user", "list")[1].splitlines()
    assert head.index("roles") == row.index("-") + 2


def test_a_password_is_typed_twice(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody sits there."""
    answers = iter([RIGHT, "otherwise", RIGHT, RIGHT])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    monkeypatch.setattr("tests.dashboard.test_people_commands.Line.isatty", lambda self: True)
    code, _, err = typed("user", "add", "boss", "--admin")
    assert code == 2 and "both times must be the same" in err
    assert typed("user", "add", "boss", "--admin")[0] == 0


@pytest.mark.parametrize("scope", ["110101", "320104999", "320104004001"])
def test_a_division_that_is_not_ours_is_refused(typed: Typed, scope: str) -> None:
    """For screens and accounts, naming it; nothing is made."""
    assert typed("user", "add", "boss", "--admin", "--own", stdin=f"{RIGHT}\n")[0] == 0
    for words in (("screen", "enrol", "x"), ("user", "add", "li"), ("user", "change", "boss")):
        code, _, err = typed(*words, "--scope", scope, stdin=f"{RIGHT}\n")
        assert code == 2 and f"scope is '{scope}'" in err, (words, err)
    assert typed("screen", "list")[1].count("\n") == 1

"""Settings: precedence, sentences, what may not be combined, and that the documentation is the table."""

from dataclasses import fields
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.settings import DEMO_SOURCES, Settings, child_environment, documentation, load
from dashboard.settings_table import SETTINGS
from feeds.errors import BadSetting

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No wanglou.toml of the developer's own, and no environment of the machine's."""
    monkeypatch.chdir(tmp_path)


def _load(arguments: dict[str, object] | None = None, toml: str = "", **environment: str) -> Settings:
    Path("wanglou.toml").write_text(toml, encoding="utf-8")
    return load(arguments, environment=environment)


def test_every_line_of_the_table_has_its_attribute() -> None:
    """Settings and SETTINGS name the same things in the same number."""
    assert {line.name for line in SETTINGS} | {"sources"} == {field.name for field in fields(Settings)}


def test_every_default_is_a_legal_value() -> None:
    """A default that its own kind refuses could never be written down by hand."""
    for line in SETTINGS:
        if line.default is not None:
            assert line.kind.parse(line.default) == line.default, line.name


def test_command_line_beats_environment_beats_file_beats_default() -> None:
    """Each source overrides the weaker ones."""
    assert _load().port == 8050
    assert _load(toml="port = 1001").port == 1001
    assert _load(toml="port = 1001", WANGLOU_PORT="1002").port == 1002
    assert _load({"port": "1003"}, toml="port = 1001", WANGLOU_PORT="1002").port == 1003
    assert _load({"port": None}, WANGLOU_PORT="1002").port == 1002


def test_redis_and_database_have_their_usual_names() -> None:
    """REDIS_URL and DATABASE_URL are what every platform sets."""
    settings = _load(REDIS_URL="redis://a:6379/1", DATABASE_URL="postgresql://b/c")
    assert (settings.redis_url, settings.database_url) == ("redis://a:6379/1", "postgresql://b/c")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("prot = 8050", "prot is 8050: there is no such setting, did you mean port? docs/settings.md lists"),
        ("xyz = 1", "xyz is 1: there is no such setting; docs/settings.md lists them"),
        (
            '[[sources]]\nkind = "osmand"',
            "sources is a list of 1: there is no such setting, did you mean source",
        ),
        ("port = 70000", "port is 70000: expected a whole number from 1 to 65535"),
        ("port = true", "port is true: expected a whole number"),
        ("speed = nan", "speed is nan: expected a number from 0.1 to 100"),
        ('scope = "32"', "scope is '32': expected \"district\""),
        ('host = "a b"', "host is 'a b': expected a host name"),
        ('data = ""', "data is '': expected the path of a folder"),
        ('simulate = "perhaps"', "simulate is 'perhaps': expected true or false"),
        ('redis_url = "http://x"', "redis_url is 'http://x': expected an address that starts with redis://"),
        ('allowed_origins = ["x"]', "allowed_origins is a list of 1: expected an origin"),
        ("source = 1", "source is 1: expected [[source]] tables"),
        ("port = 8765", "relay_port is 8765: the pages use this port"),
        ('mode = "live"\nsimulate = true', "simulate is true: mode live shows the real world only"),
        (
            '[[source]]\nkind = "owntracks"\n[[source]]\nkind = "x"\nprovenance = "simulated"',
            "source[1] is 'x': mode",
        ),
        ("port = ", "--config is 'wanglou.toml': the file cannot be read as TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_key_and_value(toml: str, says: str) -> None:
    """The sentence names the key and shows the value."""
    with pytest.raises(BadSetting) as caught:
        _load(toml=toml)
    assert str(caught.value).startswith(says)


def test_a_wrong_variable_and_option_are_spelled_as_they_were_given() -> None:
    """Who set an environment variable must find its name in the sentence; the same for an option."""
    with pytest.raises(BadSetting, match=r"^WANGLOU_RELAY_PORT is 'x': expected a whole number"):
        _load(WANGLOU_RELAY_PORT="x")
    with pytest.raises(BadSetting, match=r"^WANGLOU_PROT is '1': .*, did you mean WANGLOU_PORT\?"):
        _load(WANGLOU_PROT="1")
    with pytest.raises(BadSetting, match=r"^--relay-port is 'x': expected"):
        _load({"relay_port": "x"})


def test_a_secret_is_not_repeated_in_the_sentence() -> None:
    """The sentence ends in a log."""
    with pytest.raises(BadSetting) as caught:
        _load(WANGLOU_SECRET="hunter2")
    assert "hunter2" not in str(caught.value)


def test_a_named_file_must_exist() -> None:
    """A spelling mistake in --config must not silently start with defaults."""
    with pytest.raises(BadSetting, match="there is no such file"):
        load(config=Path("nowhere.toml"), environment={})


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A folder was named, or a Chinese Windows saved it in its own code."""
    with pytest.raises(BadSetting, match="is a folder; name the file in it"):
        load(config=tmp_path, environment={})
    (tmp_path / "gbk.toml").write_text('place_zh = "双塘"', encoding="gbk")
    with pytest.raises(BadSetting, match="is not UTF-8; save it as UTF-8"):
        load(config=tmp_path / "gbk.toml", environment={})


def test_modes_do_not_share_their_data() -> None:
    """A demonstration has its own folder, store and channels."""
    demo, live = load(mode="demo", environment={}), load(mode="live", environment={})
    assert demo.data != live.data
    assert demo.deployment != live.deployment
    assert demo.database_url != live.database_url
    assert (demo.simulate, live.simulate) == (True, False)


def test_doors_stand_open_in_a_demo_and_not_in_live() -> None:
    """Live opens only what its file names; a demo without a file opens all doors."""
    assert load(mode="demo", environment={}).sources == DEMO_SOURCES
    assert load(mode="live", environment={}).sources == ()
    assert _load(toml='[[source]]\nkind = "osmand"').sources == ({"kind": "osmand"},)


def test_the_scope_may_be_said_in_words() -> None:
    """`--scope district` means the district of the demo."""
    assert _load({"scope": "district"}).scope == "320104"
    assert _load({"scope": "320104004"}).scope == "320104004"


def test_a_child_loads_the_very_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the supervisor decided is what its children get, whatever the environment says."""
    monkeypatch.setenv("WANGLOU_PORT", "1002")
    settings = _load(
        {"allowed_origins": "https://a,https://b", "speed": 2.5}, toml="seed = 7", WANGLOU_PORT="1001"
    )
    assert load(environment=child_environment(settings)) == settings


def test_the_documentation_is_printed_from_the_table() -> None:
    """docs/settings.md is never edited by hand: `python -m dashboard.settings > docs/settings.md`."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == documentation()


def test_a_screen_token_out_of_the_documents_stops_the_start() -> None:
    """Whoever reads the example would be let in."""
    with pytest.raises(BadSetting, match=r"screen_token is .*: everybody can read that"):
        load(environment={"WANGLOU_SCREEN_TOKEN": "put-a-long-random-word-here"})


def test_the_example_file_loads() -> None:
    """Copying wanglou.example.toml gives a valid file."""
    settings = load(config=ROOT / "wanglou.example.toml", environment={})
    assert settings.mode == "live"
    assert [table["kind"] for table in settings.sources] == ["owntracks", "osmand"]


@pytest.mark.parametrize("name", ["host", "relay_host"])
@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::", "::ffff:192.0.2.5", "wall.example"])  # noqa: S104 - refused
def test_mode_live_serves_no_other_machine_in_the_clear(name: str, address: str) -> None:
    """It says what would help; a certificate does, and somebody's word that the network is closed."""
    given = {"mode": "live", name: address}
    with pytest.raises(BadSetting, match="tls_cert") as refused:
        load(given, environment={})
    assert refused.value.key == name
    assert load({**given, "plain_http": "yes"}, environment={}).plain_http
    assert load({**given, "tls_cert": "c.pem", "tls_key": "k.pem"}, environment={}).tls_cert
    assert load({**given, "mode": "exercise"}, environment={})


@pytest.mark.parametrize(
    ("verb", "refused"), [("up", True), ("web", True), ("relay", True), ("audit", False)]
)
def test_only_what_listens_is_held_to_it(
    verb: str, refused: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accounts, backups and the like are had before there is a certificate."""
    monkeypatch.setattr("os.umask", lambda _: 0)
    words = [verb, *(["verify"] if verb == "audit" else [])]
    assert cli.main([*words, "--mode", "live", "--host", "192.0.2.5", "--data", "none"]) == (
        2 if refused else 3
    )
    assert ("tls_cert" in capsys.readouterr().err) is refused


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "localhost"])
def test_behind_a_proxy_it_needs_none(address: str) -> None:
    """Only this machine comes that way."""
    assert load({"mode": "live", "host": address}, environment={}).relay_host == address

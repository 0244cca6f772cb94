"""What of ``deploy/`` can be proven without docker and a systemd that runs: that it says what it must."""

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.settings_table import SETTINGS

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = sorted((DEPLOY / "compose").glob("*.yml"))
UNITS = sorted([*(DEPLOY / "systemd").iterdir(), *(DEPLOY / "kiosk").glob("*.service")])
OURS = [path for path in UNITS if path.name.startswith("wanglou") and path.suffix == ".service"]
VERBS = {"up", "web", "feeds", "relay", "backup"}


def unit(path: Path) -> configparser.RawConfigParser:
    """Its sections; keys that may come twice keep the last value."""
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(path.read_text())
    return parsed


def services(path: Path) -> dict[str, Any]:
    """Of one compose file, anchors resolved."""
    told: dict[str, Any] = yaml.safe_load(path.read_text())["services"]
    return told


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_only_nginx_is_reached_from_outside(path: Path) -> None:
    """Store, bus and our own ports are published by nobody."""
    assert [name for name, service in services(path).items() if "ports" in service] == ["nginx"]


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_our_containers_may_do_little(path: Path) -> None:
    """They read their settings, write their data, and gain nothing."""
    ours = {name: one for name, one in services(path).items() if "build" in one}
    assert ours
    for service in ours.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and "privileged" not in service
        assert service["network_mode"] == "service:nginx"
        assert (path.parent / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert service.get("command", ["up"])[0] in VERBS


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_who_has_no_capability_need_not_change_its_user(path: Path) -> None:
    """An image that starts as root and steps down by itself dies of ``cap_drop``; ours says who it is."""
    for name, service in services(path).items():
        assert "cap_drop" not in service or "build" in service or service.get("user"), name


def test_the_image_is_built_from_hashes_and_is_nobody_special() -> None:
    """And copies only what there is."""
    text = (DEPLOY / "compose" / "Dockerfile").read_text()
    assert "--require-hashes" in text and re.search(r"^USER wanglou$", text, re.MULTILINE)
    for words in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        assert all((DEPLOY.parent / name).exists() for name in words.split()[:-1])


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_unit_starts_what_there_is_and_confines_it(path: Path) -> None:
    """Its verb exists, it gains no privileges, and one that stays is started again and watched."""
    service = unit(path)["Service"]
    if "-m dashboard" in service["ExecStart"]:
        assert service["ExecStart"].split("-m dashboard ")[1].split()[0] in VERBS
        assert service["CapabilityBoundingSet"] == "" and service["ProtectSystem"] == "strict"
    if path.parent.name == "systemd":
        assert service["NoNewPrivileges"] == "yes"
    if service.get("Type") != "oneshot":
        assert service["Restart"] == "always"


@pytest.mark.parametrize(
    "name", ["wanglou", "wanglou-web", "wanglou-feeds", "wanglou-relay@", "wanglou-kiosk"]
)
def test_a_process_that_hangs_is_noticed(name: str) -> None:
    """Each says that it lives (``dashboard/service_manager.py``); systemd ends what does not."""
    (path,) = [path for path in OURS if path.stem == name]
    assert 20 <= int(unit(path)["Service"]["WatchdogSec"]) <= 120


def test_the_whole_and_its_parts_never_run_together() -> None:
    """Two writers of one store would fight for it."""
    units = {path.name: unit(path)["Unit"] for path in UNITS}
    assert units["wanglou.service"]["Conflicts"] == "wanglou.target"
    assert units["wanglou.target"]["Conflicts"] == "wanglou.service"


def test_settings_that_are_named_exist() -> None:
    """In all of deploy/: WANGLOU_..., and what the runbook sets."""
    known = {setting.env for setting in SETTINGS} | {"WANGLOU_CONFIG"}
    ours = (path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc")
    for path in ours:
        assert set(re.findall(r"\bWANGLOU_[A-Z_]+\b", path.read_text())) <= known, path


def test_nginx_forbids_plain_http_for_a_year_and_shows_no_figures() -> None:
    """HSTS on every answer; /metrics is for this machine."""
    text = (DEPLOY / "nginx" / "wanglou.conf").read_text()
    assert re.search(r"Strict-Transport-Security \"max-age=(\d+)", text).group(1) >= "31536000"  # type: ignore[union-attr]
    assert re.search(r"location = /metrics \{\s*return 404;", text)


def test_nginx_writes_no_key_into_its_log() -> None:
    """A screen's key and a phone's token stand in the query of an address; each server logs without it."""
    text = (DEPLOY / "nginx" / "wanglou.conf").read_text()
    (form,) = re.findall(r"^log_format wanglou (.+);$", text, re.MULTILINE)
    assert not re.search(r"\$(request\b|request_uri|args|query_string|arg_|http_referer|http_cookie)", form)
    assert len(re.findall(r"access_log \S+ wanglou;", text)) == len(
        re.findall(r"^server \{", text, re.MULTILINE)
    )


def test_every_alert_asks_for_figures_that_there_are() -> None:
    """Prometheus would be silent about a name that was mistyped."""
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
    source = "".join(path.read_text() for path in (DEPLOY.parent / "dashboard").rglob("*.py"))
    source += "".join(path.read_text() for path in (DEPLOY.parent / "feeds").rglob("*.py"))
    for rule in rules:
        for name in re.findall(r"wanglou_([a-z_]+)", rule["expr"]):
            stem = name.removesuffix("_bucket").removeprefix("web_")
            assert f'"{stem}' in source or f'"wanglou_{name}' in source, name

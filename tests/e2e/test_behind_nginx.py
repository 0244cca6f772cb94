"""One origin with TLS: the shipped nginx configuration in front of a real demo, seen by a real browser."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.demo import ROOT, Demo, free_port, running_demo, wait_until
from tests.e2e.wall import await_status, open_wall, status

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SHIPPED = ROOT / "deploy" / "nginx" / "wanglou.conf"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed here")


def configuration(folder: Path, demo: Demo, port: int) -> str:
    """The shipped file with this machine's ports and certificate, inside the least that nginx needs."""
    site = SHIPPED.read_text(encoding="utf-8")
    changes = {
        "listen 443 ssl http2": f"listen 127.0.0.1:{port} ssl http2",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "/etc/wanglou/tls/fullchain.pem": str(folder / "cert.pem"),
        "/etc/wanglou/tls/privkey.pem": str(folder / "key.pem"),
        "/var/log/nginx/access.log": str(folder / "access.log"),
        "127.0.0.1:8765": f"127.0.0.1:{demo.relay_port}",
        "127.0.0.1:8050": f"127.0.0.1:{demo.port}",
        "server_name wall.example": "server_name _",
    }
    for shipped, here in changes.items():
        assert shipped in site, shipped
        site = site.replace(shipped, here)
    paths = "".join(
        f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; {paths}\n{site}\n}}\n"
    )


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo behind nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    command: list[str | Path] = ["openssl", "req", "-x509", "-newkey", "ec", "-nodes"]
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-days", "1", "-subj", "/CN=wall.example", "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    origin = f"https://127.0.0.1:{port}"
    lane = f"wss://127.0.0.1:{port}/live"
    with running_demo(
        folder / "data", "--allowed-origins", origin, "--relay-url", lane, "--demo-open", "yes"
    ) as demo:
        (folder / "nginx.conf").write_text(configuration(folder, demo, port), encoding="utf-8")
        assert NGINX is not None
        nginx = subprocess.Popen(
            [NGINX, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: nginx.poll() is None and (folder / "nginx.pid").exists(), 10, "nginx runs")
            yield origin
        finally:
            nginx.terminate()
            nginx.wait(10)


def test_the_wall_is_live_over_one_origin(secured: str, browser: Browser) -> None:
    """Pages, callbacks and the live lane all come by way of nginx, and nothing else is asked for."""
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.on("websocket", lambda socket: asked.add(socket.url.split("/")[2]))
    errors: list[str] = []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    open_wall(page, secured)
    await_status(page, "s.moving >= 100 && s.counts.incidents > 0")
    assert asked == {secured.removeprefix("https://")}
    assert status(page)["link"] == "live" and errors == []
    answer = context.request.get(f"{secured}/wall")
    assert "max-age" in answer.headers["strict-transport-security"]
    assert f"wss://{secured.removeprefix('https://')}/live" in answer.headers["content-security-policy"]
    context.close()


def test_a_foreign_page_is_refused_through_nginx_too(secured: str, browser: Browser) -> None:
    """The origin is judged by what the browser says, whatever stands between."""
    context = browser.new_context(ignore_https_errors=True)
    answer = context.request.post(
        f"{secured}/api/live-ticket", data="{}", headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.status == 403
    context.close()

"""A server for the kiosk's tests: a page that paints, that hangs when told to, and its /healthz."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PAGE = b"""<!doctype html><title>wall</title><script>
let at = performance.now();
(function paint() { at = performance.now(); requestAnimationFrame(paint); })();
window.wanglou = { status: () => ({ paintAgeMs: performance.now() - at }) };
fetch("/loaded");
(async function obey() {
  if ((await (await fetch("/order")).text()) === "hang") for (;;);
  setTimeout(obey, 200);
})();
</script>"""


class KioskPage:
    """What the page is to do, what the server says of itself, how often the page was opened."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/wall"
        self.well = True
        self.loaded = 0
        self._order = ""

    def hang(self) -> None:
        """The page goes into an endless loop when it asks next."""
        self._order = "hang"

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        if path == "/healthz":
            return (200 if self.well else 503), b""
        if path == "/order":
            order, self._order = self._order, ""
            return 200, order.encode()
        if path == "/loaded":
            self.loaded += 1
            return 200, b""
        return (200, PAGE) if path.startswith("/wall") else (404, b"")


@contextmanager
def kiosk_page() -> Iterator[KioskPage]:
    """One that is served."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = page.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        page = KioskPage(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield page
        server.shutdown()
        thread.join()

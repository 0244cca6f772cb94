"""Requests that are wrong before anybody looks at a body: who asks, how, for what address, in what bytes."""

from collections.abc import Iterator
from typing import Any, Final

from tests.hostile.cases_json import DOORS, JSON, Case
from tests.hostile.pieces import Piece

WRONG: Final = "token-of-somebody-else-0123456789"
SHOWN: Final[dict[str, list[list[str]]]] = {
    "none": [],
    "empty": [["Authorization", ""]],
    "wrong": [["Authorization", f"Bearer {WRONG}"]],
    "empty-bearer": [["Authorization", "Bearer "]],
    "longer": [["Authorization", "Bearer $TOKEN0"]],
    "other-scheme": [["Authorization", "Digest $TOKEN"]],
    "no-scheme": [["Authorization", "$TOKEN"]],
    "bad-base64": [["Authorization", "Basic ====$$$$"]],
    "basic-without-colon": [["Authorization", "Basic eHh4"]],
    "basic-not-utf8": [["Authorization", "Basic //79"]],
    "unicode": [["Authorization", "Bearer 望楼"]],
    "of-10-kb": [["Authorization", "Bearer " + "x" * 10_000]],
    "jwt-alg-none": [["Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."]],
    "in-a-cookie": [["Cookie", "token=$TOKEN"]],
}
"""Ways of not being a source."""
MACHINES: Final = {
    "owntracks": "POST /intake/owntracks",
    "osmand": "POST /intake/osmand",
    "traccar": "POST /intake/traccar",
    "positions": "POST /intake/positions",
    "events": "POST /intake/events",
    "work-orders": "POST /intake/work-orders",
    "acknowledgements": "GET /intake/acknowledgements?source=x",
}
CHANGING: Final = ("ticket", "orders", "alerts", "draft", "whistle", "dash")
FOREIGN: Final[dict[str, list[list[str]]]] = {
    "origin": [["Origin", "https://evil.example"]],
    "null-origin": [["Origin", "null"]],
    "suffix": [["Origin", "http://127.0.0.1.evil.example"]],
    "other-port": [["Origin", "http://127.0.0.1:1"]],
    "user-info": [["Origin", "http://127.0.0.1@evil.example"]],
    "unclosed": [["Origin", "http://[::1"]],
    "cross-site": [["Sec-Fetch-Site", "cross-site"]],
    "same-site": [["Sec-Fetch-Site", "same-site"]],
}
HOSTS: Final = ("evil.example", "", "127.0.0.1.evil.example", "[::1", "a b", "localhost:x:y", "@", "望楼")
METHODS: Final = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "POST")
PAGES: Final = ("/wall", "/desk", "/api/incidents", "/api/alerts", "/geo/streets.json", "/_dash-layout",
                "/healthz", "/api/docs", "/assets/tokens.css", "/tiles/1/1/1", "/api/patrol",
                "/_dash-component-suites/dash/deps/react@18.v.min.js")  # fmt: skip
NOWHERE: Final = ("/_mcp", "/_mcp/", "/_reload-hash", "/_dash-ws-callback", "/docs", "/redoc",
                  "/openapi.json",
                  "/console", "/.env", "/.git/config", "/admin.php", "/wp-login.php", "/_favicon.ico/x",
                  "/debug", "/api", "/api/", "/server-status", "/wall/..", "/desk/x/y/z", "/api/records",
                  "/_dash-component-suites/", "/_dash-component-suites/os/path.py")  # fmt: skip
QUERIES: Final[dict[str, tuple[str, list[int]]]] = {
    "limit=0": ("limit=0", [400]),
    "limit=-1": ("limit=-1", [400]),
    "limit=1e3": ("limit=1e3", [400]),
    "limit=huge": ("limit=" + "9" * 400, [400]),
    "limit=arabic": ("limit=%D9%A1", [400]),
    "limit=nul": ("limit=1%00", [400]),
}
ASKED: Final[dict[str, tuple[str, list[int]]]] = {
    "/api/incidents?status=exploded": ("/api/incidents?status=exploded", [400]),
    "/api/incidents?status=empty": ("/api/incidents?status=", [400]),
    "/api/incidents?street=x": ("/api/incidents?street=x", [400]),
    "/api/incidents?street=sql": ("/api/incidents?street=1%27%20OR%201%3D1", [400]),
    "/api/incidents?grid=1": ("/api/incidents?grid=1", [400]),
    "/api/incidents?category=nul": ("/api/incidents?category=%00", [400]),
    "/api/incidents?urgency=long": ("/api/incidents?urgency=" + "x" * 65, [400]),
    "/api/incidents?after=x": ("/api/incidents?after=x", [400]),
    "/api/incidents?after=2^63": ("/api/incidents?after=9223372036854775808", [400]),
    "/api/incidents?q=quote": ("/api/incidents?q=%22", [200, 400]),
    "/api/incidents?q=fts": ("/api/incidents?q=NEAR(a%20b)%20OR%20*", [200, 400]),
    "/api/incidents?q=nul": ("/api/incidents?q=%00", [200, 400]),
    "/api/incidents?q=surrogate": ("/api/incidents?q=%ED%A0%80", [200, 400]),
    "/api/incidents?q=long": ("/api/incidents?q=" + "x" * 7000, [200, 400]),
    "/api/incidents?query=9000": ("/api/incidents?q=" + "x" * 9000, [200, 400, 414]),
    "/api/incidents.csv?lang=xx": ("/api/incidents.csv?lang=xx", [400]),
    "/api/incidents.csv?status=x": ("/api/incidents.csv?status=x", [400]),
    "/api/alerts?before=x": ("/api/alerts?before=x", [400]),
    "/api/alerts?before=0": ("/api/alerts?before=0", [400]),
    "/api/whistles?status=x": ("/api/whistles?status=x", [400]),
    "/api/whistles?street=x": ("/api/whistles?street=x", [400]),
    "/api/whistles/suggestions": ("/api/whistles/suggestions", [400, 404]),
    "/api/whistles/suggestions?incident=nul": ("/api/whistles/suggestions?incident=%00&role=x", [400, 404]),
    "/api/assessment?scope=x": ("/api/assessment?scope=x", [400, 404]),
    "/api/assessment?period=x": ("/api/assessment?period=x", [400]),
    "/api/assessment?scope=nul": ("/api/assessment?scope=%00", [400, 404]),
    "/api/patrol?scope=x": ("/api/patrol?scope=x", [400, 404]),
    "/api/patrol?scope=long": ("/api/patrol?scope=" + "3" * 5000, [400, 404]),
    "/api/patrol?scope=elsewhere": ("/api/patrol?scope=110101", [404]),
    "/api/incidents/nul": ("/api/incidents/%00", [404]),
    "/api/incidents/long": ("/api/incidents/" + "I" * 5000, [404]),
    "/api/incidents/surrogate": ("/api/incidents/%ED%A0%80", [404]),
    "/api/incidents/none/history": ("/api/incidents/I-NONE/history", [404]),
    "/api/incidents/nul/history": ("/api/incidents/%00/history", [404]),
    "/api/incidents/none/nearby": ("/api/incidents/I-NONE/nearby", [404]),
    "/api/incidents/nul/nearby": ("/api/incidents/%00%0d/nearby", [404]),
    "/api/incidents/commands?role=none": ("/api/incidents/$INCIDENT/commands", [400]),
    "/api/incidents/commands?role=admin": ("/api/incidents/$INCIDENT/commands?role=admin", [400]),
    "/api/incidents/commands?role=nul": ("/api/incidents/$INCIDENT/commands?role=%00", [400]),
    "/api/whistles/commands?unit=nul": ("/api/whistles/$WHISTLE/commands?role=department&unit=%00", [400]),
    "/api/whistles/commands?unit=x": ("/api/whistles/$WHISTLE/commands?role=department&unit=x", [409]),
    "/api/whistles/none/history": ("/api/whistles/W-NONE/history", [404]),
    "/api/records/kind": ("/api/records/secret/x", [404]),
    "/api/records/alembic": ("/api/records/alembic_version/x", [404]),
    "/api/records/nul": ("/api/records/worker/%00", [404]),
    "/api/records/long": ("/api/records/worker/" + "x" * 5000, [404]),
    "/geo/none": ("/geo/none.json", [404]),
    "/geo/nul": ("/geo/%00.json", [404]),
    "/geo/long": ("/geo/" + "x" * 5000 + ".json", [404]),
    "/tiles/minus": ("/tiles/-1/0/0", [404]),
    "/tiles/zoom-99": ("/tiles/99/0/0", [404]),
    "/tiles/outside": ("/tiles/1/9/9", [404]),
    "/tiles/huge": ("/tiles/" + "9" * 400 + "/0/0", [404]),
    "/tiles/words": ("/tiles/a/b/c", [404]),
    "/tiles/float": ("/tiles/1.0/0/0", [404]),
    "/tiles/arabic": ("/tiles/%D9%A1/0/0", [404]),
    "/video/none": ("/video/none/index.m3u8", [404]),
    "/video/nul": ("/video/%00/index.m3u8", [404]),
    "/video/kind": ("/video/scene-2/x.sh", [404]),
    "/video/long": ("/video/" + "x" * 5000 + "/index.m3u8", [404]),
    "/open311/form": ("/open311/v2/requests.exe", [400]),
    "/open311/services/none": ("/open311/v2/services/none.json", [404]),
    "/open311/requests/none": ("/open311/v2/requests/none.json", [404]),
    "/open311/requests/nul": ("/open311/v2/requests/%00.json", [404]),
    "/open311/start": ("/open311/v2/requests.json?start_date=yesterday", [400]),
    "/open311/span": (
        "/open311/v2/requests.json?start_date=2020-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", [400]),
    "/open311/year-0": ("/open311/v2/requests.json?start_date=0000-01-01T00:00:00Z", [400]),
    "/open311/page": ("/open311/v2/requests.json?page=0", [400]),
    "/open311/page-size": ("/open311/v2/requests.json?page_size=1001", [400]),
    "/open311/status": ("/open311/v2/requests.json?status=x", [400]),
    "/open311/ids": ("/open311/v2/requests.json?service_request_id=" + "I,%20" * 1000, [200, 400]),
    "/intake/osmand/empty": ("/intake/osmand?token=$TOKEN", [400]),
    "/intake/osmand/fields": ("/intake/osmand?token=$TOKEN" + "&a=1" * 150, [400, 401]),
    "/intake/osmand/twice": ("/intake/osmand?token=$TOKEN&id=a&lat=32&lon=118&lat=33", [400]),
    "/intake/osmand/latin": ("/intake/osmand?token=$TOKEN&id=%FF&lat=32&lon=118", [400]),
    "/intake/osmand/long": ("/intake/osmand?token=$TOKEN&id=" + "x" * 9000, [400, 414]),
    "/intake/acknowledgements": ("/intake/acknowledgements?source=", [401]),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """All of it."""
    yield from _unknown_senders()
    yield from _foreign_pages()
    for number, host in enumerate(HOSTS):
        yield _get(f"host/{number}", "/wall", [421, 400], [["Host", host]])
    for method in METHODS:
        for path in PAGES:
            yield {"id": f"method/{method}{path}", "ask": f"{method} {path}", "headers": [], "body": "",
                   "expect": [400, 404, 405] if path.startswith("/tiles") else [404, 405]}  # fmt: skip
    for path in NOWHERE:
        yield _get(f"nowhere{path}", path, [404])
        yield {"id": f"nowhere/post{path}", "ask": f"POST {path}", "headers": [JSON], "body": "{}",
               "expect": [403, 404, 405]}  # fmt: skip
    for name, (path, expect) in ASKED.items():
        yield _get(f"asked{name}", path, expect)
    for name, (query, expect) in QUERIES.items():
        for path in ("/api/incidents", "/api/alerts", "/api/whistles"):
            yield _get(f"asked{path}?{name}", f"{path}?{query}", expect)


def _unknown_senders() -> Iterator[Case]:
    for door, ask in MACHINES.items():
        for name, headers in SHOWN.items():
            yield {"id": f"{door}/token/{name}", "ask": ask, "headers": [JSON, *headers],
                   "body": None if ask.startswith("GET") else "{}", "expect": [401]}  # fmt: skip
    form = ["Content-Type", "application/x-www-form-urlencoded"]
    for name, headers in SHOWN.items():
        yield {"id": f"open311/token/{name}", "ask": "POST /open311/v2/requests.json",
               "headers": [form, *headers], "body": "service_code=06010", "expect": [403]}  # fmt: skip


def _foreign_pages() -> Iterator[Case]:
    for door in CHANGING:
        for name, headers in FOREIGN.items():
            yield {"id": f"{door}/foreign/{name}", "ask": DOORS[door], "headers": [JSON, *headers],
                   "body": "{}", "expect": [403]}  # fmt: skip


def _get(id: str, path: str, expect: list[int], headers: list[list[str]] | None = None) -> Case:
    return {"id": id, "ask": f"GET {path}", "headers": headers or [], "body": None, "expect": expect}


# Bytes that are hardly HTTP

CRLF: Final = "\r\n"
HOST: Final = "Host: 127.0.0.1\r\n"
CLOSE: Final = "Connection: close\r\n"
JOIN: Final = "join"
POST: Final = f"POST /intake/events HTTP/1.1\r\n{HOST}{CLOSE}Content-Type: application/json\r\n"
GET: Final = f"GET /healthz HTTP/1.1\r\n{HOST}{CLOSE}"
STYLES: Final = GET.replace("/healthz", "/assets/tokens.css")
RAW: Final[dict[str, tuple[Piece, list[int]]]] = {
    "chunk-size-words": (POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n", [0, 400]),
    "chunk-size-negative": (POST + "Transfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n", [0, 400]),
    "chunk-size-2-to-the-64": (POST + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\nab", [0, 400]),
    "chunk-size-huge": (POST + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\nab\r\n",
                        [400, 401, 413]),
    "chunk-short": (POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", [0, 400, 401]),
    "chunk-extension-100-kb": ({JOIN: [POST + "Transfer-Encoding: chunked\r\n\r\n1;x=",
                                       {"repeat": ["y", 100_000]}, "\r\na\r\n0\r\n\r\n"]},
                               [400, 401, 413, 431]),
    "chunks-of-one-byte": ({JOIN: [POST + "Transfer-Encoding: chunked\r\n\r\n",
                                   {"repeat": ["1\r\na\r\n", 50_000]}, "0\r\n\r\n"]}, [401]),
    "trailers-100-kb": ({JOIN: [POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n",
                                {"repeat": ["X: y\r\n", 16_000]}, "\r\n"]}, [400, 401, 431]),
    "length-and-chunked": (POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [400]),
    "two-lengths": (POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", [400]),
    "length-negative": (POST + "Content-Length: -1\r\n\r\n{}", [400]),
    "length-words": (POST + "Content-Length: two\r\n\r\n{}", [400]),
    "length-plus": (POST + "Content-Length: +2\r\n\r\n{}", [400]),
    "length-list": (POST + "Content-Length: 2, 2\r\n\r\n{}", [400]),
    "length-2-to-the-64": (POST + "Content-Length: 18446744073709551616\r\n\r\n{}", [400]),
    "coding-unknown": (POST + "Transfer-Encoding: gzip\r\n\r\n{}", [0, 400, 401]),
    "coding-twice": (POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", [400, 401]),
    "coding-then-more": (POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", [400]),
    "coding-tab": (POST + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n", [400, 401]),
    "name-with-space": (GET + "X Y: z\r\n\r\n", [400]),
    "name-space-colon": (GET + "X : z\r\n\r\n", [400]),
    "name-empty": (GET + ": z\r\n\r\n", [400]),
    "name-nul": ({JOIN: [GET, {"hex": "580059"}, ": z\r\n\r\n"]}, [400]),
    "value-nul": ({JOIN: [GET, "X: ", {"hex": "610062"}, "\r\n\r\n"]}, [400]),
    "value-high-bytes": ({JOIN: [GET, "X: ", {"hex": "fffe80"}, "\r\n\r\n"]}, [200, 400, 503]),
    "folded": (GET + "X: a\r\n b\r\n\r\n", [200, 400, 503]),
    "no-colon": (GET + "nonsense\r\n\r\n", [400]),
    "bare-line-feeds": ("GET /healthz HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n", [200, 400, 503]),
    "bare-returns": ("GET /healthz HTTP/1.1\rHost: 127.0.0.1\r\r", [400]),
    "two-hosts": (f"GET /healthz HTTP/1.1\r\n{HOST}Host: evil.example\r\n{CLOSE}\r\n", [200, 400, 421, 503]),
    "no-host": (f"GET /healthz HTTP/1.1\r\n{CLOSE}\r\n", [400, 421]),
    "http-0.9": ("GET /healthz\r\n\r\n", [400, 421]),
    "http-9.9": (f"GET /healthz HTTP/9.9\r\n{HOST}\r\n", [400]),
    "http-2-preface": ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
    "http-words": (f"GET /healthz HTTP/x.y\r\n{HOST}\r\n", [400]),
    "method-lower": (f"get /healthz HTTP/1.1\r\n{HOST}\r\n", [400]),
    "method-unknown": (f"BREW /healthz HTTP/1.1\r\n{HOST}\r\n", [400]),
    "method-10-kb": ({JOIN: [{"repeat": ["A", 10_000]}, f" / HTTP/1.1\r\n{HOST}\r\n"]}, [400]),
    "connect": (f"CONNECT evil.example:443 HTTP/1.1\r\n{HOST}{CLOSE}\r\n", [400, 404, 405]),
    "options-star": (f"OPTIONS * HTTP/1.1\r\n{HOST}{CLOSE}\r\n", [400, 404, 405]),
    "absolute-elsewhere": (f"GET http://evil.example/wall HTTP/1.1\r\n{HOST}{CLOSE}\r\n",
                           [200, 400, 404, 421]),
    "target-with-space": (f"GET /a b HTTP/1.1\r\n{HOST}{CLOSE}\r\n", [400]),
    "target-with-nul": ({JOIN: ["GET /", {"hex": "00"}, f" HTTP/1.1\r\n{HOST}{CLOSE}\r\n"]}, [400, 404]),
    "target-high-bytes": ({JOIN: ["GET /", {"hex": "fffe"}, f" HTTP/1.1\r\n{HOST}{CLOSE}\r\n"]}, [400, 404]),
    "target-bad-percent": (f"GET /%zz%f HTTP/1.1\r\n{HOST}{CLOSE}\r\n", [400, 404]),
    "target-fragment": (f"GET /healthz#x HTTP/1.1\r\n{HOST}{CLOSE}\r\n", [200, 400, 404, 503]),
    "target-empty": (f"GET  HTTP/1.1\r\n{HOST}{CLOSE}\r\n", [400]),
    "target-of-100-kb": ({JOIN: ["GET /", {"repeat": ["x", 100_000]}, f" HTTP/1.1\r\n{HOST}\r\n"]},
                         [400, 414, 431]),
    "query-of-60-kb": ({JOIN: ["GET /api/incidents?q=", {"repeat": ["x", 60_000]},
                               f" HTTP/1.1\r\n{HOST}{CLOSE}\r\n"]}, [200, 400, 414, 431]),
    "10000-headers": ({JOIN: [GET, {"repeat": ["X: y\r\n", 100_000]}, "\r\n"]}, [400, 431]),
    "header-of-100-kb": ({JOIN: [GET, "X: ", {"repeat": ["y", 100_000]}, "\r\n\r\n"]}, [400, 431]),
    "header-of-2-mb": ({JOIN: [GET, "X: ", {"repeat": ["y", 2_000_000]}, "\r\n\r\n"]}, [400, 431]),
    "header-name-of-100-kb": ({JOIN: [GET, {"repeat": ["y", 100_000]}, ": z\r\n\r\n"]}, [400, 431]),
    "blank-lines-100-kb": ({JOIN: [{"repeat": [CRLF, 50_000]}, GET, CRLF]}, [200, 400, 431, 503]),
    "cookie-of-50-kb": ({JOIN: [GET, "Cookie: ", {"repeat": ["a=b; ", 10_000]}, "\r\n\r\n"]},
                        [200, 400, 431, 503]),
    "range-flood": (STYLES + "Range: bytes=" + "0-0," * 2000 + "0-0\r\n\r\n",
                    [200, 206, 400, 416]),
    "range-words": (STYLES + "Range: bytes=a-b\r\n\r\n", [200, 400, 416]),
    "accept-flood": (GET.replace("/healthz", "/geo/streets.json") + "Accept-Encoding: "
                     + "gzip;q=0.5," * 4000 + "\r\n\r\n", [200]),
    "expect-nonsense": (POST + "Expect: the unexpected\r\nContent-Length: 2\r\n\r\n{}", [400, 401, 417]),
    "smuggled-request": (POST + "Content-Length: 6\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\nG", [400]),
    "upgrade-to-h2": (GET + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", [200, 400, 503]),
    "upgrade-to-nonsense": (GET.replace("close", "Upgrade") + "Upgrade: tls/1.0\r\n" + CLOSE + "\r\n",
                            [200, 400, 426, 503]),
    "tls-hello": ({"hex": "16030100a5010000a10303" + "00" * 60}, [400]),
    "ssh": ("SSH-2.0-OpenSSH_9.2\r\n", [400]),
    "redis": ("*1\r\n$4\r\nPING\r\n", [400]),
    "smtp": ("EHLO evil.example\r\n", [400]),
    "nul-bytes": ({"repeat": [{"hex": "00"}, 5000]}, [400]),
    "high-bytes": ({"repeat": [{"hex": "ff"}, 5000]}, [400]),
    "forwarded-lies": (GET + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: evil.example\r\n"
                       "X-Forwarded-Proto: javascript\r\nForwarded: for=_x;host=evil\r\n\r\n", [200, 503]),
}  # fmt: skip
"""Status 0: cut off without a word, which a parser at its wits' end may do."""


def raw_cases() -> Iterator[Case]:
    """Sent as they are."""
    for name, (piece, expect) in RAW.items():
        yield {"id": f"raw/{name}", "raw": piece, "expect": expect}


def everything() -> Iterator[Any]:
    """Decent and raw."""
    yield from cases()
    yield from raw_cases()

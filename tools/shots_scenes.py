"""How each picture of the documents is brought about: a page of a demo, led to a layer or a state."""

import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from playwright.sync_api import Browser, Page, Route

from tests.e2e.demo import Demo
from tests.e2e.fake_relay import fake_relay
from tests.e2e.wall import await_in_page, await_status

SCREEN: Final = {"width": 1920, "height": 1080}
TEMPLE: Final = (32.0205, 118.7885)
"""Where the map goes closer: old town, river and city wall."""
OPEN_S: Final = 60
REST_S: Final = 2.5
"""After a step: pictures of cameras come, names find their places."""

NO_WEBGL: Final = """(() => {
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === "webgl2" ? null : get.call(this, kind, ...rest);
  };
})()"""
OTHER_RELAY: Final = """(() => {
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(address, protocols) { super(%s, protocols); }
  };
})()"""
GO: Final = "([at, zoom]) => window.wanglou.maps.map.setView(at, zoom, { animate: false })"
MARK_NEAR_MIDDLE: Final = """(wanted) => {
  const map = window.wanglou.maps.map;
  const { marks } = window.wanglou.drawn();
  const middle = map.getSize().divideBy(2);
  let best = null;
  for (let i = 0; i < marks.length; i += 3) {
    if (marks[i + 2] !== wanted) continue;
    const at = map.latLngToContainerPoint([marks[i] / 1e7, marks[i + 1] / 1e7]);
    const away = at.distanceTo(middle);
    if (best !== null && away >= best.away) continue;
    best = { away, x: at.x, y: at.y, at: [marks[i] / 1e7, marks[i + 1] / 1e7] };
  }
  const box = map.getContainer().getBoundingClientRect();
  return best && { x: best.x + box.left, y: best.y + box.top, at: best.at };
}"""
LIVE, STALE = 0, 2
STOPPED: Final = "() => setInterval(() => (document.querySelector('#deadman').dataset.fed = 'no'), 10)"


class Studio:
    """One language's pages. The wall is opened once and led from scene to scene: trails grow on it."""

    def __init__(self, demo: Demo, browser: Browser, lang: str) -> None:
        self.demo = demo
        self.browser = browser
        self.lang = lang
        self._wall: Page | None = None

    def wall(self) -> Page:
        """The wall, live, with nothing chosen."""
        if self._wall is None:
            self._wall = _rest(self.open("/wall", "&fit=off"))
        self._wall.keyboard.press("Escape")
        return self._wall

    def open(self, path: str, query: str = "", *scripts: str, told: Mapping[str, Any] | None = None) -> Page:
        """Another page, live; ``told`` replaces what the server tells it of itself."""
        self.close()
        page = self.blank(*scripts)
        if told:
            page.route("**/_dash-*", lambda route: _retell(route, told))
        page.goto(f"{self.demo.url}{path}?lang={self.lang}{query}")
        await_status(page, "s.link === 'live'", OPEN_S)
        return page

    def blank(self, *scripts: str) -> Page:
        """A page of its own, before it goes anywhere."""
        page = self.browser.new_page(viewport=SCREEN, bypass_csp=bool(scripts))  # type: ignore[arg-type]
        page.set_default_timeout(1000 * OPEN_S)
        for script in scripts:
            page.add_init_script(script)
        return page

    def tidy(self, page: Page) -> None:
        """Closes what was opened for one scene."""
        if page is not self._wall:
            page.close()

    def close(self) -> None:
        if self._wall is not None:
            self._wall.close()
        self._wall = None


Scene = Callable[[Studio], Page]


def report(demo: Demo, entity: str, *, sos: bool) -> None:
    """A position of somebody real at the temple, who says nothing more; or who calls for help."""
    fix = {"entity": entity, "lat": TEMPLE[0], "lon": TEMPLE[1], "sos": sos}
    status, body = demo.post(
        "/intake/positions", json.dumps(fix).encode(), Authorization=f"Bearer {demo.token()}"
    )
    if status != 200:
        raise RuntimeError(f"the position was not taken: {status} {body!r}")


def _retell(route: Route, told: Mapping[str, Any]) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=retold(answer.text(), told))


def retold(answer: str, told: Mapping[str, Any]) -> str:
    """A Dash answer in which the page's configuration, JSON within JSON, has other values."""
    for name, value in told.items():
        said = json.dumps(json.dumps(value))[1:-1]
        known = re.compile(rf'(\\"{name}\\": ?)(?:null|\\"[^"\\]*\\")')
        answer = known.sub(lambda found, said=said: found[1] + said, answer)  # type: ignore[misc]
    return answer


def _rest(page: Page, seconds: float = REST_S) -> Page:
    page.wait_for_timeout(1000 * seconds)
    return page


def _at(zoom: float, place: tuple[float, float] = TEMPLE) -> Scene:
    def scene(studio: Studio) -> Page:
        page = studio.wall()
        page.evaluate(GO, [list(place), zoom])
        return _rest(page)

    return scene


def _whole(studio: Studio) -> Page:
    page = studio.wall()
    page.keyboard.press("0")
    return _rest(page, 4)


def _coverage(studio: Studio) -> Page:
    page = studio.open("/wall")
    page.keyboard.press("v")
    return _rest(page, 6)


def _camera(studio: Studio) -> Page:
    page = _at(17.2)(studio)
    page.locator(".map-camera-keys").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    return _rest(page, 6)


def _mover(state: int, zoom: float) -> Scene:
    """Goes to the nearest mover of that age and chooses it."""

    def scene(studio: Studio) -> Page:
        page = _at(zoom - 2)(studio)
        found = page.evaluate(MARK_NEAR_MIDDLE, state)
        if found is None:
            return page
        page.evaluate(GO, [found["at"], zoom])
        _rest(page)
        found = page.evaluate(MARK_NEAR_MIDDLE, state) or found
        page.mouse.click(found["x"], found["y"])
        page.mouse.move(5, 300)
        return _rest(page, 4)

    return scene


def _selected(studio: Studio) -> Page:
    page = studio.wall()
    page.locator("[data-panel=incidents] [data-incident]").nth(2).focus()
    page.keyboard.press("Enter")
    return _rest(page, 5)


def _sos(studio: Studio) -> Page:
    report(studio.demo, "QH-0007", sos=True)
    page = _at(15.5)(studio)
    _rest(page)
    report(studio.demo, "QH-0007", sos=False)
    return page


def _silent(studio: Studio) -> Page:
    """The one real position of the beginning is old by now: its source is silent, its worker lost."""
    return _rest(_at(16)(studio))


def _stopped(studio: Studio) -> Page:
    page = studio.open("/wall", "&fit=off")
    _rest(page)
    page.evaluate(STOPPED)
    return _rest(page, 0.5)


def _canvas(studio: Studio) -> Page:
    page = studio.open("/wall", "&fit=off", NO_WEBGL)
    page.evaluate(GO, [list(TEMPLE), 15.0])
    return _rest(page)


def _tiles(studio: Studio) -> Page:
    told = {"basemap": {"url": "/shot-tiles/{z}/{x}/{y}", "datum": "gcj02", "least": 3, "most": 18,
                        "credit": "© demo", "look": "dark"}}  # fmt: skip
    picture = _tile()
    page = studio.blank()
    page.route("**/shot-tiles/**", lambda route: route.fulfill(body=picture, content_type="image/png"))
    page.route("**/_dash-*", lambda route: _retell(route, told))
    page.goto(f"{studio.demo.url}/wall?lang={studio.lang}&fit=off")
    await_status(page, "s.link === 'live'", OPEN_S)
    page.evaluate(GO, [list(TEMPLE), 15.0])
    return _rest(page, 4)


def _tile() -> bytes:
    """A town made for daylight: pale blocks, white streets, a blue canal; PNG, 256 by 256."""
    rows = b"".join(b"\x00" + b"".join(_colour(x, y) for x in range(256)) for y in range(256))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _colour(x: int, y: int) -> bytes:
    if 118 <= x < 132:
        return b"\xa8\xcc\xe6"
    if y % 64 < 5 or x % 128 < 6:
        return b"\xff\xff\xff"
    return b"\xe4\xe0\xd6" if (x // 16 + y // 16) % 3 else b"\xd6\xd2\xc6"


def _empty(studio: Studio) -> Page:
    with fake_relay([TEMPLE]) as relay:
        return _rest(studio.open("/wall", "", OTHER_RELAY % json.dumps(relay)), 4)


def _loading(studio: Studio) -> Page:
    """Its relay takes the connection and says nothing."""
    page = studio.blank()
    page.route_web_socket(re.compile(".*"), lambda socket: None)
    page.goto(f"{studio.demo.url}/wall?lang={studio.lang}")
    await_in_page(page, "document.querySelector('[data-panel=today]')", OPEN_S)
    return _rest(page, 2)


def _desk(path: str, key: str = "") -> Scene:
    def scene(studio: Studio) -> Page:
        page = studio.open(path.format(case=_case(studio.demo)))
        await_status(page, "s.counts.incidents > 0", OPEN_S)
        _rest(page, 5)
        if key:
            page.keyboard.press(key)
        return _rest(page)

    return scene


def _case(demo: Demo) -> str:
    found = json.loads(demo.ask("/api/incidents?status=HANDLING&limit=1")[1])["incidents"]
    return str(found[0]["id"])


def _desk_stopped(studio: Studio) -> Page:
    page = _desk("/desk/incidents/{case}")(studio)
    page.evaluate(STOPPED)
    return _rest(page, 9)


def _street(studio: Studio) -> Page:
    return _rest(studio.open("/wall", "&scope=320104004"), 5)


SCENES: Final[Mapping[str, Scene]] = {
    "district": _whole,
    "clusters": _at(12.6),
    "streets": _at(15),
    "block": _at(17),
    "incident": _selected,
    "camera": _camera,
    "trail": _mover(LIVE, 17),
    "stale": _mover(STALE, 17),
    "sos": _sos,
    "silent": _silent,
    "street-wall": _street,
    "coverage": _coverage,
    "stopped": _stopped,
    "canvas": _canvas,
    "tiles": _tiles,
    "empty": _empty,
    "loading": _loading,
    "desk": _desk("/desk/incidents/{case}"),
    "desk-queue": _desk("/desk"),
    "desk-whistles": _desk("/desk", "2"),
    "desk-stopped": _desk_stopped,
}
"""In this order: first those that one wall is led through, then those on pages of their own."""

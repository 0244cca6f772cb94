"""Clients of every door that write down what they asked and what they were told, for a checker to compare."""

import http.client
import json
import random
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from tests.deep.centre import TOKEN

BEARER: Final = {"Authorization": f"Bearer {TOKEN}"}
AT_ONCE: Final = 5
"""Incidents in one batch of events and in one file."""


@dataclass
class Ask:
    """One request with its key: sending it again is sending the same."""

    door: str
    path: str
    headers: dict[str, str]
    body: str
    names: tuple[str, ...] = ()
    """The sender's own ids of the incidents it reports."""
    incident: str | None = None
    """Whose command it is."""


@dataclass
class Acked:
    """A 2xx: what was promised."""

    ask: Ask
    ids: tuple[str, ...]


@dataclass
class History:
    """Everything asked and answered, in memory and line by line on disk."""

    path: Path
    acked: list[Acked] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, ask: Ask, **told: Any) -> None:
        """One line of JSON; ``what`` is asked, acked, refused or unknown."""
        with self.lock:
            self.asked.update(ask.names)
            if what == "acked":
                self.acked.append(Acked(ask, tuple(told["ids"])))
            with self.path.open("a") as file:
                file.write(json.dumps({"what": what, **asdict(ask), **told}, ensure_ascii=False) + "\n")


class Client:
    """Asks one thing after the other; what was not answered is asked again first, with the same key."""

    def __init__(self, number: int, seed: int, port: int, history: History) -> None:
        self.number, self._port, self._history = number, port, history
        self._random = random.Random(f"{seed}/{number}")
        self._asked = 0
        self._revisions: dict[str, int] = {}
        """Incidents it may command, with the revision it knows."""
        self.unanswered: Ask | None = None
        self.errors: list[str] = []

    def run(self, stop: threading.Event) -> None:
        """Until told to stop, or until the process that answers dies."""
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            while not stop.is_set():
                self._once(link)
        except (OSError, http.client.HTTPException):
            pass  # killed: what was asked last stays unanswered
        finally:
            link.close()

    def _once(self, link: http.client.HTTPConnection) -> None:
        ask = self.unanswered or self._next()
        self.unanswered = ask
        self._history.note("asked", ask)
        status, told = send(link, ask)
        if status == 503:
            self._history.note("refused", ask, status=status)
            return  # nothing was promised: the same again
        self.unanswered = None
        if status not in (200, 201):
            self.errors.append(f"{status} {told} for {ask}")
            self._history.note("refused", ask, status=status)
            return
        self._learn(ask, told)
        self._history.note("acked", ask, ids=ids_in(ask, told))

    def _next(self) -> Ask:
        self._asked += 1
        makers: list[Callable[[str], Ask]] = [event, events, open311, work_orders]
        name = f"{self.number}-{self._asked}"
        if self._revisions and self._random.random() < 0.3:
            incident = self._random.choice(list(self._revisions))
            click = UUID(int=self._random.getrandbits(128), version=4)
            return command(name, click, incident, self._revisions[incident])
        return self._random.choices(makers, weights=(5, 1, 3, 1))[0](name)

    def _learn(self, ask: Ask, told: Any) -> None:
        if ask.door == "command":
            self._revisions[told["id"]] = told["revision"]
        else:
            self._revisions |= {id: 1 for id in ids_in(ask, told) if id not in self._revisions}


def send(link: http.client.HTTPConnection, ask: Ask) -> tuple[int, Any]:
    """Status and content. Raises what a broken connection raises."""
    link.request("POST", ask.path, ask.body.encode(), ask.headers)
    answer = link.getresponse()
    body = answer.read()
    return answer.status, json.loads(body)


def ids_in(ask: Ask, told: Any) -> list[str]:
    """Our ids in a door's answer, in the order of ``names``."""
    readers: dict[str, Callable[[], list[str]]] = {
        "event": lambda: [told["id"]],
        "events": lambda: [one["id"] for one in told],
        "open311": lambda: [told[0]["service_request_id"]],
        "work_orders": lambda: [row["id"] for row in told["results"]],
        "command": lambda: [told["id"]],
    }
    return readers[ask.door]()


def event(name: str) -> Ask:
    """One CloudEvent."""
    headers = BEARER | {"Content-Type": "application/cloudevents+json"}
    return Ask("event", "/intake/events", headers, json.dumps(_event(f"E-{name}")), (f"E-{name}",))


def events(name: str) -> Ask:
    """A batch."""
    names = tuple(f"B-{name}-{part}" for part in range(AT_ONCE))
    headers = BEARER | {"Content-Type": "application/cloudevents-batch+json"}
    return Ask("events", "/intake/events", headers, json.dumps([_event(one) for one in names]), names)


def open311(name: str) -> Ask:
    """A citizen's report under a key."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": name}
    said = {
        "api_key": TOKEN,
        "service_code": "06010",
        "lat": "32.0205",
        "long": "118.7745",
        "description": name,
    }
    return Ask("open311", "/open311/v2/requests.json", headers, urlencode(said), (f"key {name}",))


def work_orders(name: str) -> Ask:
    """A file of the hotline."""
    names = tuple(f"W-{name}-{part}" for part in range(AT_ONCE))
    rows = [f"{one},1,积水 {one},32.0205,118.7745" for one in names]
    body = "\n".join(["external_id,revision,title,lat,lon", *rows, ""])
    return Ask("work_orders", "/intake/work-orders", BEARER | {"Content-Type": "text/csv"}, body, names)


def command(name: str, click: UUID, incident: str, revision: int) -> Ask:
    """An officer's remark, by one click."""
    order = {
        "id": str(click),
        "officer": {"name": "王"},
        "role": "shift_lead",
        "expected_revision": revision,
        "command": {"do": "annotate", "text": f"note {name}"},
    }
    path = f"/api/incidents/{incident}/commands"
    return Ask("command", path, {"Content-Type": "application/json"}, json.dumps(order), incident=incident)


def _event(name: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": name,
        "source": "urn:deep",
        "type": "cn.wanglou.incident.reported",
        "data": {
            "external_id": name,
            "revision": 1,
            "title": f"积水 {name}",
            "lat": 32.0205,
            "lon": 118.7745,
        },
    }

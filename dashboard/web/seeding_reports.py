"""A simulated matter as the door it enters by would read it. Pure."""

import msgspec

from dashboard.incidents.matters import Telling
from dashboard.incidents.work_orders import read_sheet
from dashboard.incidents.work_orders_map import read_map
from dashboard.incidents.work_orders_rows import orders
from dashboard.web.cloudevents import STRUCTURED, read_events
from dashboard.web.incident_events import Locate, telling
from dashboard.web.open311_forms import external_id, form_telling, spell_of
from feeds.errors import BadInput
from feeds.model import Message, Utc
from feeds.simulation.matters import Matter
from feeds.simulation.telling import (
    CITIZEN,
    HOTLINE,
    WORK_ORDER_MAP,
    cloud_event,
    open311_form,
    work_orders,
)

SENDER = "demo"
"""Whose token the simulation shows."""


def telling_of(matter: Matter, received_at: Utc, locate: Locate) -> Telling:
    """The telling; the same one when the matter is told again at its door. Raises BadInput."""
    if matter.channel == CITIZEN:
        form = open311_form(matter)
        name = external_id(form, matter.id, spell_of(received_at))
        return form_telling(form, SENDER, name, received_at, locate)
    if matter.channel == HOTLINE:
        return _work_order(matter, received_at, locate)
    body = msgspec.json.encode(cloud_event(matter))
    (event,), _ = read_events(Message(body, "", "", {"content-type": STRUCTURED}))
    return telling(event, SENDER, received_at, locate)


def _work_order(matter: Matter, received_at: Utc, locate: Locate) -> Telling:
    made = read_map(WORK_ORDER_MAP.encode())
    sheet = read_sheet(work_orders([matter]), tuple(made.columns.values()), made.encoding)
    (order,) = orders(sheet.rows, made, SENDER, received_at, locate)
    if order.telling is None:
        raise order.problem or BadInput("row", matter.id, "cannot be read")
    return order.telling

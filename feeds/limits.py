"""Every bound of untrusted input, in one table. What exceeds one is refused with a sentence, never cut.

The exceptions, which conflate by design: the relay's position lane and the histories named "remembered".
"""

import re
from typing import Final

# HTTP doors
BODY_BYTES: Final = 256 * 1024
"""One request's body: 1,000 positions of 256 bytes each."""
QUERY_CHARACTERS: Final = 8 * 1024
"""One query string: the usual bound of a proxy in front of us."""
QUERY_FIELDS: Final = 100
"""Fields of a query or form: a tracker sends about fifteen."""
BATCH_ITEMS: Final = 1_000
"""Positions, events or commands in one request."""
WORK_ORDERS: Final = 5_000
"""Rows of one file of work orders: a district's hotline has a few hundred a day."""
WORK_ORDER_BYTES: Final = 8 * 1024 * 1024
"""One such file with its map: 5,000 orders of 1,600 bytes."""
WORK_ORDER_LINES: Final = 100_000
"""Its line breaks, those within cells and blank lines included: twenty an order."""
WORK_ORDER_COLUMNS: Final = 500
"""Its columns: a hotline's export has about sixty."""
WORK_ORDER_PARTS: Final = 20
"""Parts of the form that brings it: two are read."""

# JSON, wherever it comes from
JSON_DEPTH: Final = 32
"""Nesting of lists and objects: the deepest real form here is GeoJSON at 7."""
JSON_KEYS: Final = 1_000
"""Keys of one object."""
STRING_CHARACTERS: Final = 16 * 1024
"""One string: a long description is 2,000."""
INTEGER_BITS: Final = 63
"""SQL and MessagePack stop at 64 bits with sign; a browser at 53."""

# Names of things
ENTITY_CHARACTERS: Final = 64
"""An entity's id; a work number is 7, an IMEI 15, a UUID 36."""
SOURCE_NAME_CHARACTERS: Final = 32
"""It is part of Redis channels, log lines and tiles."""
EXAMPLE_TOKEN: Final = re.compile(r"put-[a-z-]*-here")
"""What our documents show where a token belongs: everybody can read it, so it never counts as one."""
TEXT_CHARACTERS: Final = 2_000
"""Free text of an incident or remark, unless its field says otherwise."""

# What a position may claim
SPEED_MPS: Final = 1_000.0
"""Faster than any aircraft a street's police would follow: a unit error, not a speed."""
ACCURACY_M: Final = 10_000_000.0
"""A quarter of the globe: beyond that it is not a place."""
STAMP_PAST_S: Final = 24 * 3600.0
"""A source's time older than this on arrival is not believed (feeds/clock.py)."""
STAMP_FUTURE_S: Final = 5.0
"""Nor one further ahead: phones drift by seconds, broken clocks by years."""
NAMES_PER_SOURCE: Final = 20_000
"""Different entities one source may speak of in NAMES_REMEMBERED_S: more than a city employs, too few to fill
a screen's memory with inventions."""
NAMES_REMEMBERED_S: Final = 24 * 3600.0
ENTITIES_REMEMBERED: Final = 131_072
"""Entities whose last stamp one source's clocks remember, 40 MB at worst; the longest unheard goes first."""
TTL_S: Final = (5.0, 7_200.0)
"""How long a position may claim to hold: the span of the wire's ttl classes."""

# Websockets
WS_MESSAGE_BYTES: Final = 64 * 1024
"""One message of a client: a hello is 300 bytes."""
WS_MESSAGES_PER_S: Final = 20
"""Messages of one client: it acknowledges one beat a second and looks at one entity at a time."""
WS_FRAMES_PER_S: Final = 2_000
"""Frames of one client, pings and parts of messages: a browser sends few, 64 KiB in tiny parts a thousand."""
WS_WHOLE_IDS: Final = 256
"""Records of which a client asks for all in one message."""
WS_PER_BEARER: Final = 8
"""Connections of one officer's session or one enrolled screen: some windows, and those just lost."""
WS_PER_ADDRESS: Final = 50
"""Connections from one address (IPv6: one network of 64 bits), but this very machine: a floor of screens
behind one. Also of those that have not asked for anything yet.
"""
WS_SILENT: Final = 1_000
"""Connections that have not asked for anything yet, all together: more than come back after a restart. Of
too many, who has said nothing for longest is ended.
"""
WS_REQUEST_S: Final = 10.0
"""Time to ask for something, to the last byte of the head; who says nothing is gone after it."""
WS_HELLO_S: Final = 5.0
"""Time to say hello, after which an idle connection is only a cost."""
WS_STALLED_S: Final = 10.0
"""Time without progress after which a client that takes nothing is aborted."""
WS_RING_MESSAGES: Final = 1_024
"""Records that wait for one client; overflow means a snapshot, never a silent gap."""

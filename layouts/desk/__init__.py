"""What the officers' desk is made of. Every ``build()`` here is pure: same arguments, same components."""

from typing import Final

from layouts.desk import alarms, deskbar, history, nearby, pane, queue, sayline, tabs, whistles

DESK_PANELS: Final = (
    ("bar", "deskbar", deskbar.build),
    ("alarms", "alarms", alarms.build),
    ("board", "tabs", tabs.build),
    ("board", "queue", queue.build),
    ("board", "whistles", whistles.build),
    ("pane", "pane", pane.build),
    ("pane", "nearby", nearby.build),
    ("pane", "history", history.build),
    ("line", "sayline", sayline.build),
)
"""(place on the desk, name, build). Places: ``bar``, ``alarms`` under it, ``board`` (left; of those below the
tabs one shows at a time), ``pane`` (right, under the map), ``line`` (bottom). Order is that of the screen and
of the keyboard.

The live twin of a panel is ``assets/live/desk/<name>.mjs``; the places stand in ``assets/desk.css``.
"""

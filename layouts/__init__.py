"""What people see. Every ``build()`` here is pure: same arguments, same components."""

from typing import Final

from layouts.panels import (
    assessment,
    cameras,
    duty,
    health,
    incidents,
    lastknown,
    patrol,
    sources,
    streets,
    titlebar,
    today,
    whistles,
)

PANELS: Final = (
    ("title", "titlebar", titlebar.build),
    ("left", "today", today.build),
    ("left", "duty", duty.build),
    ("left", "patrol", patrol.build),
    ("left", "whistles", whistles.build),
    ("left", "streets", streets.build),
    ("left", "assessment", assessment.build),
    ("right", "incidents", incidents.build),
    ("right", "cameras", cameras.build),
    ("right", "lastknown", lastknown.build),
    ("strip", "health", health.build),
    ("strip", "sources", sources.build),
)
"""(place on the wall, name, build). Order is the order on the screen and for the keyboard.

The live twin of a panel is ``assets/live/panels/<name>.mjs``; how a place divides itself among its panels is
in ``assets/wall.css``.
"""

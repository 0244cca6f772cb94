"""What a soak says of nodes: those of open incidents apart from those that nobody let go."""

import numpy as np

from bench.soak import nodes_explained


def test_nodes_that_follow_open_incidents_are_told_from_nodes_that_only_grow() -> None:
    """Ten an incident and five an hour come out as such, though more and more are open."""
    hours = np.linspace(0, 2, 40)
    opened = np.round(20 + 10 * hours + 3 * np.sin(9 * hours))
    told = nodes_explained(hours, opened, 900 + 10 * opened + 5 * hours)
    assert told == {"nodes_per_open": 10.0, "nodes_per_hour_at_equal_open": 5.0}


def test_as_many_open_all_the_time_leave_all_growth_to_time() -> None:
    """No division by nothing."""
    hours = np.linspace(0, 1, 10)
    told = nodes_explained(hours, np.full(10, 21.0), 900 + 7 * hours)
    assert told == {"nodes_per_open": 0.0, "nodes_per_hour_at_equal_open": 7.0}

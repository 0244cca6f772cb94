"""For all tests: Hypothesis judges what is computed, never how quickly a busy machine did it."""

from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

"""/metrics: the figures of all processes, sources and the store in Prometheus' text format."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from dashboard.web.pulses import Vital
from feeds.loop_lag import ABOVE_ALL, BOUNDS_S, COUNTED, SUM
from feeds.model import SourceHealth

_UNFIT: Final = re.compile(r"[^a-zA-Z0-9_]")


class Figures(Collector):
    """One moment's figures; made anew for each request."""

    def __init__(
        self,
        vitals: Mapping[str, Vital],
        facts: Mapping[str, Mapping[str, float]],
        sources: Iterable[SourceHealth],
        here: Mapping[str, float],
    ) -> None:
        self._vitals = vitals
        self._facts = facts
        self._sources = list(sources)
        self._here = here

    def collect(self) -> Iterator[Metric]:
        """Every family, in a stable order."""
        yield from self._processes()
        yield from self._process_facts()
        yield self._loop_lags()
        yield from self._source_families()
        for name, value in sorted(self._here.items()):
            yield GaugeMetricFamily(
                f"wanglou_web_{name}", f"{name.replace('_', ' ')} of the web process", value
            )

    def _processes(self) -> Iterator[Metric]:
        up = GaugeMetricFamily(
            "wanglou_process_up", "1 when it gave a sign of life in time", labels=["process"]
        )
        age = GaugeMetricFamily(
            "wanglou_process_silence_seconds", "since its newest beat", labels=["process"]
        )
        restarts = GaugeMetricFamily("wanglou_process_restarts", "by the supervisor", labels=["process"])
        for slot, vital in sorted(self._vitals.items()):
            up.add_metric([slot], float(vital.state == "live"))
            if vital.age_s is not None:
                age.add_metric([slot], vital.age_s)
            if vital.restarts is not None:
                restarts.add_metric([slot], vital.restarts)
        return iter((up, age, restarts))

    def _process_facts(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for slot, facts in sorted(self._facts.items()):
            for name, value in sorted(facts.items()):
                if name.startswith(COUNTED) or name == SUM:
                    continue  # the histogram's
                metric = f"wanglou_{_UNFIT.sub('_', name)}"
                if metric not in families:
                    families[metric] = GaugeMetricFamily(metric, "told with a beat", labels=["process"])
                families[metric].add_metric([slot], value)
        return iter(families.values())

    def _loop_lags(self) -> Metric:
        family = HistogramMetricFamily(
            "wanglou_loop_lag_seconds", "how late the event loop wakes a sleeper", labels=["process"]
        )
        for slot, facts in sorted(self._facts.items()):
            if ABOVE_ALL in facts:
                buckets = [(f"{bound:g}", facts.get(f"{COUNTED}{bound:g}", 0.0)) for bound in BOUNDS_S]
                family.add_metric([slot], [*buckets, ("+Inf", facts[ABOVE_ALL])], facts.get(SUM, 0.0))
        return family

    def _source_families(self) -> Iterator[Metric]:
        accepted = CounterMetricFamily("wanglou_source_accepted", "taken from a source", labels=["source"])
        rejected = CounterMetricFamily("wanglou_source_rejected", "refused from a source", labels=["source"])
        rate = GaugeMetricFamily("wanglou_source_rate_per_second", "over ten seconds", labels=["source"])
        lag = GaugeMetricFamily("wanglou_source_lag_seconds", "median age on arrival", labels=["source"])
        for source in sorted(self._sources, key=lambda tile: tile.name):
            accepted.add_metric([source.name], source.accepted)
            rejected.add_metric([source.name], source.rejected)
            rate.add_metric([source.name], source.rate_per_s)
            if source.lag_s is not None:
                lag.add_metric([source.name], source.lag_s)
        return iter((accepted, rejected, rate, lag))


def metrics_text(figures: Figures) -> bytes:
    """The text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(figures)
    return generate_latest(registry)

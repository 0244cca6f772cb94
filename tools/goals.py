"""What we promise, goal by goal: the aim, which proofs measure it, how their figures read, when it is held.

Rows of the table in `docs/trust.md`: the goals G1 to G26, then cases beside them. Standard library only.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

Proof = dict[str, Any]
"""The JSON file of one proof."""
Figures = dict[str, Any]
"""What it measured."""


class Goal(NamedTuple):
    """One row."""

    name: str
    what: str
    ship: str
    proofs: tuple[str, ...]
    measured: Callable[[Figures], str]
    sample: Callable[[Figures], str]
    held: Callable[[Figures], bool | None]
    """None: such a sample cannot tell."""
    otherwise: str = "the proof has not been run yet"
    """Why there is no figure, or where the promise is held instead."""


def _unmeasured(name: str, what: str, ship: str, otherwise: str) -> Goal:
    return Goal(name, what, ship, (), lambda _: "", lambda _: "", lambda _: True, otherwise)


def _seconds(figures: Figures) -> str:
    names = [name for name in figures if name.startswith("p") and name.endswith("_s")] + ["max_s"]
    return ", ".join(f"{name.removesuffix('_s')} {figures[name]:g} s" for name in names)


def _of(figures: Figures, *names: str) -> str:
    return "; ".join(f"{name}: {_seconds(figures[name])}" for name in names)


def _recovery(figures: Figures) -> str:
    return f"{figures['process']}: {_seconds(figures)}"


_RECOVERY_S: Final = {"relay": 5, "web": 10, "feeds": 5, "redis": 5}


def _recovered(figures: Figures) -> bool:
    return bool(figures["p99_s"] <= _RECOVERY_S[figures["process"]])


def _kills(figures: Figures) -> str:
    return f"{figures['trials']} kill -9"


def _grew(figures: Figures) -> str:
    return ", ".join(f"{name} {figures[f'{name}_mb_per_hour']:g} MB/h" for name in ("web", "relay", "feeds"))


def _each(values: dict[str, float], unit: str) -> str:
    return ", ".join(f"{name} +{value:g} {unit}" for name, value in values.items())


def _growth(figures: Figures) -> dict[str, float]:
    grown = figures["memory_growth_mb"]
    return grown if isinstance(grown, dict) else {"relay": grown}


def _hostile(figures: Figures) -> str:
    if "server_errors" in figures:
        told = f"{figures['server_errors']} 5xx, {figures['hangs']} hangs, slowest {figures['slowest_s']:g} s"
    else:
        told = f"live lane: {figures['as_expected']} ended as they must"
    return f"{told}, {figures['crashes']} crashes; memory {_each(_growth(figures), 'MB')}"


def _refusals(figures: Figures) -> str:
    answers = ", ".join(f"{count} × {status}" for status, count in figures["answers"].items())
    return (
        f"{figures['lost']} lost; {answers}; refused within {figures['slowest_refusal_s']:g} s; "
        f"taken again after {figures['resumes_max_s']:g} s"
    )


def _bypassed(figures: Figures) -> str:
    return f"{figures['bypassed']}"


_TELLING_S: Final = 1800
"""A shorter watch sees warm-up, not a leak."""

NEVER_FRESHER: Final = ("never_fresher",)
REFERENCE: Final = ("reference_load",)
IN_EVERY_RUN: Final = "held by tests in every run: "

GOALS: Final = (
    Goal(
        "G1",
        "incidents answered with 2xx and then missing or doubled, after kill -9",
        "0 and 0",
        ("kill_web",),
        lambda f: f"{f['missing']} missing, {f['doubled']} doubled, {f['invented']} invented",
        lambda f: f"{f['kills']} kills, {f['acknowledged_incidents']} acknowledged incidents",
        lambda f: not (f["missing"] or f["doubled"] or f["invented"] or f["missing_after_a_restart"]),
    ),
    Goal(
        "G2",
        "2xx sent before the fsync that covers it",
        "0",
        ("fsync_before_2xx",),
        lambda f: f"{f['answered_before']}",
        lambda f: f"{f['requests']} traced requests",
        lambda f: f["answered_before"] == 0,
    ),
    Goal(
        "G3",
        "old data drawn with a live look",
        "0 samples",
        NEVER_FRESHER,
        lambda f: (
            f"{f['stale_as_fresh']} past their time to live, {f['live_past_half']} past half of it drawn "
            f"live, {f['tiles_as_fresh']} tiles of sources"
        ),
        lambda f: (
            f"{f['objects']} object-samples, {f['tiles']} tile-samples, {f['causes']} causes, "
            f"{f['trials']} trials; {f['photographed_marks']} marks compared with the screen"
        ),
        lambda f: not (f["stale_as_fresh"] or f["live_past_half"] or f["tiles_as_fresh"]),
    ),
    Goal(
        "G4",
        "until the wall says that data stopped",
        "max 10 s",
        NEVER_FRESHER,
        lambda f: f"max {f['band_max_s']:g} s, missing {f['band_missing']}",
        lambda f: f"{f['band_trials']} trials",
        lambda f: f["band_missing"] == 0 and f["band_max_s"] <= 10,
    ),
    Goal(
        "G5",
        "until a source's silence shows",
        "its limit + 2 s",
        NEVER_FRESHER,
        lambda f: f"limit + {f['tile_over_limit_max_s']:g} s at most",
        lambda f: f"{f['tile_trials']} trials",
        lambda f: f["tile_over_limit_max_s"] <= 2,
    ),
    Goal(
        "G6",
        "false 「data stopped」 at the reference load",
        "at most 1 in 24 h",
        REFERENCE,
        lambda f: f"{f['false_bands']}",
        lambda f: f"{f['seconds'] / 60:g} minutes, {f['wall_samples']} looks, {f['screens']} screens",
        lambda f: f["false_bands"] == 0,
    ),
    Goal(
        "G7",
        "an officer's step until it is painted",
        "p99 1 s",
        ("step_latency",),
        lambda f: _of(f, "client", "wall"),
        lambda f: f"{f['steps']} steps, {f['painted_steps']} painted",
        lambda f: max(f["client"]["p99_s"], f["wall"]["p99_s"]) <= 1,
    ),
    Goal(
        "G8",
        "an incident until it is on a screen, at ten times the load",
        "p99 2 s, none lost",
        ("burst",),
        lambda f: f"{_seconds(f['incident'])}; {f['missing']} missing; calm after {f['calm_after_s']:g} s",
        lambda f: f"{f['seconds']} s, {f['incidents']} incidents, {f['positions']} positions",
        lambda f: f["missing"] == 0 and f["incident"]["p99_s"] <= 2,
    ),
    Goal(
        "G9",
        "the same with Redis frozen, and dead",
        "p99 3 s, none lost",
        ("redis_gone-frozen", "redis_gone-killed"),
        lambda f: f"{f['fault']}: {_of(f, 'client', 'wall')}",
        lambda f: f"{f['trials']} trials",
        lambda f: max(f["client"]["max_s"], f["wall"]["max_s"]) <= 3,
    ),
    Goal(
        "G10",
        "relay killed, until the wall is live and full again",
        "p99 5 s",
        ("recovery-relay",),
        _recovery,
        _kills,
        _recovered,
    ),
    Goal(
        "G11",
        "web, feeds, Redis killed, until pages and positions come again",
        "p99 10, 5, 5 s",
        ("recovery-web", "recovery-feeds", "recovery-redis"),
        _recovery,
        _kills,
        _recovered,
    ),
    Goal(
        "G12",
        "what the page holds is what the relay holds, after any fault",
        "100 % within 10 s",
        (*NEVER_FRESHER, "lost_frames"),
        lambda f: (
            f"{f['alike']} of {f['trials']} alike, all back within {f['back_max_s']:g} s"
            if "trials" in f
            else f"{f['alike']} of {f['compared']} alike with three messages in a hundred lost"
        ),
        lambda f: (
            f"{f['trials']} trials" if "trials" in f else f"{f['messages']} messages, {f['dropped']} lost"
        ),
        lambda f: f["alike"] == f.get("trials", f.get("compared")) and f.get("back_max_s", 0) <= 10,
    ),
    Goal(
        "G13",
        "ten stalled and five slow of a hundred screens",
        "others p99 +10 %, +50 ms; <= 1 MiB each; gone in 15 s",
        ("slow_clients",),
        lambda f: (
            f"others: p99 {f['before']['p99_s']:g} s before, {f['during']['p99_s']:g} s meanwhile; "
            f"{f['memory_each_bytes'] / 1024:.0f} KiB each; gone after {f['stalled_gone_s']} s; "
            f"{f['missing']} incidents missed"
        ),
        lambda f: f"{f['frames']} frames, {f['incidents']} incidents",
        lambda f: (
            f["during"]["p99_s"] <= f["before"]["p99_s"] * 1.1 + 0.05
            and f["stalled_gone_s"] is not None
            and f["stalled_gone_s"] <= 15
            and f["memory_each_bytes"] <= 1024 * 1024
            and f["missing"] == 0
        ),
    ),
    Goal(
        "G14",
        "300 screens come back at once",
        "all in 15 s, at most 5 snapshots",
        ("storm",),
        lambda f: (
            f"{_seconds(f)} (the relay's own start: {f.get('started_max_s', '?')} s); "
            f"{f['snapshots_max']:g} snapshots built; {f['lost_again']} lost again"
        ),
        lambda f: f"{f['runs']} runs of {f['screens']}",
        lambda f: f["max_s"] <= 15 and f["snapshots_max"] <= 5 and f["lost_again"] == 0,
    ),
    Goal(
        "G15",
        "the relay's event loop late, at the reference load",
        "p99 50 ms, max 250 ms",
        REFERENCE,
        lambda f: f"p99 of any minute at most {f['relay_lag_p99_s'] * 1000:g} ms",
        lambda f: f"{f['seconds'] / 60:g} minutes",
        lambda f: f["relay_lag_p99_s"] <= 0.05,
    ),
    Goal(
        "G16",
        "memory of the processes",
        "<= 1 MB/h each",
        REFERENCE,
        _grew,
        lambda f: f"{f['seconds'] / 60:g} minutes, {f['rss_samples']} samples",
        lambda f: (
            all(f[f"{name}_mb_per_hour"] <= 1 for name in ("web", "relay", "feeds"))
            if f["seconds"] >= _TELLING_S
            else None
        ),
    ),
    Goal(
        "G17",
        "memory of the page",
        "heap <= 2 MB/h",
        ("soak",),
        lambda f: f"heap {f['heap_mb_per_hour']:g} MB/h, DOM nodes {f['nodes_per_hour']:g}/h",
        lambda f: f"{f['minutes']:g} minutes at {f['speed']:g} times the pace, {f['samples']} samples",
        lambda f: f["heap_mb_per_hour"] <= 2,
        "`run.py bench soak --minutes 120`, by hand",
    ),
    Goal(
        "G18",
        "hostile requests at every door",
        "0 5xx, 0 crashes, 0 hangs, +<= 50 MB",
        ("hostile_doors", "hostile_live"),
        _hostile,
        lambda f: (
            f"{f['cases']} requests"
            if "server_errors" in f
            else f"{f['cases']} connections in {len(f['families'])} families"
        ),
        lambda f: (
            not (f.get("server_errors") or f.get("hangs") or f.get("unexpected") or f["crashes"])
            and f.get("as_expected", f["cases"]) == f["cases"]
            and max(_growth(f).values()) <= 50
        ),
        IN_EVERY_RUN + "`tests/hostile`",
    ),
    Goal(
        "G19",
        "scripts run by hostile text, in a real browser",
        "0",
        ("hostile_pages",),
        _bypassed,
        lambda f: f"{f['cases']} cases",
        lambda f: f["bypassed"] == 0,
        IN_EVERY_RUN + "`tests/e2e/test_hostile_text.py`",
    ),
    _unmeasured(
        "G20",
        "a door that opens to a wrong role",
        "0 of all",
        IN_EVERY_RUN + "`tests/dashboard/web/test_matrix.py`",
    ),
    Goal(
        "G21",
        "foreign origins, forged tickets and sessions, paths out of the folder: let in",
        "0",
        ("hostile_origins", "hostile_tickets", "hostile_sessions", "hostile_paths"),
        _bypassed,
        lambda f: f"{f['cases']} cases",
        lambda f: f["bypassed"] == 0,
        IN_EVERY_RUN + "`tests/hostile/test_lists.py`",
    ),
    _unmeasured(
        "G22",
        "sockets of who was sent away",
        "closed <= 5 s",
        IN_EVERY_RUN + "`tests/feeds/relay/test_guests.py`",
    ),
    _unmeasured(
        "G23",
        "changes made behind the centre's back that go unnoticed",
        "0 of 100",
        IN_EVERY_RUN + "`tests/dashboard/incidents/test_mutations.py`, `tests/dashboard/identity`",
    ),
    _unmeasured("G24", "data past its retention", "0", IN_EVERY_RUN + "`tests/dashboard/test_purge.py`"),
    Goal(
        "G25",
        "OWASP ASVS 5.0, level 1",
        "100 % of what applies",
        ("asvs",),
        lambda f: ", ".join(f"{count} {state}" for state, count in f.items() if state != "requirements"),
        lambda f: f"{f['requirements']} requirements, our own judgement: [asvs.md](asvs.md)",
        lambda f: not (f.get("partly") or f.get("not met")),
        "see [asvs.md](asvs.md)",
    ),
    _unmeasured("G26", "known vulnerabilities of dependencies", "0 high", "looked up by `run.py check`"),
    Goal(
        "A7",
        "another program holds the database",
        "503 at once, none lost",
        ("locked",),
        _refusals,
        lambda f: f"{f['trials']} times {f['locked_s']} s, {f['requests']} requests",
        lambda f: (
            f["lost"] == 0 and set(f["answers"]) <= {"200", "201", "503"} and f["without_retry_after"] == 0
        ),
    ),
    Goal(
        "A8",
        "the disk is full, then it is not",
        "503 or 507, no damage, on within 10 s",
        ("disk_full",),
        _refusals,
        lambda f: f"{f['trials']} times, {f['requests']} requests",
        lambda f: (
            f["lost"] == 0 and set(f["answers"]) <= {"200", "201", "503", "507"} and f["resumes_max_s"] <= 10
        ),
    ),
    Goal(
        "B5",
        "an incident stored just as a screen takes its snapshot",
        "none missed",
        ("commit_between",),
        lambda f: f"{f['missing']} missed; {_seconds(f)}",
        lambda f: f"{f['rounds']} rounds",
        lambda f: f["missing"] == 0,
    ),
    Goal(
        "B7",
        "a record in a thousand that makes no sense",
        "the rest goes on",
        ("poison",),
        lambda f: (
            f"relay {'lives' if f['relay_alive'] else 'died'}, wall {f['wall_link']}, "
            f"next incident {'painted' if f['painted_after'] else 'not painted'}"
        ),
        lambda f: f"{f['records']} records, {f['poison']} of them nonsense",
        lambda f: f["relay_alive"] and f["painted_after"] and f["wall_link"] == "live",
    ),
)

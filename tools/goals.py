"""What we promise, goal by goal: rows of the table in `docs/trust.md`, G1 to G26, then cases beside them."""

from typing import Final

from tools.cases import CASES
from tools.goal import (
    PROCESSES,
    TELLING_MINUTES,
    Goal,
    bypassed,
    grew,
    hostile,
    hostile_sample,
    kills,
    of,
    recovered,
    recovery,
    seconds,
    unharmed,
)

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
        lambda f: f"{f['band_trials']} trials, {f.get('band_causes', 5)} causes",
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
        lambda f: f"{f['false_bands']}; longest silence at any screen {f['longest_silence_s']:g} s of 7",
        lambda f: (
            f"{f['seconds'] / 60:.3g} min: a wall, {f['wall_samples']} looks; {f['screens']} other screens"
        ),
        lambda f: f["false_bands"] == 0 and f["longest_silence_s"] < 7,
    ),
    Goal(
        "G7",
        "an officer's step until it is painted",
        "p99 1 s",
        ("step_latency",),
        lambda f: of(f, "client", "wall"),
        lambda f: f"{f['steps']} steps, {f['painted_steps']} painted",
        lambda f: max(f["client"]["p99_s"], f["wall"]["p99_s"]) <= 1,
    ),
    Goal(
        "G8",
        "an incident until it is on a screen, at ten times the load",
        "p99 2 s, none lost",
        ("burst",),
        lambda f: f"{seconds(f['incident'])}; {f['missing']} missing; calm after {f['calm_after_s']:g} s",
        lambda f: f"{f['seconds']} s, {f['incidents']} incidents, {f['positions']} positions",
        lambda f: f["missing"] == 0 and f["incident"]["p99_s"] <= 2,
    ),
    Goal(
        "G9",
        "the same with Redis frozen, and dead",
        "p99 3 s, none lost",
        ("redis_gone-frozen", "redis_gone-killed"),
        lambda f: f"{f['fault']}: {of(f, 'client', 'wall')}",
        lambda f: f"{f['trials']} trials",
        lambda f: max(f["client"]["max_s"], f["wall"]["max_s"]) <= 3,
    ),
    Goal(
        "G10",
        "relay killed, until the wall is live and full again",
        "p99 5 s",
        ("recovery-relay",),
        recovery,
        kills,
        recovered,
    ),
    Goal(
        "G11",
        "web, feeds, Redis, a wall's renderer, its browser killed, until pages, positions, the wall are back",
        "p99 10, 5, 5, 30, 30 s",
        ("recovery-web", "recovery-feeds", "recovery-redis", "renderer", "browser"),
        recovery,
        kills,
        recovered,
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
            f"{seconds(f)} (the relay's own start: {f.get('started_max_s', '?')} s); "
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
        lambda f: (
            f"p99 of the worst minute {f['relay_lag_p99_s'] * 1000:g} ms, "
            f"max {f['relay_lag_max_s'] * 1000:g} ms"
        ),
        lambda f: (
            f"{f['seconds'] / 60:.3g} minutes, {f['relay_wakings']} wakings, "
            f"{f['relay_wakings_later_than_50_ms']} later than 50 ms"
        ),
        lambda f: f["relay_lag_p99_s"] <= 0.05 and f["relay_lag_max_s"] <= 0.25,
    ),
    Goal(
        "G16",
        "memory of the processes",
        "<= 1 MB/h each",
        ("memory",),
        grew,
        lambda f: f"{f['fit_minutes']:g} minutes after the warm-up, {f['rss_samples']} samples in all",
        lambda f: (
            all(f[f"{name}_mb_per_hour"] <= 1 for name in PROCESSES)
            if f["fit_minutes"] >= TELLING_MINUTES
            else None
        ),
        "`run.py test tests/deep/test_reference_load.py --size=30`, by hand",
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
        ("hostile_doors", "hostile_live", "fuzz"),
        hostile,
        hostile_sample,
        unharmed,
        IN_EVERY_RUN + "`tests/hostile`",
    ),
    Goal(
        "G19",
        "scripts run by hostile text, in a real browser",
        "0",
        ("hostile_pages",),
        bypassed,
        lambda f: f"{f['cases']} cases",
        lambda f: f["bypassed"] == 0,
        IN_EVERY_RUN + "`tests/e2e/test_hostile_text.py`",
    ),
    Goal(
        "G20",
        "a door that opens to a wrong role, or stays shut to a right one",
        "0 of all",
        ("authorisation",),
        lambda f: f"{f['wrong']}",
        lambda f: ", ".join(f"{count} {kind}" for kind, count in f["by_kind"].items()),
        lambda f: f["wrong"] == 0,
        IN_EVERY_RUN + "`tests/dashboard/web/test_matrix.py`",
    ),
    Goal(
        "G21",
        "foreign origins, forged tickets and sessions, paths out of the folder: let in",
        "0",
        ("hostile_origins", "hostile_tickets", "hostile_sessions", "hostile_paths"),
        bypassed,
        lambda f: f"{f['cases']} cases",
        lambda f: f["bypassed"] == 0,
        IN_EVERY_RUN + "`tests/hostile/test_lists.py`",
    ),
    Goal(
        "G22",
        "sockets of who was sent away, until the last is closed",
        "max 5 s",
        ("revoked",),
        lambda f: f"{seconds(f)}; another's {'stays' if f['others_stay'] else 'was closed, too'}",
        lambda f: f"{f['trials']} trials, {len(f['by_way'])} ways, {f['sockets']} sockets",
        lambda f: f["max_s"] <= 5 and f["others_stay"],
    ),
    Goal(
        "G23",
        "changes made behind the centre's back that go unnoticed",
        "0 of 100",
        ("any_of_a_hundred_mutations_is_named", "any_change_to_the_accounts_log_is_named"),
        lambda f: f"{'accounts' if 'changes' in f else 'incidents'}: {f['unnoticed']}",
        lambda f: f"{f['mutations']} of {f['kinds']} kinds",
        lambda f: f["unnoticed"] == 0,
        IN_EVERY_RUN + "`tests/dashboard/incidents/test_mutations.py`, `tests/dashboard/identity`",
    ),
    Goal(
        "G24",
        "data past its retention",
        "0",
        ("nothing_past_its_time_is_left",),
        lambda f: f"{f['left_over']}; {f['removed']} rows and files went in their time",
        lambda f: f"{f['purges']} purges within {f['days']} days of a fake clock, {f['kinds']} kinds",
        lambda f: f["left_over"] == 0,
        IN_EVERY_RUN + "`tests/dashboard/test_purge.py`",
    ),
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
    Goal(
        "G26",
        "known vulnerabilities of dependencies",
        "0 high",
        ("dependencies",),
        lambda f: (
            f"{len(f['vulnerable'])} known"
            if f["audited"]
            else "nobody could say: the registry here has no data about vulnerabilities"
        ),
        lambda f: f"{f['audited']} of {f['packages']} packages of the lock looked up; all pinned by hash",
        lambda f: False if f["vulnerable"] else True if f["audited"] == f["packages"] else None,
        "looked up by `run.py check`",
    ),
    *CASES,
)

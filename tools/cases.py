"""Cases beside the goals: further rows of the table in `docs/trust.md`."""

from typing import Final

from tools.goal import Goal, of, refusals, seconds

CASES: Final = (
    Goal(
        "A4",
        "Redis started on files that were cut or spoilt: an incident until it is painted",
        "max 3 s, positions move again",
        ("bus_files",),
        lambda f: f"{of(f, 'client', 'wall')}; positions after {f['moves_max_s']:g} s",
        lambda f: f"{f['trials']} trials, {f['wiped']} times it had to begin empty",
        lambda f: f["wall"]["max_s"] <= 3,
    ),
    Goal(
        "A5",
        "Redis whose memory is full, by its rule for that: the same",
        "max 3 s, positions move on",
        ("bus_full-noeviction", "bus_full-allkeys-lru", "bus_full-volatile-ttl"),
        lambda f: f"{f['policy']}: {of(f, 'client', 'wall')}; positions after {f['moves_max_s']:g} s",
        lambda f: f"{f['trials']} trials",
        lambda f: f["wall"]["max_s"] <= 3,
    ),
    Goal(
        "A7",
        "another program holds the database",
        "503 at once, none lost",
        ("locked",),
        refusals,
        lambda f: f"{f['trials']} times {f['locked_s']} s, {f['requests']} requests",
        lambda f: (
            f["lost"] == 0 and set(f["answers"]) <= {"200", "201", "503"} and f["without_retry_after"] == 0
        ),
    ),
    Goal(
        "A7",
        "the same of PostgreSQL: killed, paused, no connection left",
        "503 at once, none lost, said by the wall, on within 10 s",
        ("postgres-killed", "postgres-paused", "postgres-crowded"),
        lambda f: f"{f['fault']}: {refusals(f)}; said after {f['said_max_s']:g} s",
        lambda f: f"{f['trials']} times, {f['requests']} requests",
        lambda f: (
            f["lost"] == 0
            and set(f["answers"]) <= {"200", "201", "503"}
            and f["without_retry_after"] == 0
            and max(f["said_max_s"], f["resumes_max_s"]) <= 10
        ),
    ),
    Goal(
        "A8",
        "the disk is full, then it is not",
        "503 or 507, no damage, on within 10 s",
        ("disk_full",),
        refusals,
        lambda f: f"{f['trials']} times, {f['requests']} requests",
        lambda f: (
            f["lost"] == 0 and set(f["answers"]) <= {"200", "201", "503", "507"} and f["resumes_max_s"] <= 10
        ),
    ),
    Goal(
        "A8",
        "until a wall says that nothing is stored, and no longer",
        "max 10 s each",
        ("not_storing-locked", "not_storing-disk_full"),
        lambda f: f"{f['cause']}: said after {f['said']['max_s']:g} s, gone after {f['gone']['max_s']:g} s",
        lambda f: f"{f['trials']} trials",
        lambda f: max(f["said"]["max_s"], f["gone"]["max_s"]) <= 10,
    ),
    Goal(
        "B5",
        "an incident stored just as a screen takes its snapshot",
        "none missed",
        ("commit_between",),
        lambda f: f"{f['missing']} missed; {seconds(f)}",
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
    Goal(
        "C5",
        "the clock of web and relay jumps by an hour",
        "nobody sent away, an incident in 3 s",
        ("clock_jumps",),
        lambda f: f"{seconds(f['client'])}; {f['bands']} times the band",
        lambda f: f"{f['jumps']} jumps",
        lambda f: f["client"]["max_s"] <= 3 and f["bands"] == 0,
    ),
    Goal(
        "C6",
        "strangers who keep connections and say nothing, or a byte at a time",
        "others served in 2 s, +<= 50 MB",
        ("dawdlers-web", "dawdlers-relay"),
        lambda f: (
            f"{f['process']}: others p99 {f['served']['p99_s']:g} s; "
            f"each gone after {f['longest_life_s']:g} s; +{f['grown_mb']:g} MB"
        ),
        lambda f: f"{f['held_max']} at once, {f['connections']} in all, {f['requests']} requests of others",
        lambda f: f["served"]["p99_s"] <= 2 and f["grown_mb"] <= 50,
    ),
    Goal(
        "C6",
        "a process that has no file left to open",
        "lives, keeps its screens, serves again in 10 s",
        ("open_files-web", "open_files-relay"),
        lambda f: (
            f"{f['process']}: beats at most {f['beat_gap']['max_s']:g} s apart; "
            f"serves after {f['back_max_s']:g} s"
        ),
        lambda f: f"{f['trials']} times {f['sockets']} strangers for {f['files']} files",
        lambda f: f["beat_gap"]["max_s"] <= 5 and f["back_max_s"] <= 10,
    ),
    Goal(
        "D3",
        "a wall's page that hangs, until another browser paints it",
        "max 60 s",
        ("hung_page",),
        seconds,
        lambda f: f"{f['trials']} hangs; {f['silence_s']:g} s of silence are allowed",
        lambda f: f["max_s"] <= 60,
    ),
    Goal(
        "backup",
        "a backup made while reports come in, restored into an empty folder",
        "nothing acknowledged missing",
        ("backups_under_load_hold_what_was_answered",),
        lambda f: (
            f"{f['missing']} missing, {f['invented']} invented; {f['shown_after_the_restore']} of "
            f"{f['sample_asked_for_after_the_restore']} shown by the restored centre"
        ),
        lambda f: (
            f"{f['backups']} backups, {f['incidents_checked']} incidents, {f['backup_s_max']:g} s at most"
        ),
        lambda f: (
            not (f["missing"] or f["invented"])
            and f["shown_after_the_restore"] == f["sample_asked_for_after_the_restore"]
        ),
    ),
)

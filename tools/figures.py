"""`run.py figures`: what the proofs measured, copied from `.figures/` into `docs/figures.json` and from there
into the table of `docs/trust.md`. Nobody types a figure.
"""

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

from tools.environment import ROOT, say
from tools.goal import Figures, Goal, Proof
from tools.goals import GOALS

MEASURED: Final = ROOT / ".figures"
KEPT: Final = ROOT / "docs" / "figures.json"
PAGE: Final = ROOT / "docs" / "trust.md"
ASVS: Final = ROOT / "docs" / "asvs.md"
BEGIN: Final = "<!-- figures: written by `python3 run.py figures` -->"
END: Final = "<!-- end of figures -->"
HEAD: Final = "| goal | what | to ship | measured | sample | held | made |\n|---|---|---|---|---|---|---|"


def adopt(name: str, path: Path) -> None:
    """Take a bench's output, whose last line is one JSON object, for the figures of a proof of that name."""
    note(name, json.loads(path.read_text(encoding="utf-8").strip().splitlines()[-1]), path.stat().st_mtime)


def note(name: str, figures: Figures, at: float) -> None:
    """Write what something else than a test measured, at that time, as the file of a proof."""
    MEASURED.mkdir(exist_ok=True)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    told = {"proof": name, "passed": True, "figures": figures, "at": stamp}
    (MEASURED / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def run() -> int:
    """Copy what is newer, write the table; returns 0."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    fresh = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(MEASURED.glob("*.json"))
    }
    for name, told in fresh.items():
        if name not in wanted():
            say(f"{name}: no goal asks for it")
        elif why := why_not(told, kept.get(name)):
            say(f"{name}: not copied, {why}")
        elif told != kept.get(name):
            kept[name] = told
            say(f"{name}: copied")
    if ASVS.exists():
        kept["asvs"] = counted(ASVS.read_text(encoding="utf-8"))
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    KEPT.write_text(text, encoding="utf-8")
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), json.loads(text)), encoding="utf-8")
    return 0


def wanted() -> frozenset[str]:
    """The files that some goal is measured by."""
    return frozenset(name for goal in GOALS for name in goal.proofs)


def why_not(told: Proof, kept: Proof | None) -> str | None:
    """Why this may not replace what is kept: an older one, or a smaller one of a proof that held. Pure."""
    if not told.get("figures"):
        return f"it ended before it had figures: {told.get('ended', 'why, it does not say')}"
    if kept is None:
        return None
    if told["at"] < kept["at"]:
        return f"the one of {kept['at']} is newer"
    if told.get("size", 1.0) < kept.get("size", 1.0) and told["passed"]:
        return f"it has {told['size']:g} of the repetitions, the kept one {kept['size']:g}"
    return None


def counted(asvs: str) -> Proof:
    """How many requirements `asvs.md` calls met, partly met, not met, and not applicable. Pure."""
    states = re.findall(r"^\| \d+\.\d+\.\d+ \|[^|]*\| ([a-z/ ]+?) \|", asvs, re.MULTILINE)
    return {"at": "", "passed": True, "figures": {"requirements": len(states), **Counter(states)}}


def with_table(page: str, kept: dict[str, Proof]) -> str:
    """The page with the table between its marks. Pure; raises ValueError when a mark is missing."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{PAGE.name} must hold {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n{table(kept)}\n{END}{after}"


def table(kept: dict[str, Proof]) -> str:
    """One row a goal. Pure."""
    return "\n".join([HEAD, *(row(goal, kept) for goal in GOALS)])


def row(goal: Goal, kept: dict[str, Proof]) -> str:
    """One goal: of several proofs each has its own line in the cells. Pure."""
    proofs = [kept[name] for name in goal.proofs if name in kept]
    if not proofs:
        cells = [goal.name, goal.what, goal.ship, f"not measured: {goal.otherwise}", "", "", ""]
    else:
        cells = [
            goal.name,
            goal.what,
            goal.ship,
            "<br>".join(_measured(goal, name, kept[name]) for name in goal.proofs if name in kept),
            "<br>".join(goal.sample(proof["figures"]) for proof in proofs),
            _held(goal, proofs),
            "<br>".join(dict.fromkeys(map(_made, proofs))),
        ]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _measured(goal: Goal, name: str, proof: Proof) -> str:
    """A bare number among several says whose it is."""
    said = goal.measured(proof["figures"])
    return f"{name.rpartition('_')[2]}: {said}" if len(goal.proofs) > 1 and said.isdigit() else said


def _held(goal: Goal, proofs: list[Proof]) -> str:
    missing = len(goal.proofs) - len(proofs)
    verdicts = [goal.held(proof["figures"]) for proof in proofs]
    if not all(verdicts):
        return "**no**" if False in verdicts else "cannot tell"
    return f"yes, {missing} of {len(goal.proofs)} not measured" if missing else "yes"


def _made(proof: Proof) -> str:
    machine: dict[str, Any] = proof.get("machine", {})
    load = "/".join(str(machine[name]) for name in ("load_before", "load_after") if name in machine)
    size = proof.get("size", 1.0)
    words = [
        proof.get("at", "")[:16].replace("T", " "),
        proof.get("commit", ""),
        f"load {load}" if load else "",
    ]
    return ", ".join(word for word in [*words, "" if size == 1.0 else f"size {size:g}"] if word)


def main(arguments: list[str]) -> int:
    """Started by run.py. ``arguments``: `name=file`, outputs of benches to take for proofs."""
    for argument in arguments:
        name, _, path = argument.partition("=")
        if name not in wanted() or not Path(path).is_file():
            say(f"{argument!r} must be a proof and a file, as in soak=output.txt")
            return 2
        adopt(name, Path(path))
    return run()

#!/usr/bin/env python3
"""Everything a person types, from a fresh clone and with nothing but Python:

    python3 run.py demo     install into .venv and start the wall with simulated workers
    python3 run.py test     all tests: Python, browser, JavaScript; arguments go to pytest
    python3 run.py test --deep     the deep proofs instead, over two hours: docs/proofs.md
    python3 run.py check    style, types, arrows between the rooms, types of the browser's modules
    python3 run.py figures  what the deep proofs measured, into docs/trust.md
    python3 run.py bench NAME
    python3 run.py shots    the pictures of the documents, from a demo in a real browser
    python3 run.py lock     remake locks/*.txt from pyproject.toml
    python3 run.py wanglou VERB ...   the command itself: up, user, screen, token, backup, audit ...

The second start is quick: what is installed already is left alone. Standard library only, here and in tools/.
"""

import sys

NEEDED = (3, 11)
if sys.version_info < NEEDED:
    sys.exit(
        "Wanglou needs Python {}.{} or newer, and this is {}.{}: ".format(*NEEDED + sys.version_info[:2])
        + "start run.py with a newer one, such as python3.12."
    )
if sys.platform == "win32":
    sys.exit("Wanglou runs on Linux and macOS. On Windows, run it inside WSL.")

from tools import checks, environment, figures, locks, suite  # noqa: E402 - an old Python must first be told so

BENCHES = ("glass", "relay", "snapshot", "soak", "spine", "store")
"""What else lies in bench/ are their parts."""


def demo(arguments: list[str]) -> int:
    """Start the wall with simulated workers; takes the options of `wanglou demo`."""
    return wanglou(["demo", *arguments])


def wanglou(arguments: list[str]) -> int:
    """Become the command itself, with the demo's packages."""
    environment.ensure("demo")
    environment.become("-m", "dashboard", *arguments)


def bench(arguments: list[str]) -> int:
    """Run one bench with the developer's packages; its last line is one JSON object."""
    if not arguments or arguments[0] not in BENCHES:
        sys.exit(f"Which bench? There are: {', '.join(BENCHES)}")
    environment.ensure("dev")
    environment.become("-m", "bench." + arguments[0], *arguments[1:])


def test(arguments: list[str]) -> int:
    """All tests, each kind in its own process, one closing line."""
    environment.ensure("dev")
    return suite.run(arguments)


def check(arguments: list[str]) -> int:
    """Everything that is checked without running the product."""
    environment.ensure("dev")
    return checks.run()


def shots(arguments: list[str]) -> int:
    """Take the pictures of the documents."""
    environment.ensure("dev")
    environment.become("-m", "tools.shots", *arguments)


def copy_figures(arguments: list[str]) -> int:
    """Copy the figures of the proofs into the documents."""
    return figures.main(arguments)


def lock(arguments: list[str]) -> int:
    """Remake the lock files."""
    environment.ensure("dev")
    return locks.remake()


VERBS = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "shots": shots,
    "figures": copy_figures,
    "lock": lock,
    "wanglou": wanglou,
}


def main(words: list[str]) -> int:
    """Do what the first word says."""
    if words[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if not words or words[0] not in VERBS:
        print(__doc__, file=sys.stderr)
        given = f"there is no verb {words[0]!r}" if words else "a verb is missing"
        print(f"run.py: {given}; it must be one of {', '.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        return VERBS[words[0]](words[1:])
    except environment.SetUpError as exc:
        sys.exit(f"run.py: {exc}")
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

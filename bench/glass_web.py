"""A part of a bench: the product's web process, so that the page measured is the wall itself."""

import argparse
import os
import secrets
import sys

from bench.processes import listen
from dashboard.cli import main as wanglou


def main() -> None:
    """Started by bench.glass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--port", required=True)
    parser.add_argument("--relay-port", required=True)
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("WANGLOU_")]:
        del os.environ[name]
    os.environ["WANGLOU_DEMO_TOKEN"] = secrets.token_urlsafe(24)
    listen()
    words = ["web", "--mode", "demo", "--simulate", "no", "--data", options.data, "--port", options.port]
    sys.exit(wanglou([*words, "--relay-port", options.relay_port, "--redis-url", options.url]))


if __name__ == "__main__":
    main()

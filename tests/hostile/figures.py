"""Where a proof's figures go, in the form that the deep proofs have: documents copy them from there."""

import json
import os
import platform
import time
from pathlib import Path
from typing import Any, Final

from tests.deep.conftest import commit

FIGURES: Final = Path(__file__).parents[2] / ".figures"


def write(proof: str, figures: dict[str, Any], took_s: float, *, passed: bool) -> None:
    """One JSON file, and one line on the terminal."""
    told = {
        "proof": proof,
        "passed": passed,
        "figures": figures,
        "took_s": round(took_s, 1),
        "commit": commit(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {
            "cores": os.cpu_count(),
            "load_after": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
        },
    }
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{proof.removeprefix('test_')}.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    )
    print(f"\n{proof}: {json.dumps(figures, ensure_ascii=False)}", flush=True)

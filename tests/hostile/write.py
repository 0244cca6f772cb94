"""Writes the corpora: ``python -m tests.hostile.write``. A test holds that the files are what this makes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.hostile import cases_json, cases_positions, cases_requests, cases_words

CORPUS: Final = Path(__file__).parent / "corpus"
FILES: Final = {
    "json": cases_json.cases,
    "positions": cases_positions.cases,
    "words": cases_words.cases,
    "requests": cases_requests.cases,
    "raw": cases_requests.raw_cases,
}


def text(name: str) -> str:
    """One file: one case a line. Raises ValueError for a name that two cases have."""
    lines, seen = [], set()
    for case in FILES[name]():
        if case["id"] in seen:
            raise ValueError(case["id"])
        seen.add(case["id"])
        lines.append(json.dumps(case, ensure_ascii=True))
    return "\n".join(lines) + "\n"


def read(name: str) -> Iterator[dict[str, Any]]:
    """The cases of one file."""
    for line in (CORPUS / f"{name}.jsonl").read_text().splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    for each in FILES:
        (CORPUS / f"{each}.jsonl").write_text(text(each))

"""The hard limits of the house as functions over a file's text; `test_house_rules.py` applies them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SOURCE: Final = ("*.py", "*.mjs", "*.js", "*.css", "*.sh")
FOLDERS: Final = ("feeds", "dashboard", "layouts", "assets", "tests", "bench", "tools", "deploy")

FILE_LINES: Final = 400
FUNCTION_LINES: Final = 40
"""Without the docstring."""

VAGUE: Final = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
UNFINISHED: Final = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
MARKUP: Final = re.compile(
    r"\b(inner" r"HTML|outer" r"HTML|insertAdjacent" r"HTML|setHTML" r"Unsafe)\b|(?<![.\w])ev" r"al\("
)
"""Text is text: what builds markup or code from it lets a stranger write into the page."""
ELSEWHERE: Final = re.compile(
    r"/wo" r"rk/|\.\./sha" r"red|py" r"pi\.org|registry\.npm" r"js|deb\.deb" r"ian\.org"
)
"""Places that only the machine of one developer knows, or that another network replaces."""


def source_files() -> Iterator[Path]:
    """Every file of ours that is written by hand."""
    yield ROOT / "run.py"
    for folder in FOLDERS:
        for pattern in SOURCE:
            for file in sorted((ROOT / folder).rglob(pattern)):
                if "vendor" not in file.parts and "node_modules" not in file.parts:
                    yield file


def file_faults(path: str, text: str) -> list[str]:
    """Faults that need no understanding of the language."""
    lines = text.splitlines()
    found = [f"{path} has {len(lines)} lines; {FILE_LINES} are the limit"] if len(lines) > FILE_LINES else []
    if Path(path).stem in VAGUE:
        found.append(f"{path} has a name that says nothing")
    rules = [(UNFINISHED, "leaves work behind"), (ELSEWHERE, "names a place that only one machine knows")]
    if path.startswith("assets/"):
        rules.append((MARKUP, "builds markup or code from text"))
    for number, line in enumerate(lines, 1):
        found += [f"{path}:{number} {what}: {line.strip()[:80]}" for rule, what in rules if rule.search(line)]
    return found


def python_faults(path: str, text: str) -> list[str]:
    """Functions that are too long; catching everything without saying why."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and function_lines(node) > FUNCTION_LINES:
            found.append(f"{path}:{node.lineno} {node.name} is longer than {FUNCTION_LINES} lines")
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node):
            reason = re.search(r"# (?!noqa)\w|# noqa: BLE001 - \w", text.splitlines()[node.lineno - 1])
            found += [] if reason else [f"{path}:{node.lineno} catches everything and does not say why"]
    return found


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without decorators and docstring."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return whole
    docstring = node.body[0]
    return whole - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def _catches_everything(node: ast.ExceptHandler) -> bool:
    names = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
    return any(each is None or getattr(each, "id", "") in ("Exception", "BaseException") for each in names)


def documentation() -> str:
    """All of docs/ and the README, as one text."""
    pages = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())


def undocumented(names: Iterator[str], pages: str) -> list[str]:
    """Names of a registry that no page mentions as `name`."""
    return [name for name in names if f"`{name}`" not in pages]

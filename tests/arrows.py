"""The arrows between the rooms, as rules over imports; `test_arrows.py` applies and tests them."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
ROOMS = ("feeds", "dashboard", "layouts")

MAY_IMPORT = {
    "feeds": ("feeds",),
    "layouts": (
        "layouts",
        "feeds.model",
        "feeds.geo",
        "dashboard.incidents.categories",
        "dashboard.incidents.channels",
        "dashboard.incidents.departments",
        "dashboard.incidents.matters",
        "dashboard.incidents.moves",
        "dashboard.incidents.scales",
        "dashboard.incidents.states",
        "dashboard.incidents.whistle",
        "dashboard.incidents.whistle_moves",
    ),
    "dashboard": ("dashboard", "feeds", "layouts"),
}
"""Room -> what of ours it may import, as prefixes."""

STORE = tuple(
    f"dashboard/incidents/{name}" for name in ("database", "reader", "schema", "store", "transaction")
)
IDENTITY = "dashboard/identity/store"

ONLY_IN = {
    "redis": ("feeds/bus.py",),
    "valkey": (),
    "websockets": ("feeds/relay/server.py", "feeds/relay/link.py", "feeds/relay/plain_http.py"),
    "sqlalchemy": (*STORE, IDENTITY, "dashboard/incidents/migrations/"),
    "alembic": (*STORE, "dashboard/incidents/migrations/"),
    "sqlite3": (*STORE, IDENTITY, "dashboard/web/tile_files.py"),  # MBTiles are SQLite files, read only
    "psycopg": (*STORE, IDENTITY),
    "argon2": ("dashboard/identity/passwords.py",),
    "osmium": ("feeds/geo/osm_extract.py",),
    "chinese_calendar": ("dashboard/incidents/public_holidays.py",),
    "dash": ("layouts/", "dashboard/web/"),
    "dash_leaflet": ("layouts/",),
    "dash_ag_grid": ("layouts/",),
    "fastapi": ("dashboard/web/",),
    "starlette": ("dashboard/web/",),
    "uvicorn": ("dashboard/web/",),
}
"""Foreign package -> where it may be imported, as prefixes of paths."""

ENVIRONMENT = ("environ", "environb", "getenv", "getenvb", "putenv")
ENVIRONMENT_IN = "dashboard/settings.py"


class Import(NamedTuple):
    """One imported name with its whole path: `from a.b import c` is "a.b.c"."""

    name: str
    line: int


def faults(path: str, source: str) -> list[str]:
    """What is wrong with a file of a room; ``path`` is relative to the repository."""
    tree = ast.parse(source)
    package = path.removesuffix(".py").split("/")[:-1]
    found = [fault for each in imports(tree, package) if (fault := _import_fault(path, each.name, each.line))]
    if path != ENVIRONMENT_IN:
        found += [
            f"{path}:{line} reads the environment; only {ENVIRONMENT_IN} does"
            for line in _environment_reads(tree)
        ]
    return found


def imports(tree: ast.AST, package: list[str]) -> Iterator[Import]:
    """Every import anywhere in a file, also inside functions, relative ones resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            yield from (Import(f"{module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            constant = node.args[0] if node.args else None
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                yield Import(constant.value, node.lineno)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _import_fault(path: str, name: str, line: int) -> str | None:
    room, top = path.split("/")[0], name.split(".")[0]
    if top in ROOMS and not any(_within(name, allowed) for allowed in MAY_IMPORT[room]):
        return f"{path}:{line} imports {name}; {room} may import {', '.join(MAY_IMPORT[room])}"
    if top in ONLY_IN and not path.startswith(ONLY_IN[top] or ("nowhere",)):
        return f"{path}:{line} imports {name}; only {', '.join(ONLY_IN[top]) or 'nobody'} may"
    return None


def _within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(allowed + ".")


def _environment_reads(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ENVIRONMENT
            and getattr(node.value, "id", "") == "os"
        ):
            yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for alias in node.names if alias.name in ENVIRONMENT)


def tree(judge: Callable[[str, str], list[str]] = faults) -> Iterator[str]:
    """The faults of every Python file of the three rooms."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield from judge(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))

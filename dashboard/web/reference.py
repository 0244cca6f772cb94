"""``/api/docs``: the doors and reads as one plain page, from the OpenAPI description. No script, nothing
fetched.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

HEAD: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
code, pre {{ font-family: ui-monospace, monospace; }}
pre {{ background: #8882; padding: .6rem 1rem; overflow: auto; }}
h2 {{ margin-top: 2rem; font-size: 1.1rem; }}
</style></head><body>
<h1>{title}</h1>
<p>{about}</p>
<p>As OpenAPI: <a href="/api/openapi.json">/api/openapi.json</a></p>
"""


def reference_page(openapi: Mapping[str, Any]) -> str:
    """The whole page."""
    info = openapi["info"]
    head = HEAD.format(title=escape(info["title"]), about=escape(info.get("description", "")))
    return head + "".join(_operations(openapi["paths"])) + "</body></html>\n"


def _operations(paths: Mapping[str, Any]) -> Iterator[str]:
    for path, operations in sorted(paths.items()):
        for method, operation in operations.items():
            yield f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2>\n"
            yield f"<p>{escape(operation.get('summary', ''))}</p>\n"
            if operation.get("description"):
                yield f"<pre>{escape(operation['description'])}</pre>\n"
            yield from _examples(operation)


def _examples(operation: Mapping[str, Any]) -> Iterator[str]:
    for content_type, media in operation.get("requestBody", {}).get("content", {}).items():
        if "example" in media:
            yield f"<p><code>{escape(content_type)}</code></p>\n<pre>{escape(str(media['example']))}</pre>\n"

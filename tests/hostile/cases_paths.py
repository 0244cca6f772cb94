"""Addresses that climb out of the folder they begin in, in every spelling that has worked somewhere."""

from collections.abc import Iterator
from typing import Final

ROOTS: Final = ("/assets", "/video", "/tiles", "/geo", "/_dash-component-suites/dash", "/api/records/demo",
                "/open311/v2/requests", "/api/incidents")  # fmt: skip
UPS: Final = (
    "/../", "/..%2f", "/%2e%2e/", "/%2e%2e%2f", "/..%5c", "/..\\", "/%252e%252e%252f", "/..;/",
    "/.../", "/....//",
    "/%c0%ae%c0%ae/", "/%c0%ae%c0%ae%c0%af", "/%uff0e%uff0e/", "/．．/", "/..%c0%af", "/..%ef%bc%8f", "//../",
    "/./../", "/..%00/", "/..%0d%0a/", "/~/", "/.%2e/", "/%2e./", "/x/../../",
)  # fmt: skip
ABSOLUTE: Final = (
    "//etc/passwd", "/%2fetc%2fpasswd", "/%2f%2fetc/passwd", "/file:///etc/passwd", "/C:/etc/passwd",
    "/\\\\host\\share", "/%5c%5chost%5cshare", "/etc/passwd%00.m3u8",
    "/proc/self/environ",
)  # fmt: skip
TARGETS: Final[dict[str, str]] = {
    "/assets": "pyproject.toml",
    "/video": "secret",
    "/tiles": "secret",
    "/geo": "wanglou.db",
    "/_dash-component-suites/dash": "version.py",
}
LINKS: Final = ("/video/linked/segment.ts", "/video/scene-1/link.ts", "/video/scene-1/deep.m3u8")
"""Names that the test lays out as links to a file outside."""


def paths() -> Iterator[str]:
    """Raw targets, as they are put on the wire."""
    for root in ROOTS:
        for up in UPS:
            for times in (1, 6):
                target = TARGETS.get(root, "secret") if times == 1 else "etc/passwd"
                yield f"{root}{up * times}{target}"
        for absolute in ABSOLUTE:
            yield root + absolute
    yield from LINKS

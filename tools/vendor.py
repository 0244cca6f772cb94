"""Fetch the third-party JavaScript of the page as `assets/vendor/vendor.toml` names it.

For maintainers, needs npm; users never run it, for the files are in the repository. Nothing is trusted
because it came from a registry: package and files must have the hashes of the manifest.

    python tools/vendor.py            fetch everything again
    python tools/vendor.py --check    only compare what is here with the manifest
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

VENDOR: Final = Path(__file__).resolve().parent.parent / "assets" / "vendor"
MANIFEST: Final = VENDOR / "vendor.toml"


class VendorError(Exception):
    """What is vendored, or was fetched, is not what the manifest says; the message names the file."""


def packages(manifest: Path = MANIFEST) -> list[dict[str, Any]]:
    """The `[[package]]` tables of the manifest, in order."""
    return list(tomllib.loads(manifest.read_text("utf-8"))["package"])


def folder(package: Mapping[str, Any], vendor: Path = VENDOR) -> Path:
    """Where a package's files live; the version is in the path, so that no cache ever serves a mixture."""
    return vendor / f"{package['name']}-{package['version']}"


def sha256(body: bytes) -> str:
    """The hash as the manifest writes it."""
    return "sha256-" + hashlib.sha256(body).hexdigest()


def faults(package: Mapping[str, Any], vendor: Path = VENDOR) -> Iterator[str]:
    """One sentence for every vendored file that is missing, altered or not in the manifest."""
    home = folder(package, vendor)
    expected = {Path(name).name: digest for name, digest in package["files"].items()}
    for name, digest in expected.items():
        path = home / name
        if not path.is_file():
            yield f"{path.name} of {home.name} is missing"
        elif (found := sha256(path.read_bytes())) != digest:
            yield f"{path.name} of {home.name} has {found}, the manifest says {digest}"
    present = {path.name for path in home.iterdir()} if home.is_dir() else set()
    for name in sorted(present - set(expected)):
        yield f"{name} of {home.name} is not in the manifest"


def fetch(package: Mapping[str, Any], vendor: Path = VENDOR) -> None:
    """Download one package with `npm pack`, check it and write its files.

    Raises:
        VendorError: npm failed, or the package or one of its files is not what the manifest says.
    """
    spec = f"{package['name']}@{package['version']}"
    with tempfile.TemporaryDirectory() as scratch:
        archive = _packed(spec, Path(scratch))
        _check_integrity(package, archive.read_bytes())
        home = folder(package, vendor)
        home.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as tar:
            for name, digest in package["files"].items():
                body = _member(tar, name)
                if sha256(body) != digest:
                    raise VendorError(
                        f"{name} of {package['name']} has {sha256(body)}, the manifest says {digest}"
                    )
                (home / Path(name).name).write_bytes(body)


def _packed(spec: str, scratch: Path) -> Path:
    try:
        command = ["npm", "pack", spec]
        subprocess.run(command, cwd=scratch, check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as exc:
        raise VendorError(f"npm pack {spec} failed: {exc}") from exc
    return next(scratch.glob("*.tgz"))


def _check_integrity(package: Mapping[str, Any], body: bytes) -> None:
    found = "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode("ascii")
    if found != package["integrity"]:
        raise VendorError(
            f"{package['name']} has integrity {found}, the manifest says {package['integrity']}"
        )


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    try:
        file = tar.extractfile(f"package/{name}")
    except KeyError as exc:
        raise VendorError(f"the package has no file {name}") from exc
    if file is None:
        raise VendorError(f"{name} of the package is not a file")
    return file.read()


def main(arguments: list[str]) -> int:
    """Fetch (or with ``--check`` only compare) every package; 1 when one is not as the manifest says."""
    for package in packages():
        if "--check" not in arguments:
            fetch(package)
        for fault in faults(package):
            print(fault, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

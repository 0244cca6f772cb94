"""Our own ports with a certificate of their own: what is offered, trusted here, refused."""

import asyncio
import ssl
import subprocess
from pathlib import Path

import pytest

from dashboard.tls import own_context, server_context
from feeds.errors import BadSetting


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for a name that is not this machine's, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    return certificate(folder, "wall")


def certificate(folder: Path, name: str, *more: str) -> tuple[str, str]:
    """Paths of a new one, signed by itself."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-days", "1", "-subj", f"/CN={name}.example", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command, *(more or ("-nodes",))], check=True, capture_output=True)
    return str(cert), str(key)


async def answered(served: ssl.SSLContext | None, trusting: ssl.SSLContext) -> str | None:
    """The version of TLS that both agree on. Raises ssl.SSLError where they do not."""

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0, ssl=served)
    async with server:
        port = server.sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
        agreed: ssl.SSLObject = writer.get_extra_info("ssl_object")
        writer.close()
        return agreed.version()


async def test_this_machine_trusts_its_own_certificate(pair: tuple[str, str]) -> None:
    """Whatever name is on it; and no other certificate."""
    trusting = own_context(pair[0])
    assert trusting is not None
    assert await answered(server_context(*pair), trusting) in ("TLSv1.2", "TLSv1.3")


async def test_another_certificate_is_not_trusted(pair: tuple[str, str], tmp_path: Path) -> None:
    """Whoever took our port does not get our tokens."""
    trusting = own_context(pair[0])
    assert trusting is not None
    with pytest.raises(ssl.SSLCertVerificationError):
        await answered(server_context(*certificate(tmp_path, "other")), trusting)


async def test_nothing_older_than_tls_1_2(pair: tuple[str, str]) -> None:
    """Also for a client that offers it."""
    context = server_context(*pair)
    assert context is not None and context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_without_a_certificate_there_is_no_tls() -> None:
    """A proxy sees to it then."""
    assert server_context("", "") is None and own_context("") is None


@pytest.mark.parametrize(
    ("cert", "key", "field"),
    [("CERT", "", "tls_key"), ("", "KEY", "tls_cert"), ("/nowhere", "KEY", "tls_cert"),
     ("CERT", "/nowhere", "tls_key"), ("KEY", "KEY", "tls_cert"), ("CERT", "CERT", "tls_cert")],
)  # fmt: skip
def test_what_cannot_be_used_is_named(pair: tuple[str, str], cert: str, key: str, field: str) -> None:
    """A sentence instead of a stack at the start."""
    made = {"CERT": pair[0], "KEY": pair[1]}
    with pytest.raises(BadSetting, match=field):
        server_context(made.get(cert, cert), made.get(key, key))


def test_a_key_under_a_password_is_refused(tmp_path: Path) -> None:
    """Nobody is there to type it."""
    cert, key = certificate(tmp_path, "locked", "-passout", "pass:secret1")
    with pytest.raises(BadSetting, match="password"):
        server_context(cert, key)

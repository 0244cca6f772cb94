"""The map's layers by HTTP."""

import gzip

import httpx


async def test_a_layer_is_sent_once_and_then_confirmed(client: httpx.AsyncClient) -> None:
    """304 to who has it; compressed to who takes it."""
    first = await client.get("/geo/streets.json")
    assert first.status_code == 200 and len(first.json()["features"]) == 12
    assert first.headers["content-encoding"] == "gzip"
    again = await client.get("/geo/streets.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    plain = await client.get("/geo/streets.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.json() == first.json()
    assert len(gzip.compress(plain.content)) < len(plain.content)


async def test_an_unknown_layer_is_404_with_the_names(client: httpx.AsyncClient) -> None:
    """No file is looked for."""
    answer = await client.get("/geo/..%2fsecret.json")
    assert answer.status_code == 404
    assert "streets" in (await client.get("/geo/nope.json")).json()["error"]

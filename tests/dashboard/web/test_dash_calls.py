"""Dash's own paths: its renderer is answered, everybody else gets 4xx."""

from typing import Any

import httpx
import pytest

from dashboard.web.site import Web

PATH = "/_dash-update-component"


def call(**change: Any) -> dict[str, Any]:
    """What Dash's renderer sends when the page opens."""
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "address", "property": "pathname", "value": "/wall"},
            {"id": "address", "property": "search", "value": "?lang=en"},
        ],
        "changedPropIds": ["address.pathname"],
        **change,
    }


async def test_the_renderer_gets_the_wall(client: httpx.AsyncClient) -> None:
    """In the language of the address."""
    answer = await client.post(PATH, json=call())
    assert answer.status_code == 200
    wall = answer.json()["response"]["page"]["children"]["props"]
    assert wall["id"] == "wanglou" and wall["lang"] == "en"


def with_input(**change: Any) -> dict[str, Any]:
    """A call whose first input is changed."""
    made = call()
    made["inputs"][0] |= change
    return made


HOSTILE: list[Any] = [
    7,
    [],
    "x",
    {},
    call(output="nothing.children"),
    call(output=["page.children"]),
    call(output={"id": "page"}),
    call(outputs=None),
    call(outputs="page.children"),
    call(outputs=[7]),
    call(outputs={"id": "elsewhere", "property": "children"}),
    call(outputs={"id": "page", "property": "style"}),
    call(outputs=[{"id": "page", "property": "children"}]),
    call(inputs=None),
    call(inputs={}),
    call(inputs=[]),
    call(inputs=[1, 2]),
    call(inputs=[{}, {}]),
    call(inputs=[[], []]),
    with_input(id="page"),
    with_input(property="href"),
    with_input(value=7),
    with_input(value=["/wall"]),
    with_input(value={"a": 1}),
    call(state=[{}]),
    call(state="x"),
    call(changedPropIds="x"),
    call(changedPropIds=[None]),
]


@pytest.mark.parametrize("body", HOSTILE)
async def test_raw_calls_get_a_sentence(client: httpx.AsyncClient, web: Web, body: Any) -> None:
    """400, no traceback, no fault counted."""
    answer = await client.post(PATH, json=body)
    assert answer.status_code == 400 and answer.json()["error"]
    assert web.guard.faults == 0


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"]
)
async def test_only_json_is_a_call(client: httpx.AsyncClient, content_type: str) -> None:
    """A form that another site posts never reaches a callback."""
    answer = await client.post(PATH, content=b"{}", headers={"Content-Type": content_type})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "search", ["?lang=xx", "?scope=999999999", "?lang=<script>", "?" + "a&" * 5000, "lang=en&lang=zh"]
)
async def test_odd_addresses_still_show_a_wall(client: httpx.AsyncClient, search: str) -> None:
    """Whatever the address asks for, something true is shown."""
    body = call()
    body["inputs"][1]["value"] = search
    assert (await client.post(PATH, json=body)).status_code == 200


@pytest.mark.parametrize(
    "name", ["dash/nope.js", "nope/x.js", "dash/../../x.js", "x", "", "os/path.py", "dash/dash.py"]
)
async def test_only_registered_component_files_are_served(client: httpx.AsyncClient, name: str) -> None:
    """Not every file of every package."""
    assert (await client.get(f"/_dash-component-suites/{name}")).status_code == 404

"""The page for monitors."""

import asyncio
import json

from callcenter_telephony.connector.health import HealthServer, metrics


async def get(status, path):
    server = HealthServer("127.0.0.1", 0, lambda: status)
    await server.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    await server.stop()
    return head.split("\r\n")[0], body


async def test_healthz_says_yes_or_no():
    assert await get({"healthy": True}, "/healthz") == ("HTTP/1.0 200 OK", '{"healthy": true}')
    line, body = await get({"healthy": False, "messages": []}, "/healthz?x")
    assert "503" in line
    assert json.loads(body)["messages"] == []


async def test_metrics_and_unknown_pages():
    line, body = await get({"node": "demo", "calls": 3}, "/metrics")
    assert "200" in line
    assert 'callcenter_connector_calls{node="demo"} 3\n' in body
    assert "404" in (await get({}, "/etc/passwd"))[0]
    assert "404" in (await get({}, ""))[0]


def test_only_numbers_become_metrics():
    text = metrics({"node": 'a"b', "linked": True, "message": "x", "since": None, "lag": 1.5})
    assert text == (
        "# TYPE callcenter_connector_linked gauge\n"
        'callcenter_connector_linked{node="a\\"b"} 1\n'
        "# TYPE callcenter_connector_lag gauge\n"
        'callcenter_connector_lag{node="a\\"b"} 1.5\n'
    )

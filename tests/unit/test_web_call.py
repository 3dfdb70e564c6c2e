"""A flow's web call: whom it may call, what it sends, what it takes."""

import asyncio
from urllib.parse import urlsplit

import pytest
from callcenter_telephony.connector import web_call
from callcenter_telephony.connector.answers import safe
from callcenter_telephony.connector.web_call import WebCall, WebCallFailed, fetch, networks, picked


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "224.0.0.1", "localhost", "2130706433",
    ],
)  # fmt: skip
async def test_nothing_inside_is_called(host):
    with pytest.raises(WebCallFailed, match="inside"):
        await fetch(WebCall(f"http://{host}:9/"), {}, [])


@pytest.mark.parametrize("url", ["ftp://example.com/", "http:///x", "http://example.com:99999/", "nonsense"])
async def test_only_the_web_is_called(url):
    with pytest.raises(WebCallFailed):
        await fetch(WebCall(url), {}, [])


async def served(reply: bytes, call: dict, values: dict) -> tuple[bytes, bytes]:
    """(what the server got, what the flow got)"""
    got = []

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")), 0)
        got.append(head + await reader.readexactly(length))
        writer.write(reply)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        call = WebCall(f"http://127.0.0.1:{port}/{call.pop('path', '')}", **call)
        return got, await fetch(call, values, networks("10.0.0.0/8, 127.0.0.1"))
    finally:
        server.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def test_callers_values_are_encoded():
    values = {"order": "1\r\nX: y&a=b", "caller": "+86138"}
    got, body = await served(OK, {"path": "o/{order}?k=1", "web_fields": "who={caller}\nraw={order}"}, values)
    line = got[0].split(b"\r\n")[0]
    assert line == b"GET /o/1%0D%0AX%3A%20y%26a%3Db?k=1&who=%2B86138&raw=1%0D%0AX%3A+y%26a%3Db HTTP/1.0"
    assert b"X:" not in got[0].replace(line, b"")
    assert body == b"{}"


async def test_a_post_sends_its_fields_in_the_body():
    got, _body = await served(OK, {"method": "POST", "web_fields": "a=1\nb=x y"}, {})
    assert got[0].startswith(b"POST / HTTP/1.0\r\n")
    assert got[0].endswith(b"\r\n\r\na=1&b=x+y")


async def test_an_answer_in_pieces_is_whole():
    reply = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    assert (await served(reply, {}, {}))[1] == b"{}"


@pytest.mark.parametrize(
    "reply",
    [b"", b"\xff\xfe", b"HTTP/1.1 301 Go\r\nLocation: http://x/\r\n\r\n", b"HTTP/1.1 404 No\r\n\r\n{}",
     b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70000],
)  # fmt: skip
async def test_anything_else_is_no_answer(reply):
    with pytest.raises(WebCallFailed):
        await served(reply, {}, {})


@pytest.mark.parametrize(
    ("body", "path", "value"),
    [
        (b'{"a": [{"b": "x"}]}', "a.0.b", "x"),
        (b'{"a": 1.5}', "a", "1.5"),
        (b'{"a": true}', "a", "true"),
        (b"x", "", ""),
    ],
)
def test_a_value_is_picked(body, path, value):
    assert picked(body, path) == value


@pytest.mark.parametrize(
    ("body", "path"),
    [(b"[", "a"), (b"{}", "a"), (b"[]", "0"), (b'{"a": null}', "a"), (b'{"a": {}}', "a"), (b"[" * 100000, "0")],
)
def test_what_is_not_there_is_no_value(body, path):
    with pytest.raises(WebCallFailed):
        picked(body, path)


def test_only_harmless_signs_come_into_a_variable():
    assert safe('ok"]?cc-out,1)${X}\r\n;`') == "okcc-out1X"
    assert safe("已发货 12-3") == "已发货 12-3"
    assert len(safe("x" * 1000)) == 80


def test_variables_are_those_in_braces():
    call = WebCall("http://x/{a}", web_fields="k={b}{a}\nc={caller}\nd={Not}")
    assert call.variables() == ["a", "b"]
    assert urlsplit(call.target({"a": "/?"})).path == "/%2F%3F"
    assert web_call.PLACE.findall("{a_1}{9}") == ["a_1"]

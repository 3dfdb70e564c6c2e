"""A flow's web call: one request with a deadline, to the outside only, no redirects, a small answer.

The address is resolved once and that very address is called, so that a name cannot lead elsewhere after the check.
"""

import asyncio
import http.client
import io
import ipaddress
import json
import re
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

LARGEST = 65536  # bytes of an answer
PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,19})\}")


class WebCallFailed(Exception):
    """No answer that a flow could use; the text is for the log."""


@dataclass(frozen=True, slots=True)
class WebCall:
    """As render/steps/ask.py writes it. ``web_fields``: a ``name=value`` a line; ``{name}`` is a variable's value."""

    url: str
    method: str = "GET"
    web_fields: str = ""
    json_path: str = ""
    variable: str = ""
    deadline_s: float = 3

    def variables(self) -> list[str]:
        """Names of the variables that it sends."""
        return sorted(set(PLACE.findall(self.url + "\n" + self.web_fields)) - {"caller"})

    def fields(self, values: dict) -> list[tuple[str, str]]:
        lines = [line.strip().partition("=") for line in self.web_fields.splitlines() if "=" in line]
        return [(name, PLACE.sub(lambda found: values.get(found[1], ""), text)) for name, _equals, text in lines]

    def target(self, values: dict) -> str:
        return PLACE.sub(lambda found: quote(values.get(found[1], ""), safe=""), self.url)


def networks(text: str) -> list:
    """``10.1.2.0/24, 127.0.0.1`` as networks. Raises ValueError."""
    return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]


async def fetch(call: WebCall, values: dict, inside: list) -> bytes:
    """The body of a 2xx answer. Raises WebCallFailed; the caller sets the deadline."""
    parts = urlsplit(call.target(values))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WebCallFailed("no address of the web")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = await _address(parts.hostname, port, inside)
        secure = ssl.create_default_context() if parts.scheme == "https" else None
        name = parts.hostname if secure else None
        reader, writer = await asyncio.open_connection(address, port, ssl=secure, server_hostname=name)
        try:
            writer.write(_request(call, parts, values))
            answer = await reader.read(1)
            while len(answer) <= LARGEST and (more := await reader.read(LARGEST)):
                answer += more
        finally:
            writer.close()
    except (OSError, ValueError) as error:
        raise WebCallFailed(str(error) or type(error).__name__) from error
    return _body(answer)


async def _address(host: str, port: int, inside: list) -> str:
    """The first address of ``host``, if flows may call all of its addresses."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(one[4][0].partition("%")[0]) for one in found]
    for address in addresses:
        plain = getattr(address, "ipv4_mapped", None) or address
        allowed = any(plain.version == network.version and plain in network for network in inside)
        if not allowed and (not plain.is_global or plain.is_multicast):
            raise WebCallFailed(f"{host} is inside: add it to web_inside of the settings file if flows may call it")
    return str(addresses[0])


def _request(call: WebCall, parts, values: dict) -> bytes:
    """HTTP/1.0, so that the answer ends with the connection; nothing in it comes from a caller but encoded values."""
    path, fields = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), urlencode(call.fields(values))
    query = quote(parts.query, safe="=&%+/?:@!$'()*,;~-._")
    method = "POST" if call.method == "POST" else "GET"
    if method == "GET":
        query = "&".join(part for part in (query, fields) if part)
    body = fields.encode() if method == "POST" else b""
    lines = [
        f"{method} {path}{'?' + query if query else ''} HTTP/1.0",
        f"Host: {parts.netloc.rpartition('@')[2].encode('idna').decode()}",
        "Accept: application/json",
        "User-Agent: callcenter",
        "Connection: close",
    ]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class _Answer:
    """What http.client reads an answer from."""

    def __init__(self, data: bytes):
        self._data = data

    def makefile(self, *_args):
        return io.BytesIO(self._data)


def _body(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise WebCallFailed("the answer is too large")
    response = http.client.HTTPResponse(_Answer(data))
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ValueError) as error:
        raise WebCallFailed(f"no answer of the web: {type(error).__name__}") from error
    if not 200 <= response.status < 300:
        raise WebCallFailed(f"the answer has status {response.status}")
    return body


def picked(body: bytes, path: str) -> str:
    """The value at ``data.items.0.state`` of a JSON answer; an empty path: nothing. Raises WebCallFailed."""
    if not path:
        return ""
    try:
        value = json.loads(body)
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value[step]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise WebCallFailed(f"nothing at {path} in the answer") from error
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise WebCallFailed(f"no plain value at {path} in the answer")
    return str(value)

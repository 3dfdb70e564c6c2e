"""SIP messages and digest answers, as far as a telephone over UDP needs them (RFC 3261, RFC 2617)."""

import hashlib
import re
import secrets

COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
}


class Message:
    """A request or response: first line, headers in order, body. Header names are read without regard to case."""

    def __init__(self, start: str, headers=(), body: bytes = b""):
        self.start = start
        self.headers: list[tuple[str, str]] = list(headers)
        self.body = body

    @classmethod
    def parse(cls, data: bytes) -> "Message":
        """Raises ValueError when the text is not SIP (keep-alive bytes, say)."""
        head, _, body = data.partition(b"\r\n\r\n")
        start, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
        if "SIP/2.0" not in start:
            raise ValueError("not a SIP message")
        headers = []
        for line in lines:
            name, colon, value = line.partition(":")
            if colon:
                name = name.strip()
                headers.append((COMPACT.get(name.lower(), name), value.strip()))
        return cls(start, headers, body)

    def get(self, name: str, default: str = "") -> str:
        return next(iter(self.get_all(name)), default)

    def get_all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def is_response(self) -> bool:
        return self.start.startswith("SIP/2.0")

    @property
    def status(self) -> int:
        return int(self.start.split(" ", 2)[1]) if self.is_response else 0

    @property
    def method(self) -> str:
        """Of a response too: the method it answers."""
        return self.get("cseq").split(" ")[-1] if self.is_response else self.start.split(" ", 1)[0]

    @property
    def branch(self) -> str:
        return parameter(self.get("via"), "branch")

    def to_bytes(self) -> bytes:
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + self.body


def parameter(value: str, name: str) -> str:
    """Parameter of a header: ``;tag=x`` gives ``x``; empty when it is not there."""
    found = re.search(rf";\s*{name}=([^;>\s]+)", value, re.IGNORECASE)
    return found.group(1) if found else ""


def uri(value: str) -> str:
    """The address in a From, To or Contact header."""
    found = re.search(r"<([^>]+)>", value)
    return found.group(1) if found else value.split(";", 1)[0].strip()


def user_of(value: str) -> str:
    found = re.match(r"sips?:([^@;>]*)@", uri(value))
    return found.group(1) if found else ""


def token(prefix: str = "") -> str:
    return prefix + secrets.token_hex(8)


def digest_answer(challenge: str, method: str, target: str, user: str, password: str) -> str:
    """Value of (Proxy-)Authorization for an MD5 challenge."""
    fields = {
        name.lower(): quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', challenge)
    }

    def md5(text):
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    ha1 = md5(f"{user}:{fields['realm']}:{password}")
    ha2 = md5(f"{method}:{target}")
    parts = {"username": user, "realm": fields["realm"], "nonce": fields["nonce"], "uri": target}
    bare = {"algorithm": "MD5"}
    if "auth" in fields.get("qop", ""):
        cnonce = token()
        parts["response"] = md5(f"{ha1}:{fields['nonce']}:00000001:{cnonce}:auth:{ha2}")
        parts["cnonce"] = cnonce
        bare |= {"qop": "auth", "nc": "00000001"}
    else:
        parts["response"] = md5(f"{ha1}:{fields['nonce']}:{ha2}")
    if "opaque" in fields:
        parts["opaque"] = fields["opaque"]
    quoted = [f'{name}="{value}"' for name, value in parts.items()]
    return "Digest " + ", ".join(quoted + [f"{name}={value}" for name, value in bare.items()])


def md5_challenge(response: Message) -> tuple[str, str]:
    """(name of the header to answer with, challenge); empty challenge when there is none that we can answer."""
    for asked, answer in (("www-authenticate", "Authorization"), ("proxy-authenticate", "Proxy-Authorization")):
        for challenge in response.get_all(asked):
            if "algorithm" not in challenge.lower() or "md5" in challenge.lower():
                return answer, challenge
    return "", ""


def sdp(host: str, port: int, direction: str = "sendrecv", version: int = 1) -> bytes:
    """An offer or answer for 8 kHz mu-law with telephone events."""
    lines = (
        "v=0",
        f"o=- 1 {version} IN IP4 {host}",
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP 0 101",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-16",
        "a=ptime:20",
        f"a={direction}",
    )
    return "\r\n".join(lines).encode() + b"\r\n"


def sdp_target(body: bytes) -> tuple[str, int] | None:
    """Where the other side wants its RTP; None without audio."""
    text = body.decode("utf-8", "replace")
    host = re.search(r"^c=IN IP4 (\S+)", text, re.MULTILINE)
    port = re.search(r"^m=audio (\d+)", text, re.MULTILINE)
    return (host.group(1), int(port.group(1))) if host and port and port.group(1) != "0" else None

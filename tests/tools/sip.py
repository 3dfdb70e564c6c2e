"""A telephone over UDP: registers, calls, is called. Plain asyncio and the standard library, so that it runs anywhere.

Used by the tests as customer, carrier and desk phone, and by ``./callcenter demo-call``.
"""

import asyncio
import contextlib

from .rtp import Stream
from .sip_call import Call
from .sip_message import Message, digest_answer, md5_challenge, sdp, sdp_target, token, uri

T1 = 0.5  # first retransmission, seconds (RFC 3261)
REASONS = {
    100: "Trying", 180: "Ringing", 200: "OK", 404: "Not Found", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 486: "Busy Here", 487: "Request Terminated",
    503: "Service Unavailable", 603: "Decline",
}  # fmt: skip


class Phone(asyncio.DatagramProtocol):
    """``server`` is (host, port) of the exchange; ``on_call`` is called with each incoming Call.

    ``stream``: what makes the sound of a call to come.
    """

    stream = Stream

    def __init__(self, user: str, server: tuple[str, int], password: str = "", name: str = "", host: str = "127.0.0.1"):
        self.user, self.password, self.name = user, password, name
        self.quiet = False  # of calls to come: see Stream
        self.server, self.host, self.port = server, host, 0
        self.calls: dict[str, Call] = {}
        self.on_call = lambda call: call.refuse(480)
        self.received: list[str] = []  # every message as it came
        self._waiting: dict[tuple[str, str], asyncio.Queue] = {}  # (branch, method) -> responses
        self._given: dict[tuple[str, str], Message] = {}  # our last answer, for repeated requests
        self._acks: dict[str, Message] = {}  # branch of an INVITE -> ACK of its final response
        self._tasks: set[asyncio.Task] = set()
        self._registered: tuple[str, int] | None = None  # Call-ID and CSeq of the registration

    async def open(self, port: int = 0) -> "Phone":
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, port))
        self.port = self.transport.get_extra_info("sockname")[1]
        return self

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for call in list(self.calls.values()):
            call._end("us", call.status)
        self.transport.close()

    @property
    def contact(self) -> str:
        return f"<sip:{self.user}@{self.host}:{self.port}>"

    def via(self) -> str:
        return f"SIP/2.0/UDP {self.host}:{self.port};branch={token('z9hG4bK')};rport"

    def _address(self, user: str) -> str:
        return f"sip:{user}@{self.server[0]}:{self.server[1]}"

    # requests

    async def register(self, expires: int = 300) -> int:
        """Final status; 200 = reachable by the exchange."""
        call_id, sequence = self._registered or (token(), 0)
        self._registered = (call_id, sequence + 2)
        me = f"<{self._address(self.user)}>"
        headers = [("Via", self.via()), ("Max-Forwards", "70"), ("From", f"{me};tag={token()}"), ("To", me)]
        headers += [("Call-ID", call_id), ("CSeq", f"{sequence + 1} REGISTER"), ("Contact", self.contact)]
        headers += [("Expires", str(expires))]
        message = Message(f"REGISTER sip:{self.server[0]}:{self.server[1]} SIP/2.0", headers)
        response = await self.request(message)
        return response.status if response else 408

    async def call(self, number: str, sound: bytes | None = None, headers=(), from_header: str = "") -> Call:
        """Dials and returns at once. ``from_header`` replaces name and address of the caller."""
        call = Call(self, await self.stream(self.host, self.quiet).open(), outgoing=True)
        call.stream.play(sound)
        name = f'"{self.name}" ' if self.name else ""
        call.local = f"{from_header or f'{name}<{self._address(self.user)}>'};tag={token()}"
        call.target = self._address(number)
        call.remote = f"<{call.target}>"
        call.call_id = token()
        message = call._in_dialog("INVITE")
        message.headers += [("Content-Type", "application/sdp"), *headers]
        message.body = sdp(self.host, call.stream.port)
        call.invite = message
        self.calls[call.call_id] = call
        self._start(self._invite(call, message))
        return call

    async def _invite(self, call: Call, message: Message) -> None:
        def follow(sent):
            call.invite, call.cseq = sent, int(sent.get("cseq").split()[0])

        await self.request(message, call.on_response, call.ack, follow)
        if not call.status:
            call._end("them", 408)

    async def request(self, message: Message, on_response=None, ack=None, follow=None) -> Message | None:
        """Sends and waits for the final response, answering one challenge. None = no response at all."""
        response = await self.request_raw(message, on_response, ack)
        header, challenge = md5_challenge(response) if response and response.status in (401, 407) else ("", "")
        if challenge and self.password:
            number, method = message.get("cseq").split()
            target = message.start.split(" ")[1]
            replaced = {"via": self.via(), "cseq": f"{int(number) + 1} {method}"}
            headers = [(name, replaced.get(name.lower(), value)) for name, value in message.headers]
            headers.append((header, digest_answer(challenge, method, target, self.user, self.password)))
            message = Message(message.start, headers, message.body)
            if follow:
                follow(message)
            response = await self.request_raw(message, on_response, ack)
        if response and on_response:
            on_response(response)
        return response

    async def request_raw(self, message: Message, on_response=None, ack=None) -> Message | None:
        answers: asyncio.Queue[Message] = asyncio.Queue()
        method = message.method
        self._waiting[message.branch, method] = answers
        wait, patience = T1, 0.0
        while patience < 32:
            self._send(message)
            with contextlib.suppress(asyncio.TimeoutError):
                response = await asyncio.wait_for(answers.get(), wait)
                while response.status < 200:
                    if on_response:
                        on_response(response)
                    response = await asyncio.wait_for(answers.get(), 600)
                if ack:
                    self._acks[message.branch] = ack(response)
                    self._send(self._acks[message.branch])
                return response
            patience += wait
            wait = min(wait * 2, 4)
        return None

    # what comes in

    def datagram_received(self, data: bytes, addr) -> None:
        self.received.append(data.decode("utf-8", "surrogateescape"))
        try:
            message = Message.parse(data)
        except ValueError:
            return
        if message.is_response:
            self._on_response(message)
            return
        given = self._given.get((message.branch, message.method))
        if given:
            self._send(given, addr)
        elif message.method == "INVITE":
            self._start(self._on_invite(message, addr))
        else:
            self._on_request(message, addr)

    def _on_response(self, message: Message) -> None:
        if message.method == "INVITE" and message.branch in self._acks and message.status >= 200:
            self._send(self._acks[message.branch])  # our ACK was lost
        elif (message.branch, message.method) in self._waiting:
            self._waiting[message.branch, message.method].put_nowait(message)

    def _on_request(self, message: Message, addr) -> None:
        call = self.calls.get(message.get("call-id"))
        message.source = addr
        if message.method == "ACK":
            return
        known = call or message.method in ("OPTIONS", "NOTIFY", "MESSAGE")
        self.respond(message, 200 if known else 481)
        if call and message.method in ("BYE", "CANCEL"):
            if message.method == "CANCEL":
                call._answer_invite(487)
            call.on_bye()

    async def _on_invite(self, message: Message, addr) -> None:
        message.source = addr
        call = self.calls.get(message.get("call-id"))
        if call:  # a re-INVITE: the sound goes elsewhere
            call.stream.send_to(sdp_target(message.body))
            self.respond(message, 200, body=sdp(self.host, call.stream.port))
            return
        self.respond(message, 100)
        call = Call(self, await self.stream(self.host, self.quiet).open(), outgoing=False)
        call.invite, call.call_id = message, message.get("call-id")
        call.local, call.remote = f"{message.get('to')};tag={token()}", message.get("from")
        call.target = uri(message.get("contact"))
        self.calls[call.call_id] = call
        self.on_call(call)

    def respond(self, request: Message, status: int, tag: str = "", body: bytes = b"") -> None:
        to = request.get("to")
        if status > 100 and "tag=" not in to:
            to += f";tag={tag or token()}"
        headers = [("Via", value) for value in request.get_all("via")]
        headers += [("From", request.get("from")), ("To", to), ("Call-ID", request.get("call-id"))]
        headers += [("CSeq", request.get("cseq")), ("Contact", self.contact)]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        response = Message(f"SIP/2.0 {status} {REASONS.get(status, 'Status')}", headers, body)
        self._given[request.branch, request.method] = response
        self._send(response, request.source)

    def _send(self, message: Message, addr=None) -> None:
        if not self.transport.is_closing():
            self.transport.sendto(message.to_bytes(), addr or self.server)

    def _start(self, coroutine) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

"""One call of a telephone: what a person does with it, and what the other side does."""

import asyncio
import contextlib
from urllib.parse import quote

from .rtp import Stream
from .sip_message import Message, parameter, sdp, sdp_target, uri, user_of


class Call:
    """``ended_by`` is ``us`` or ``them``; ``status`` the final answer to the INVITE (0 = none yet)."""

    def __init__(self, phone, stream: Stream, outgoing: bool):
        self.phone = phone
        self.stream = stream
        self.outgoing = outgoing
        self.status = 0
        self.ended_by = ""
        self.invite: Message | None = None  # the first one, sent or received
        self.ringing, self.answered, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.cseq = 1
        self.offers = 1  # versions of our SDP
        self.call_id = self.local = self.remote = self.target = ""

    def header(self, name: str) -> str:
        """Of the INVITE, ``X-Call-Id`` say."""
        return self.invite.get(name)

    @property
    def caller(self) -> str:
        return user_of(self.invite.get("from"))

    @property
    def dialled(self) -> str:
        return user_of(self.invite.start.split(" ")[1])

    # what a person at the phone does

    def ring(self) -> None:
        self.ringing.set()
        self._answer_invite(180)

    def progress(self, sound: bytes | None = None) -> None:
        """Early media: what the network says before anybody has answered."""
        self.ringing.set()
        self.stream.play(sound)
        self.stream.send_to(sdp_target(self.invite.body))
        self._answer_invite(183, sdp(self.phone.host, self.stream.port))

    def answer(self, sound: bytes | None = None) -> None:
        self.stream.play(sound)
        self.stream.send_to(sdp_target(self.invite.body))
        self._answer_invite(200, sdp(self.phone.host, self.stream.port))
        self.answered.set()

    def refuse(self, status: int = 486) -> None:
        self._answer_invite(status)
        self._end("us", status)

    async def hang_up(self) -> None:
        """BYE, or CANCEL before the answer; returns when the other side has confirmed or after the SIP time-out."""
        if self.ended.is_set():
            return
        if self.outgoing and not self.answered.is_set():
            await self.phone.request_raw(self._in_dialog("CANCEL"))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.ended.wait(), 5)
            return
        self.cseq += 1
        bye = self._in_dialog("BYE")
        self._end("us", self.status)
        await self.phone.request_raw(bye)

    async def refer(self, number: str, other: "Call | None" = None) -> int:
        """The transfer key: the other party is to call ``number``, taking the place of ``other`` if given. Returns the
        status; hang up when that is done, as desk phones do."""
        self.cseq += 1
        message = self._in_dialog("REFER")
        target = f"sip:{number}@{self.phone.server[0]}:{self.phone.server[1]}"
        if other is not None:
            tags = f";to-tag={parameter(other.remote, 'tag')};from-tag={parameter(other.local, 'tag')}"
            target += "?Replaces=" + quote(other.call_id + tags, safe="")
        message.headers += [("Refer-To", f"<{target}>"), ("Referred-By", f"<sip:{self.phone.user}@{self.phone.host}>")]
        response = await self.phone.request_raw(message)
        return response.status if response else 408

    async def hold(self) -> None:
        """As the hold key of a desk phone does it: a re-INVITE that wants to hear nothing."""
        await self._offer("sendonly")

    async def resume(self) -> None:
        await self._offer("sendrecv")

    async def _offer(self, direction: str) -> None:
        """Raises ConnectionError when the other side does not agree."""
        self.cseq += 1
        self.offers += 1
        message = self._in_dialog("INVITE")
        message.headers.append(("Content-Type", "application/sdp"))
        message.body = sdp(self.phone.host, self.stream.port, direction, self.offers)

        def follow(sent):
            self.cseq = int(sent.get("cseq").split()[0])

        response = await self.phone.request(message, ack=self.ack, follow=follow)
        if response is None or response.status >= 300:
            raise ConnectionError(f"{direction} refused: {response and response.start}")

    # the other side

    def on_bye(self) -> None:
        self._end("them", self.status)

    def on_response(self, response: Message) -> None:
        """To our INVITE, authentication excepted."""
        if response.status < 200:
            if response.status > 100:
                self.ringing.set()
                self.stream.send_to(sdp_target(response.body))
            return
        self.remote = response.get("to")
        self.status = response.status
        if response.status < 300:
            self.stream.send_to(sdp_target(response.body))
            self.answered.set()
        else:
            self._end("them", response.status)

    def _end(self, who: str, status: int) -> None:
        if not self.ended.is_set():
            self.ended_by, self.status = who, status
            self.ended.set()
            self.stream.close()
            self.phone.calls.pop(self.call_id, None)

    def _answer_invite(self, status: int, body: bytes = b"") -> None:
        self.phone.respond(self.invite, status, tag=parameter(self.local, "tag"), body=body)
        self.status = status if status >= 200 else self.status

    def _in_dialog(self, method: str) -> Message:
        """CANCEL and ACK of a refusal repeat the INVITE's branch; what comes later has one of its own."""
        invite = self.outgoing and self.invite
        via = invite.get("via") if method == "CANCEL" else self.phone.via()
        headers = [("Via", via), ("Max-Forwards", "70"), ("From", self.local), ("To", self.remote)]
        headers += [("Call-ID", self.call_id), ("CSeq", f"{self.cseq} {method}"), ("Contact", self.phone.contact)]
        return Message(f"{method} {self.target} SIP/2.0", headers)

    def ack(self, response: Message) -> Message:
        if response.status < 300:
            self.target = uri(response.get("contact")) or self.target
        message = self._in_dialog("ACK")
        sequence = response.get("cseq").split()[0]
        ours = {"cseq": f"{sequence} ACK", "to": response.get("to")}
        if response.status >= 300:
            ours["via"] = response.get("via")
            message.start = f"ACK {self.invite.start.split(' ')[1]} SIP/2.0"
        message.headers = [(name, ours.get(name.lower(), value)) for name, value in message.headers]
        return message

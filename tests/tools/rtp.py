"""RTP of one call: sends a sound in 20 ms frames, keeps what it hears, presses keys (RFC 3550, RFC 4733)."""

import asyncio
import contextlib
import itertools
import math
import random
import struct
import wave
from array import array

RATE = 8000
FRAME = 160  # samples of 20 ms
PCMU, EVENT = 0, 101
KEYS = "0123456789*#ABCD"
CUSTOMER, AGENT = 440, 880  # Hz: who sings what, so that a recording tells them apart


def _encode(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = max(magnitude.bit_length() - 8, 0)
    return ~(sign | exponent << 4 | (magnitude >> (exponent + 3)) & 0x0F) & 0xFF


def _decode(code: int) -> int:
    code = ~code & 0xFF
    magnitude = ((((code & 0x0F) << 3) + 132) << ((code >> 4) & 0x07)) - 132
    return -magnitude if code & 0x80 else magnitude


DECODE = [_decode(code) for code in range(256)]
SILENCE = bytes([_encode(0)]) * FRAME


def tone(hertz: float, seconds: float = 1.0, level: float = 0.4) -> bytes:
    """Mu-law samples of a sine; whole periods for whole hertz and whole seconds, so it can be played in a ring."""
    peak = 32767 * level
    return bytes(_encode(int(peak * math.sin(2 * math.pi * hertz * n / RATE))) for n in range(int(seconds * RATE)))


def pulses(hertz: float) -> bytes:
    """The tone on and off five times a second: what a browser's noise suppression takes for a voice, not for noise."""
    sound = tone(hertz, 1)
    return b"".join(sound[at : at + 5 * FRAME] + SILENCE * 5 for at in range(0, RATE, 10 * FRAME))


def from_wav(path) -> bytes:
    """Mu-law samples of an 8 kHz mono 16 bit wav. Raises ValueError for other formats."""
    with wave.open(str(path)) as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
            raise ValueError(f"{path}: must be 8 kHz, mono, 16 bit")
        return bytes(_encode(sample) for sample in array("h", sound.readframes(sound.getnframes())))


def write_wav(path, sound: bytes) -> None:
    """Mu-law samples as an 8 kHz mono 16 bit wav."""
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(array("h", (DECODE[code] for code in sound)).tobytes())


FIRST = itertools.count(60000, -700)  # each phone's packets begin before those of the last one, as by chance half would


class Stream(asyncio.DatagramProtocol):
    """One side of the sound of a call; ``heard`` is what came in, mu-law, without the pauses.

    ``quiet``, for many calls at once: nothing is said, a frame a second keeps the line alive; keys as ever.
    """

    def __init__(self, host: str, quiet: bool = False):
        self.host, self.quiet = host, quiet
        self.port = 0
        self.heard = bytearray()
        self.sent = self.received = 0  # packets
        self._wanted, self._enough = 0, asyncio.Event()
        self._target = None
        self._sound = SILENCE
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._pressed = asyncio.Event()
        self._task = None
        self._sequence = next(FIRST) & 0xFFFF
        self._time = 0
        self._ssrc = random.randrange(1 << 32)

    async def open(self) -> "Stream":
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, 0))
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    def play(self, sound: bytes | None) -> None:
        """Mu-law samples, repeated until the call ends; None = silence."""
        self._sound = sound or SILENCE

    def speak(self, sound: bytes) -> None:
        self.quiet = False
        self.play(sound)

    def press(self, keys: str) -> None:
        for key in keys:
            self._keys.put_nowait(key)
        self._pressed.set()

    def send_to(self, target) -> None:
        self._target = target or self._target
        if self._target and not self._task:
            self._task = asyncio.ensure_future(self._run())

    def close(self) -> None:
        if self._task:
            self._task.cancel()
        self._transport.close()

    def datagram_received(self, data: bytes, addr) -> None:
        if len(data) > 12 and data[0] >> 6 == 2 and data[1] & 0x7F == PCMU:
            self.received += 1
            self.heard += data[12:]
            if len(self.heard) >= self._wanted:
                self._enough.set()

    async def hear(self, seconds: float) -> None:
        """So much sound from now on; one at a time listens."""
        self._wanted = len(self.heard) + seconds * RATE
        self._enough.clear()
        await self._enough.wait()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        position = 0
        while True:
            if not self._keys.empty():
                due = await self._send_key(self._keys.get_nowait(), due)
            ring = self._sound * (2 + FRAME // len(self._sound))
            self._send(PCMU, ring[position : position + FRAME])
            position = (position + FRAME) % len(self._sound)
            due = await (self._pause() if self.quiet else self._tick(due))

    async def _pause(self) -> float:
        """Until a key is pressed, a second at most."""
        began = asyncio.get_running_loop().time()
        self._pressed.clear()
        if self._keys.empty():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._pressed.wait(), 1.0)
        now = asyncio.get_running_loop().time()
        self._time += FRAME * max(1, round((now - began) / 0.02))
        return now

    async def _send_key(self, key: str, due: float) -> float:
        started, duration = self._time, 0
        for step in range(10):
            duration = min(duration + FRAME, 8 * FRAME)
            last = step >= 7
            event = struct.pack("!BBH", KEYS.index(key), (0x80 if last else 0) | 10, duration)
            self._send(EVENT, event, marker=step == 0, time=started)
            due = await self._tick(due)
        for _ in range(5):  # a gap, so that the same key twice is two keys
            self._send(PCMU, SILENCE)
            due = await self._tick(due)
        return due

    async def _tick(self, due: float) -> float:
        self._time += FRAME
        due += 0.02
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        return due

    def _send(self, kind: int, payload: bytes, marker: bool = False, time: int | None = None) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        stamp = (self._time if time is None else time) & 0xFFFFFFFF
        head = struct.pack("!BBHII", 0x80, kind | (0x80 if marker else 0), self._sequence, stamp, self._ssrc)
        if not self._transport.is_closing():
            self._transport.sendto(head + payload, self._target)
            self.sent += 1

"""Simulated customers for a person who tries the product; ``./callcenter demo-call`` runs this.

Without ``--customer`` a customer dials in, presses keys, talks, waits for the rating's question and answers it; with it
nobody dials in, and the customers whom agents dial behave as said. Needs nothing but what set-up installs.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import rtp
from tools.carrier import BEHAVIOURS, Carrier
from tools.sip import Phone

TOLD = {
    "caller": "the call is in the ledger", "ivr": "hears the greeting", "queue": "waits in queue {party}",
    "agent": "phone {party} rings", "answered": "talks with {party}", "survey": "is asked for a rating",
}  # fmt: skip


def say(who: str, what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {who:<16} {what}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./callcenter demo-call", description=__doc__.split("\n\n")[1])
    parser.add_argument("--to", default="4001", metavar="DID", help="number dialled: 4001 hotline, 4002 queue service")
    parser.add_argument("--from", dest="caller", default="13800000001", metavar="NUMBER", help="number of the customer")
    parser.add_argument("--name", default="", help="name that the carrier's network shows")
    parser.add_argument("--press", default=None, metavar="KEYS", help="keys in the menu (default 2 for 4001)")
    parser.add_argument("--say", metavar="WAV", help="8 kHz mono wav instead of a tone")
    parser.add_argument("--seconds", type=float, default=300, help="hangs up after this time (300)")
    parser.add_argument(
        "--rate", default="5", metavar="KEY", help="rating pressed when asked; empty = hangs up instead"
    )
    parser.add_argument("--calls", type=int, default=1, help="how many customers call, one number after the other")
    parser.add_argument("--every", type=float, default=3, help="seconds between them")
    parser.add_argument(
        "--customer", choices=BEHAVIOURS, help="nobody dials in: wait for agents' calls and be like this"
    )
    return parser.parse_args()


class Customer:
    """One who dials in. Follows the call in the ledger, as a customer's telephone does not know who it talks to."""

    def __init__(self, options: argparse.Namespace, number: str, server: tuple[str, int]):
        self.options, self.number, self.server = options, number, server
        self.seen: set[str] = set()  # marks of legs told of
        self.since = time.time() - 1

    async def run(self) -> None:
        phone = await Phone(self.number, self.server, name=self.options.name).open()
        sound = rtp.from_wav(self.options.say) if self.options.say else rtp.tone(440, level=0.2)
        say(self.number, f"dials {self.options.to}")
        call = await phone.call(self.options.to, sound)
        try:
            await self._follow(call)
        finally:
            await call.hang_up()
            who = {"us": "hangs up", "them": "is hung up on"}.get(call.ended_by, "gone")
            say(self.number, f"{who} (SIP {call.status})")
            phone.close()
        await self._tell_record()

    async def _follow(self, call) -> None:
        end = time.monotonic() + self.options.seconds
        keys, press_at = self._keys(), float("inf")
        while time.monotonic() < end and not call.ended.is_set():
            if call.answered.is_set() and "answered-by-us" not in self.seen:
                self.seen.add("answered-by-us")
                say(self.number, "is through")
                press_at = time.monotonic() + 2
            if keys and time.monotonic() > press_at:
                say(self.number, f"presses {keys}")
                call.stream.press(keys)
                keys = ""
            for leg in await asyncio.to_thread(self._legs):
                await self._tell_leg(call, leg)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(call.ended.wait(), 0.3)

    def _keys(self) -> str:
        return self.options.press if self.options.press is not None else "2" if self.options.to == "4001" else ""

    async def _tell_leg(self, call, leg: dict) -> None:
        what = "survey" if leg["flow"] == "survey" else leg["role"]
        if what == "agent" and leg["answer"]:
            what = "answered"
        if (mark := f"{leg['key']} {what}") in self.seen or what not in TOLD:
            return
        self.seen.add(mark)
        say(self.number, TOLD[what].format(party=leg["party"]))
        if what == "survey":
            await asyncio.sleep(1.5)
            if not self.options.rate:
                await call.hang_up()
                return
            say(self.number, f"rates {self.options.rate}")
            call.stream.press(self.options.rate)

    def _legs(self) -> list[dict]:
        with contextlib.suppress(Exception):
            calls = [call for call in ledger().calls(since=self.since) if call["number"].endswith(self.number)]
            return ledger().legs(calls[-1]) if calls else []
        return []

    async def _tell_record(self) -> None:
        for _ in range(20):
            with contextlib.suppress(Exception):
                calls = [call for call in ledger().calls(since=self.since) if call["number"].endswith(self.number)]
                if calls and calls[-1]["result"]:
                    call = calls[-1]
                    parts = ", ".join(
                        f"{name} {call[name + '_s']:.0f} s" for name in ("ivr", "wait", "talk") if call[name + "_s"]
                    )
                    say(
                        self.number,
                        f"record {call['key']}: {call['result']}, {parts}, rating {call['rating_key'] or '-'}",
                    )
                    return
            await asyncio.sleep(0.5)


def ledger(_kept=[]):  # noqa: B006
    if not _kept:
        from tools.ledger import of_environment

        _kept.append(of_environment())
    return _kept[0]


async def main() -> int:
    options = arguments()
    host = "127.0.0.1"
    server = (host, int(os.environ.get("CALLCENTER_SIP_PORT", "5060")))
    port = int(os.environ.get("CALLCENTER_CUSTOMER_PORT", "5080"))
    carrier = Carrier(server, options.customer if options.customer != "by-number" else "")
    carrier.told = lambda what, call: say(call.dialled, f"is dialled: {what}")
    try:
        await carrier.open(port)
    except OSError:
        if options.customer:
            print(f"callcenter: port {port}/udp is taken: another demo-call is running", file=sys.stderr)
            return 1
    if options.customer:
        print(f"Customers wait on {host}:{port} for agents' calls ({options.customer}); Ctrl C ends.", flush=True)
        await asyncio.Event().wait()
    first = int(options.caller)
    width = len(options.caller)
    customers = []
    for n in range(options.calls):
        if n:
            await asyncio.sleep(options.every)
        customers.append(asyncio.ensure_future(Customer(options, f"{first + n:0{width}}", server).run()))
    await asyncio.gather(*customers)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # however it is ended, its callers hang up
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(asyncio.run(main()))

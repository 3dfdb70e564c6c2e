"""Pieces of calls that several scenarios share."""

import time

from . import rtp, sound
from .ledger import adds_up
from .rtp import AGENT, CUSTOMER
from .waiting import wait_until


def wait_hears(call, hertz: float, seconds: float = 8, of_last: float = 1.0) -> None:
    """The phone of ``call`` hears the tone now, not once upon a time."""

    def hears():
        heard = sound.from_mulaw(call.stream.heard[-int(of_last * rtp.RATE) :])
        return len(heard) >= of_last * rtp.RATE and sound.seconds_of(heard, hertz, at_least=0.4) >= of_last / 2

    wait_until(hears, seconds, f"phone hears {hertz} Hz")


def wait_mixed(call, *hertz: float, never=(), seconds: float = 10) -> None:
    """The phone of ``call`` hears all these tones for a whole second, and none of ``never`` in it."""

    def hears():
        heard = sound.from_mulaw(call.stream.heard[-rtp.RATE :])
        here = all(sound.seconds_of(heard, tone, at_least=0.1) >= 1 for tone in hertz)
        return (
            len(heard) == rtp.RATE and here and not any(sound.seconds_of(heard, tone, at_least=0.02) for tone in never)
        )

    wait_until(hears, seconds, f"phone hears {hertz} Hz and not {never} Hz")


def wait_live(phones, number: str, did: str, began: float, seconds: float = 10):
    """Dials ``did`` as ``number`` again and again until it takes the call: (the call, seconds since ``began``, a
    monotonic time such as that of pressing Publish, when it was dialled, a time as the ledger has it)."""
    while time.monotonic() - began < seconds:
        moment = time.time() - 0.001
        call = phones.customer(number, did, hertz=0)
        wait_until(lambda call=call: call.answered.is_set() or call.ended.is_set(), 5, "an answer to the INVITE")
        if call.answered.is_set():
            took = time.monotonic() - began
            print(f"live after {took:.2f} s")
            return call, took, moment
    raise AssertionError(f"{did} takes no calls within {seconds:g} s")


def choose(stack, call: dict, customer, step: str, key: str) -> None:
    """Presses ``key`` once the flow has come to the menu ``step``, as the node's journal says."""
    linkedid = call["key"].partition(":")[2]
    journal = stack.node / "log" / "cel-custom" / "cel.csv"

    def there():
        lines = (line for line in journal.read_text(errors="replace").splitlines() if line.startswith('"CC_IVR"'))
        return any(f'"{linkedid}"' in line and f"step={step}" in line for line in lines)

    wait_until(there, 30, f"the flow at {step}", pause=0.2)
    customer.press(key)


def check_recording(stack, call: dict, at_least: float, seconds: float = 15) -> dict:
    """The call's recording has the customer on the left and the agent on the right, and nobody on the other's side."""

    def taken():
        rows = [row for row in stack.ledger.recordings(call) if row["sha256"]]
        return rows and rows[0]

    row = wait_until(taken, seconds, f"recording of {call['key']}")
    samples, rate = sound.read_wav(stack.recordings / row["path"])
    assert samples.shape[1] == 2, "a recording is stereo"
    left, right = samples[:, 0], samples[:, 1]
    assert sound.seconds_of(left, CUSTOMER, rate, 0.4) >= at_least, "the customer is not on the left"
    assert sound.seconds_of(right, AGENT, rate, 0.4) >= at_least, "the agent is not on the right"
    assert sound.seconds_of(left, AGENT, rate, 0.4) <= 0.5, "the agent is on the left too"
    assert sound.seconds_of(right, CUSTOMER, rate, 0.4) <= 0.5, "the customer is on the right too"
    assert abs(float(row["seconds"]) - len(samples) / rate) < 0.1
    return row


def check_whole(ledger, call: dict) -> dict:
    """What holds for every ended call: its seconds have owners, its legs lie within it and are closed."""
    assert adds_up(call), {name: call[name] for name in call if name.endswith("_s")} | {"seconds": call["seconds"]}
    legs = ledger.legs(call)
    assert legs, "a call without legs"
    for leg in legs:
        assert leg["end"], f"leg still open: {leg['role']} {leg['party']}"
        assert call["start"] <= leg["start"] <= leg["end"] <= call["end"], f"leg outside its call: {leg['role']}"
    return call

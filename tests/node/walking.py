"""Callers who walk through a flow, and the steps that they passed."""

from tools.waiting import wait_until

from .journal import last_call
from .scenes import CUSTOMER


def did(node, code: str) -> str:
    return next(one.number for one in node.config.dids if one.flow == code)


def told(node) -> list:
    return [record for record in last_call(node.journal) if record.kind.startswith("CC_")]


def way(node) -> list[str]:
    """The steps that the last call passed."""
    return [record.data["step"] for record in told(node) if record.kind == "CC_IVR"]


def passed(node, before: int, step: str) -> bool:
    events = [event for event in node.ami.events[before:] if event.get("UserDefType") == "CC_IVR"]
    return any(f"step={step}" in event["Extra"] for event in events)


def walk(office, code: str, number: str = CUSTOMER, seconds: float = 20, **keys: str) -> list[str]:
    """Calls the flow, presses the keys when a step begins, gives the steps passed."""
    node = office.node
    before = node.ami.mark()
    call = office.phones.customer(number, did(node, code)).wait_answered()
    for step, pressed in keys.items():
        wait_until(lambda step=step: passed(node, before, step), 10, f"the step {step}")
        call.press(pressed)
    call.wait_ended(seconds)
    node.ami.wait(Event="CEL", EventName="LINKEDID_END", after=before)
    wait_until(lambda: "CHAN_END" in [r.kind for r in last_call(node.journal)], 5, "the journal's end of the call")
    return way(node)

"""Scenes of callers whom a queue does not serve at once; each begins with nobody signed in."""

from tools.phones import Call
from tools.waiting import wait_until

from .office import Office
from .scenes import CUSTOMER, _heard, _quiet, _talk

EARLIER = "+8613800000016"


def _in_queue(office: Office, number: str, did: str) -> Call:
    """A caller who waits."""
    before = office.node.ami.mark()
    call = office.phones.customer(number, did).wait_answered()
    office.node.ami.wait(Event="CEL", UserDefType="CC_QUEUE", after=before)
    wait_until(lambda: call.stream.received > 20, 5, "something is heard")
    return call


def _takes(office: Office, desk, count: int):
    """The agent's next call, answered and talked in for a moment."""
    offer = desk.wait_call(count)
    offer.answer(desk.sound)
    _talk(office, 0.5)
    return offer


def no_agents_voicemail(office: Office) -> None:
    """4004: nobody signed in; the caller speaks until the longest message of 4 s is full."""
    call = office.phones.customer(CUSTOMER, "4004").wait_answered()
    office.node.ami.wait(10, Event="CEL", UserDefType="CC_MESSAGE")
    office.node.ami.wait(8, Event="CEL", UserDefType="CC_MESSAGE_END")
    call.wait_ended()
    _quiet(office)


def overflow_outside(office: Office) -> None:
    """4005 with agent 1001 on a break: after 2 s to a mobile, which answers; the caller hangs up."""
    office.sign_in("1001", "away")
    office.pause("1001", "lunch")
    office.carrier.default = "answer"
    call = office.phones.customer(CUSTOMER, "4005").wait_answered()
    office.node.ami.wait(10, Event="CEL", EventName="BRIDGE_ENTER")
    _heard(call, 1)
    call.hang_up()
    _quiet(office)


def told_the_wait(office: Office, handling: str) -> str:
    """4004 with agent 1001 on a break, calls take ``handling`` seconds: gives the minutes the caller is told, who goes
    on to wait."""
    office.sign_in("1001", "back")
    office.pause("1001", "lunch")
    office.db("cc/aht/back", handling)
    call = office.phones.customer(CUSTOMER, "4004").wait_answered()

    def minutes() -> str:
        lines = office.node.cli("core show channels concise").splitlines()
        names = [line.split("!")[0] for line in lines if "SayNumber" in line or "queue-holdtime" in line]
        return office.node.ami.action("Getvar", Channel=names[0], Variable="minutes").get("Value") if names else ""

    told = wait_until(minutes, 10, "the caller is told the minutes")
    wait_until(lambda: "1. PJSIP/demo-carrier" in office.node.cli("queue show back"), 20, "the caller waits")
    call.hang_up()
    _quiet(office)
    return told


def last_agent(office: Office) -> None:
    """4002: talked to 1002 before, who takes it, though second in turn; then 1002 has a break and 1001 takes it."""
    office.db(f"cc/last/{CUSTOMER}", "1002:9999999999")
    first = office.sign_in("1001")
    second = office.sign_in("1002", penalty=1)
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    offer = second.wait_call(len(second.calls) + 1)
    offer.answer(second.sound)
    _heard(call, 0.5)
    call.hang_up()
    _quiet(office)
    office.pause("1002", "lunch")
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    _takes(office, first, len(first.calls) + 1)
    call.hang_up()
    _quiet(office)


def vip_first(office: Office) -> None:
    """4002: 1001 talks; one waits, then a VIP comes and is served first."""
    office.db(f"cc/vip/{CUSTOMER}", "2")
    desk = office.sign_in("1001")
    talking = office.phones.customer("+8613800000015", "4002").wait_answered()
    _takes(office, desk, len(desk.calls) + 1)
    earlier = _in_queue(office, EARLIER, "4002")
    vip = _in_queue(office, CUSTOMER, "4002")
    talking.hang_up()
    _takes(office, desk, len(desk.calls) + 1)
    vip.hang_up()
    _takes(office, desk, len(desk.calls) + 1)
    earlier.hang_up()
    _quiet(office)


def callback_kept_place(office: Office) -> None:
    """4004: 1001 talks; one presses 1 while waiting, another comes later; the first is called back first."""
    office.carrier.default = "answer"
    desk = office.sign_in("1001", "back")
    talking = office.phones.customer("+8613800000015", "4004").wait_answered()
    _takes(office, desk, len(desk.calls) + 1)
    wishing = _in_queue(office, EARLIER, "4004")
    later = _in_queue(office, CUSTOMER, "4004")
    wishing.press("1")
    wishing.wait_ended(30)
    office.node.ami.wait(5, Event="CEL", UserDefType="CC_STANDIN")
    dialled = len(office.carrier.calls)
    talking.hang_up()
    offer = desk.wait_call(len(desk.calls) + 1)
    offer.answer(desk.sound)
    wait_until(lambda: len(office.carrier.calls) > dialled, 5, "the customer is dialled")
    _talk(office, 1)
    office.phones.run(office.carrier.calls[-1].hang_up())
    offer.wait_ended(5)
    _takes(office, desk, len(desk.calls) + 1)
    later.hang_up()
    _quiet(office)


def callback_not_reached(office: Office) -> None:
    """4004: called back twice, busy each time; then the node gives up."""
    office.carrier.default = "busy"
    desk = office.sign_in("1001", "back")
    office.pause("1001", "lunch")
    wishing = _in_queue(office, EARLIER, "4004")
    wishing.press("1")
    wishing.wait_ended(30)
    office.node.ami.wait(5, Event="CEL", UserDefType="CC_STANDIN")
    office.pause("1001", paused=False)
    for _attempt in range(2):
        offer = desk.wait_call(len(desk.calls) + 1)
        offer.answer(desk.sound)
        offer.wait_ended(10)
    _quiet(office)


SCENES = [
    no_agents_voicemail, overflow_outside, last_agent, vip_first, callback_kept_place, callback_not_reached,
]  # fmt: skip

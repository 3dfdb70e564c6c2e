"""What people do in one call each. Every scene starts with nobody signed in and ends with a quiet node."""

from tools.baresip import Baresip
from tools.phones import Call
from tools.waiting import wait_until

from .company import PASSWORD, REFUSED
from .office import Office

CUSTOMER = "+8613800000001"


def _talk(office: Office, seconds: float = 1.0) -> None:
    """Let both sides be heard for a while: waits on the sound, not on the clock."""
    desk = office.desk("1001")
    call = desk.calls[-1]
    wanted = len(call.stream.heard) + int(8000 * seconds)
    wait_until(lambda: len(call.stream.heard) >= wanted, seconds + 5, "sound at the agent")


def _quiet(office: Office) -> None:
    node = office.node
    wait_until(lambda: "0 active channels" in node.cli("core show channels"), 15, "no channel left")
    node.ami.wait_quiet()


def _answered(office: Office) -> tuple[Call, Call]:
    """Agent 1001 answers a call to 4002 and talks for a second: the customer's end of it and the agent's."""
    desk = office.sign_in("1001")
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    offer = desk.wait_ringing()
    offer.answer(desk.sound)
    _talk(office)
    return call, offer


def answered_caller(office: Office) -> None:
    """4001, menu, 2; agent 1001 answers, the caller hangs up; wrap-up of 2 s ends by the node's timer."""
    desk = office.sign_in("1001")
    call = office.phones.customer(CUSTOMER, "4001").wait_answered()
    wait_until(lambda: call.stream.received > 10, 5, "the menu is heard")
    call.press("2")
    desk.wait_ringing().answer(desk.sound)
    _talk(office)
    call.hang_up()
    _quiet(office)


def answered_agent_survey(office: Office) -> None:
    """4002; agent 1001 answers and hangs up; the caller presses 5 in the survey."""
    call, offer = _answered(office)
    offer.hang_up()
    office.node.ami.wait(Event="CEL", UserDefType="CC_SURVEY")
    call.press("5")
    call.wait_ended()
    _quiet(office)


def survey_hung_up(office: Office) -> None:
    """4002; agent 1001 hangs up; the caller hangs up in the survey's prompt."""
    call, offer = _answered(office)
    offer.hang_up()
    office.node.ami.wait(Event="CEL", UserDefType="CC_SURVEY")
    call.hang_up()
    _quiet(office)


def command_hang_up(office: Office) -> None:
    """4002; the agent's call is ended by AMI Hangup of the agent's channel (button in the browser, Odoo's command)."""
    call, _ = _answered(office)
    channel = office.node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER", CallerIDnum="1001")["Channel"]
    office.node.ami.action("Hangup", Channel=channel, Cause="16")
    office.node.ami.wait(Event="CEL", UserDefType="CC_SURVEY")
    call.hang_up()
    _quiet(office)


def abandoned(office: Office) -> None:
    """4002 with agent 1001 on a break: the caller gives up in the queue."""
    office.sign_in("1001")
    office.pause("1001", "lunch")
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    wait_until(lambda: call.stream.received > 50, 5, "music for a second")
    call.hang_up()
    _quiet(office)


def abandoned_ringing(office: Office) -> None:
    """4002: the caller gives up while agent 1001's phone rings."""
    desk = office.sign_in("1001")
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    desk.wait_ringing()
    wait_until(lambda: call.stream.received > 50, 5, "music for a second")
    call.hang_up()
    _quiet(office)


def ring_no_answer(office: Office) -> None:
    """4002: agent 1001 lets it ring (paused by the node as Auto-Pause), agent 1002 answers, the caller hangs up."""
    first, second = office.sign_in("1001"), office.sign_in("1002", penalty=1)
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    first.wait_call(len(first.calls) + 1)
    offer = second.wait_call(len(second.calls) + 1)
    offer.answer(second.sound)
    wait_until(lambda: len(offer.stream.heard) > 8000, 5, "sound at the agent")
    call.hang_up()
    _quiet(office)


def refused_by_agent(office: Office) -> None:
    """4002: agent 1001 refuses (486), agent 1002 answers and hangs up; nobody presses a key in the survey."""
    first, second = office.sign_in("1001"), office.sign_in("1002", penalty=1)
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    first.wait_call(len(first.calls) + 1).refuse(486)
    offer = second.wait_call(len(second.calls) + 1)
    offer.answer(second.sound)
    wait_until(lambda: len(offer.stream.heard) > 8000, 5, "sound at the agent")
    offer.hang_up()
    call.wait_ended(30)
    _quiet(office)


def no_agents_overflow(office: Office) -> None:
    """4003: nobody in queue sales, so the call overflows to service, where nobody is either: hung up."""
    office.phones.customer(CUSTOMER, "4003").wait_answered().wait_ended()
    _quiet(office)


def ivr_no_choice(office: Office) -> None:
    """4001: a key without a choice, then no key at all; the flow says goodbye."""
    call = office.phones.customer(CUSTOMER, "4001").wait_answered()
    wait_until(lambda: call.stream.received > 10, 5, "the menu is heard")
    call.press("7")
    call.wait_ended(15)
    _quiet(office)


def refused(office: Office) -> None:
    """A number on the list of refused ones."""
    office.db(f"cc/refused/{REFUSED}", "1")
    call = office.phones.customer(REFUSED, "4001").wait_ended()
    assert call.status == 403, call.status
    _quiet(office)


def unknown_did(office: Office) -> None:
    """A number nobody has."""
    call = office.phones.customer(CUSTOMER, "4999").wait_ended()
    assert call.status == 404, call.status
    _quiet(office)


def out_answered(office: Office) -> None:
    """Click-to-dial of agent 1001, answered; the agent hangs up; wrap-up of 2 s."""
    desk = office.sign_in("1001")
    office.carrier.default = "answer"
    count = len(desk.calls) + 1
    office.dial("1001", "+8613800000036")
    call = desk.wait_call(count)
    office.node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
    _talk(office)
    call.hang_up()
    _quiet(office)


def _out_failed(office: Office, behaviour: str) -> None:
    desk = office.sign_in("1001")
    office.carrier.default = behaviour
    count = len(desk.calls) + 1
    office.dial("1001", "+8613800000037")
    desk.wait_call(count).wait_ended(15)
    _quiet(office)


def out_busy(office: Office) -> None:
    """Click-to-dial, 486."""
    _out_failed(office, "busy")


def out_invalid(office: Office) -> None:
    """Click-to-dial, 404."""
    _out_failed(office, "unknown")


def out_rejected(office: Office) -> None:
    """Click-to-dial, 603."""
    _out_failed(office, "refused")


def out_no_answer(office: Office) -> None:
    """Click-to-dial, rings for the whole dial time of 3 s."""
    _out_failed(office, "no_answer")


def out_cancelled(office: Office) -> None:
    """Click-to-dial; the agent hangs up while it rings."""
    desk = office.sign_in("1001")
    office.carrier.default = "no_answer"
    count = len(desk.calls) + 1
    office.dial("1001", "+8613800000038")
    call = desk.wait_call(count)
    wait_until(lambda: office.carrier.calls, 5, "the customer's phone rings")
    call.hang_up()
    _quiet(office)


def out_agent_no_answer(office: Office) -> None:
    """Click-to-dial to a phone that does not answer its own call: the agent refuses it."""
    desk = office.sign_in("1001")
    desk.phone.on_call = lambda call: call.refuse(486)
    office.dial("1001", "+8613800000036")
    office.node.ami.wait(Event="OriginateResponse")
    _quiet(office)


def desk_dial(office: Office) -> None:
    """Agent 1001 dials from the desk phone itself, national form; the customer answers, then hangs up."""
    desk = office.sign_in("1001")
    office.carrier.default = "answer"
    call = office.phones.dial(desk.phone, "013800000039", desk.sound).wait_answered()
    wait_until(lambda: len(call.stream.heard) > 8000, 5, "sound at the agent")
    office.phones.run(office.carrier.calls[-1].hang_up())
    call.wait_ended()
    _quiet(office)


def internal(office: Office) -> None:
    """Agent 1001 calls 1002."""
    first, second = office.desk("1001"), office.desk("1002")
    call = office.phones.dial(first.phone, "1002", first.sound)
    second.wait_call(len(second.calls) + 1).answer(second.sound)
    call.wait_answered()
    call.hang_up()
    _quiet(office)


def hold(office: Office) -> None:
    """4002; agent 1001 at a baresip phone answers, holds the caller for a second, hangs up; no rating."""
    node = office.node
    with Baresip(node.folder / "baresip", node.server, "1001", PASSWORD) as phone:
        node.ami.action(
            "QueueAdd", Queue="service", Interface="PJSIP/1001", MemberName="1001", StateInterface="PJSIP/1001"
        )
        call = office.phones.customer(CUSTOMER, "4002").wait_answered()
        phone.wait("CALL_INCOMING")
        phone.answer()
        phone.wait("CALL_ESTABLISHED")
        _heard(call, 1.5)
        phone.command("hold")
        node.ami.wait(Event="Hold")
        _heard(call, 1.5)
        phone.command("resume")
        node.ami.wait(Event="Unhold")
        _heard(call, 1.5)
        phone.hang_up()
        node.ami.wait(Event="CEL", UserDefType="CC_SURVEY")
        call.hang_up()
        _quiet(office)
    node.ami.action("QueueRemove", Queue="service", Interface="PJSIP/1001")


def _heard(call, seconds: float) -> None:
    """Until this much more has come to the customer."""
    wanted = len(call.stream.heard) + int(8000 * seconds)
    wait_until(lambda: len(call.stream.heard) >= wanted, seconds + 5, "sound at the customer")


SCENES = [
    answered_caller, answered_agent_survey, survey_hung_up, command_hang_up, abandoned, abandoned_ringing,
    ring_no_answer, refused_by_agent, no_agents_overflow, ivr_no_choice, refused, unknown_did,
    out_answered, out_busy, out_invalid, out_rejected, out_no_answer, out_cancelled, out_agent_no_answer,
    desk_dial, internal, hold,
]  # fmt: skip

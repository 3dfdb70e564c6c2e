"""What people do in one call with more than two parties. Transfers and consults by what the connector's commands do."""

from tools.waiting import wait_until

from .office import Office
from .scenes import CUSTOMER, _quiet

OUTSIDE = "+8675512345678"
COLLEAGUE = "1002"


def heard(call, seconds: float = 0.5) -> None:
    """Until this much sound has come to this end."""
    wanted = len(call.stream.heard) + int(8000 * seconds)
    wait_until(lambda: len(call.stream.heard) >= wanted, seconds + 5, "sound")


def quiet(office: Office) -> None:
    """Nobody is in a call or wrap-up any more."""
    office.node.ami.wait_quiet()
    wait_until(lambda: not _wrapping(office), 10, "wrap-ups are over")
    _quiet(office)


def _wrapping(office: Office) -> list[str]:
    paused = {}
    for event in list(office.node.ami.events):
        if event.get("Event") == "QueueMemberPause":
            paused[event["Interface"]] = event["Paused"] == "1" and event.get("PausedReason") == "wrap_up"
    return [interface for interface, wrapping in paused.items() if wrapping]


class Talk:
    """A call in which agent 1001 talks to the customer: both ends, and what the agent does from here."""

    def __init__(self, office: Office, outbound: bool = False):
        self.office, self.ami = office, office.node.ami
        self.mark = self.ami.mark()
        self.desk, self.other = office.sign_in("1001"), office.sign_in(COLLEAGUE, "sales")
        if outbound:
            self._dial()
        else:
            self.customer = office.phones.customer(CUSTOMER, "4002").wait_answered()
            self.agent = self.desk.wait_ringing()
            self.agent.answer(self.desk.sound)
        self.wait(EventName="BRIDGE_ENTER")
        self.customer_channel, self.agent_channel = self.channel("demo-carrier"), self.channel("1001")
        heard(self.agent)

    def _dial(self) -> None:
        count = len(self.desk.calls) + 1
        self.office.carrier.default = "answer"
        self.office.dial("1001", "+8613800000036")
        self.agent = self.desk.wait_call(count)
        self.wait(EventName="BRIDGE_ENTER")
        self.customer = self.office.phones.watch(self.office.carrier.calls[-1])

    def wait(self, **wanted) -> dict:
        """An event of this call."""
        return self.ami.wait(after=self.mark, Event="CEL", **wanted)

    def channel(self, endpoint: str) -> str:
        """The newest channel of an endpoint."""
        lines = self.office.node.cli("core show channels concise").splitlines()
        return [line.split("!")[0] for line in lines if line.startswith(f"PJSIP/{endpoint}-")][-1]

    def tell(self, channel: str, **values: str) -> None:
        for name, value in values.items():
            self.ami.action("Setvar", Channel=channel, Variable=name, Value=value)

    def move(self, channel: str, context: str, other: str = "", other_context: str = "") -> None:
        more = {}
        if other:
            more = {"ExtraChannel": other, "ExtraContext": other_context, "ExtraExten": "s", "ExtraPriority": "1"}
        answer = self.ami.action("Redirect", Channel=channel, Context=context, Exten="s", Priority="1", **more)
        assert answer["Response"] == "Success", answer

    def transfer(self, to: str, kind: str) -> None:
        self.tell(self.customer_channel, CC_BY="1001", CC_TO=to, CC_KIND=kind)
        self.move(self.customer_channel, "cc-transfer")

    def consult(self, to: str, kind: str) -> None:
        self.tell(self.customer_channel, CC_BY="1001", CC_TO=to, CC_KIND=kind, CC_HOLDER=self.agent_channel)
        self.tell(self.agent_channel, CC_TO=to, CC_KIND=kind, __CC_HELD=self.customer_channel)
        self.move(self.customer_channel, "cc-held", self.agent_channel, "cc-consult")

    def colleague(self):
        """The colleague's phone rings and is answered."""
        call = self.other.wait_ringing()
        call.answer(self.other.sound)
        heard(call)
        return call

    def end(self, call) -> None:
        """This party hangs up, whatever the customer is asked after that he leaves."""
        call.hang_up()
        if call is not self.customer:
            self.wait(UserDefType="CC_SURVEY")
            self.customer.hang_up()
        quiet(self.office)


def transfer_agent(office: Office) -> None:
    """4002; agent 1001 sends the customer to 1002, who answers; the customer hangs up."""
    talk = Talk(office)
    talk.transfer(COLLEAGUE, "agent")
    talk.agent.wait_ended()
    talk.colleague()
    heard(talk.customer)
    talk.end(talk.customer)


def transfer_queue(office: Office) -> None:
    """4002; agent 1001 sends the customer to queue sales, where 1002 answers and hangs up: no survey there."""
    talk = Talk(office)
    talk.transfer("sales", "queue")
    call = talk.colleague()
    call.hang_up()
    talk.customer.wait_ended()
    quiet(office)


def transfer_outside(office: Office) -> None:
    """4002; agent 1001 sends the customer to a number outside; that one hangs up."""
    talk = Talk(office)
    office.carrier.default = "answer"
    talk.transfer(OUTSIDE, "outside")
    talk.wait(EventName="BRIDGE_ENTER", Exten="outside")
    heard(talk.customer)
    talk.end(office.phones.watch(office.carrier.calls[-1]))


def transfer_returns(office: Office) -> None:
    """4002; 1002 does not answer for 3 s: it rings at 1001 again, who answers; the customer hangs up."""
    talk = Talk(office)
    talk.transfer(COLLEAGUE, "agent")
    talk.other.wait_ringing()
    talk.agent.wait_ended()
    again = talk.desk.wait_ringing()
    again.answer(talk.desk.sound)
    heard(again)
    talk.end(talk.customer)


def transfer_nobody(office: Office) -> None:
    """4002; the number is busy and 1001 refuses the return: the customer waits again, and hangs up."""
    talk = Talk(office)
    office.pause("1001", "lunch")
    office.carrier.default = "busy"
    talk.transfer(OUTSIDE, "outside")
    talk.agent.wait_ended()
    talk.desk.wait_ringing().refuse(486)
    wait_until(lambda: len([e for e in talk.ami.events if e.get("UserDefType") == "CC_QUEUE"]) > 1, 5, "back in queue")
    talk.end(talk.customer)


def consult_completed(office: Office) -> None:
    """4002; 1001 asks 1002 and leaves the customer to 1002, who hangs up."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    call = talk.colleague()
    heard(talk.agent)
    talk.move(talk.agent_channel, "cc-quit")
    talk.agent.wait_ended()
    heard(call)
    heard(talk.customer)
    talk.end(call)


def consult_cancelled(office: Office) -> None:
    """4002; 1001 asks 1002 and goes back to the customer; 1001 hangs up."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    call = talk.colleague()
    talk.move(talk.channel(COLLEAGUE), "cc-quit")
    call.wait_ended()
    heard(talk.agent)
    heard(talk.customer)
    talk.end(talk.agent)


def consult_given_up(office: Office) -> None:
    """4002; 1002's phone rings, 1001 goes back to the customer before it is answered; the customer hangs up."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    call = talk.other.wait_ringing()
    talk.move(talk.agent_channel, "cc-back")
    call.wait_ended()
    heard(talk.customer)
    talk.end(talk.customer)


def consult_not_waited(office: Office) -> None:
    """4002; 1001 leaves while 1002's phone still rings: a blind transfer; 1002 answers, the customer hangs up."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    call = talk.other.wait_ringing()
    talk.agent.hang_up()
    call.wait_ended()
    talk.colleague()
    talk.end(talk.customer)


def consult_queue(office: Office) -> None:
    """4002; 1001 asks whoever answers in queue sales (1002) and leaves the customer there; 1002 hangs up."""
    talk = Talk(office)
    talk.consult("sales", "queue")
    call = talk.colleague()
    talk.move(talk.agent_channel, "cc-quit")
    heard(call)
    heard(talk.customer)
    talk.end(call)


def consult_outside(office: Office) -> None:
    """4002; 1001 asks a number outside and leaves the customer there; the customer hangs up."""
    talk = Talk(office)
    office.carrier.default = "answer"
    talk.consult(OUTSIDE, "outside")
    wait_until(lambda: office.carrier.calls, 5, "the number rings")
    call = office.phones.watch(office.carrier.calls[-1]).wait_answered()
    heard(call)
    talk.move(talk.agent_channel, "cc-quit")
    talk.agent.wait_ended()
    heard(call)
    heard(talk.customer)
    talk.end(talk.customer)


def consult_customer_leaves(office: Office) -> None:
    """4002; the customer hangs up while 1001 asks 1002: everybody is free."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    talk.colleague()
    talk.end(talk.customer)


def three_way_left(office: Office) -> None:
    """4002; 1001 asks 1002, all three talk, 1001 leaves, the customer hangs up."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    call = talk.colleague()
    talk.move(talk.customer_channel, "cc-room")
    for one in (talk.customer, talk.agent, call):
        heard(one)
    talk.move(talk.agent_channel, "cc-quit")
    talk.agent.wait_ended()
    heard(talk.customer)
    heard(call)
    talk.end(talk.customer)


def three_way_third_leaves(office: Office) -> None:
    """4002; 1001 asks 1002, all three talk, 1002 leaves, then 1001."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    call = talk.colleague()
    talk.move(talk.customer_channel, "cc-room")
    heard(talk.customer)
    call.hang_up()
    heard(talk.agent)
    talk.end(talk.agent)


def three_way_customer_leaves(office: Office) -> None:
    """4002; 1001 asks 1002, all three talk, the customer hangs up: that is the end for all."""
    talk = Talk(office)
    talk.consult(COLLEAGUE, "agent")
    talk.colleague()
    talk.move(talk.customer_channel, "cc-room")
    heard(talk.customer)
    talk.end(talk.customer)


def hold_by_command(office: Office) -> None:
    """4002; the customer is held by a command and fetched again; the customer hangs up."""
    talk = Talk(office)
    talk.tell(talk.customer_channel, CC_BY="1001", CC_HOLDER=talk.agent_channel)
    talk.tell(talk.agent_channel, __CC_HELD=talk.customer_channel)
    talk.move(talk.customer_channel, "cc-held", talk.agent_channel, "cc-holding")
    heard(talk.customer, 1.0)
    talk.move(talk.agent_channel, "cc-back")
    heard(talk.agent)
    talk.end(talk.customer)


def out_transfer(office: Office) -> None:
    """Click-to-dial of 1001; the customer is sent to 1002 and hangs up there."""
    talk = Talk(office, outbound=True)
    talk.transfer(COLLEAGUE, "agent")
    talk.agent.wait_ended()
    talk.colleague()
    heard(talk.customer)
    talk.end(talk.customer)


def out_consult(office: Office) -> None:
    """Click-to-dial of 1001, who asks 1002 and leaves the customer to 1002, who hangs up."""
    talk = Talk(office, outbound=True)
    talk.consult(COLLEAGUE, "agent")
    call = talk.colleague()
    talk.move(talk.agent_channel, "cc-quit")
    heard(call)
    heard(talk.customer)
    call.hang_up()
    talk.customer.wait_ended()
    quiet(office)


def out_three_way(office: Office) -> None:
    """Click-to-dial of 1001, who asks 1002; all three talk; 1001 leaves, then the customer."""
    talk = Talk(office, outbound=True)
    talk.consult(COLLEAGUE, "agent")
    call = talk.colleague()
    talk.move(talk.customer_channel, "cc-room")
    heard(talk.customer)
    talk.agent.hang_up()
    heard(call)
    heard(talk.customer)
    talk.end(talk.customer)


def refer_blind(office: Office) -> None:
    """4002; the desk phone of 1001 sends the customer to 1002 by its own key (REFER); the customer hangs up."""
    talk = Talk(office)
    talk.agent.refer(COLLEAGUE)
    talk.wait(EventName="BLINDTRANSFER")
    talk.agent.hang_up()
    talk.colleague()
    heard(talk.customer)
    talk.end(talk.customer)


def refer_attended(office: Office) -> None:
    """4002; 1001 calls 1002 on a second line of the desk phone and joins the two by its own key; 1002 hangs up."""
    talk = Talk(office)
    second = office.phones.dial(talk.desk.phone, COLLEAGUE, talk.desk.sound)
    call = talk.colleague()
    second.wait_answered()
    talk.agent.refer(COLLEAGUE, second)
    talk.wait(EventName="ATTENDEDTRANSFER")
    talk.agent.hang_up()
    second.hang_up()
    heard(call)
    heard(talk.customer)
    call.hang_up()
    quiet(office)


SCENES = [
    transfer_agent, transfer_queue, transfer_outside, transfer_returns, transfer_nobody, consult_completed,
    consult_cancelled, consult_given_up, consult_not_waited, consult_queue, consult_outside, consult_customer_leaves,
    three_way_left, three_way_third_leaves, three_way_customer_leaves, hold_by_command, out_transfer, out_consult,
    out_three_way, refer_blind, refer_attended,
]  # fmt: skip

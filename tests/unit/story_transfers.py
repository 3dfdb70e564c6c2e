"""The acts of the stories in which a third party comes in: transfers, consults, three-way."""

from callcenter_telephony.connector.events import AgentKind
from callcenter_telephony.connector.events import ChannelKind as K


class TransferActs:
    """Part of StoryNode, as Acts are. ``talk.asked`` is the phone of who is asked for advice."""

    def _agent_transfer_blind(self, act: dict) -> None:
        talk, by = self.talks[act["call"]], act["who"]
        kind, _space, to = act["to"].rpartition(" ")
        kind = kind or ("outside" if to.startswith("+") else "agent")
        self._part(talk, talk.customer, talk.agent_id)
        self.tell(talk, K.TRANSFER, talk.customer, by=by, to=to, kind=kind)
        self._hang_up(talk, talk.agent_id, 26, "")
        self._wrap_up(talk)
        talk.agent, talk.facts["sent_by"] = None, by
        if kind == "queue":
            self._enter(talk, to, "transfer_blind", by=by)
        elif kind == "outside":
            talk.phase, talk.agent_id = "outside", self._channel(talk, "carrier")
            self.tell(talk, K.START, talk.agent_id)
            self.tell(talk, K.DIAL, talk.agent_id, number=to, trunk="carrier", via="transfer_blind", by=by)
        else:
            self._ring(talk, self.phones[to], role="target", via="transfer_blind", by=by)
            self._later(self.settings["ring_timeout_s"], self._not_taken, talk, talk.agent_id, self.phones[by])

    def _ring(self, talk, phone, **data) -> None:
        """Outside of app_queue, for the customer."""
        talk.phase, talk.agent, phone.busy = "sent", phone, True
        talk.facts["controlled"] = True
        talk.agent_id = self._channel(talk, phone.name)
        self.tell(talk, K.START, talk.agent_id)
        self.tell(talk, K.OFFER, talk.agent_id, agent=phone.name, queue=talk.queue, **data)

    def _not_taken(self, talk, agent_id: str, sender) -> None:
        """The transfer comes back. That nobody took it is counted by the connector, which pauses the agent."""
        if talk.phase != "sent" or talk.agent_id != agent_id:
            return
        self._comes_back(talk, 0, "", sender)

    def _comes_back(self, talk, cause: int, source: str, sender) -> None:
        phone = talk.agent
        self._hang_up(talk, talk.agent_id, cause, source)
        phone.busy, phone.paused = False, "missed"
        self._ring(talk, sender, role="agent", via="return", by="")
        self._later(1, self.tell_agent, phone, AgentKind.PAUSE, "missed")

    def _sent_is_refused(self, talk) -> None:
        self._comes_back(talk, 17, talk.agent_id, self.phones[talk.facts["sent_by"]])

    def _asked_refuses(self, talk) -> None:
        self._hang_up(talk, talk.asked_id, 17, talk.asked_id)
        talk.asked.busy = False
        self.tell(talk, K.BACK, talk.agent_id, by=talk.agent.name, why="BUSY")
        self._leave_bridge(talk, "held", talk.customer)
        self._join(talk, "talk")

    def _agent_consult_start(self, act: dict) -> None:
        talk, phone = self.talks[act["call"]], self.phones[act["to"]]
        if talk.facts.pop("held", None):
            self.tell(talk, K.UNHOLD, talk.agent_id)
        self._part(talk, talk.customer, talk.agent_id)
        self.tell(talk, K.CONSULT, talk.agent_id, by=act["who"], to=act["to"], kind="agent")
        self._enter_bridge(talk, "held", talk.customer)
        talk.facts["controlled"] = phone.busy = True
        talk.asked, talk.phase = phone, "consult"
        talk.asked_id = self._channel(talk, phone.name)
        self.tell(talk, K.START, talk.asked_id)
        self.tell(talk, K.OFFER, talk.asked_id, agent=phone.name, queue="", via="", role="consult", by=act["who"])

    def _asked_answers(self, talk) -> None:
        self.tell(talk, K.ANSWER, talk.asked_id)
        self._enter_bridge(talk, "asked", talk.asked_id, talk.agent_id)

    def _agent_consult_complete(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self._leave_bridge(talk, "asked", talk.agent_id, talk.asked_id)
        self.tell(talk, K.BYE, talk.agent_id, by="agent")
        self._leave_bridge(talk, "held", talk.customer)
        self._enter_bridge(talk, "joined", talk.customer, talk.asked_id)
        self._hand_over(talk, "joined")

    def _agent_consult_cancel(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self._leave_bridge(talk, "asked", talk.asked_id)
        self.tell(talk, K.BYE, talk.asked_id, by="agent")
        self._leave_bridge(talk, "asked", talk.agent_id)
        self.tell(talk, K.BACK, talk.agent_id, by=act["who"], why="ANSWER")
        self._hang_up(talk, talk.asked_id, 16, "dialplan/builtin")
        talk.asked.busy = False
        self._leave_bridge(talk, "held", talk.customer)
        self._join(talk, "talk")

    def _agent_three_way(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self._leave_bridge(talk, "held", talk.customer)
        self._enter_bridge(talk, "asked", talk.customer)

    def _agent_leave(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self._leave_bridge(talk, "asked", talk.agent_id)
        self.tell(talk, K.BYE, talk.agent_id, by="agent")
        self._hand_over(talk, "asked")

    def _hand_over(self, talk, bridge: str) -> None:
        """The agent leaves, who was asked has the customer."""
        self._hang_up(talk, talk.agent_id, 16, "dialplan/builtin")
        self._wrap_up(talk)
        talk.agent, talk.agent_id, talk.phase = talk.asked, talk.asked_id, "talk"
        talk.bridge = f"{bridge}-{talk.name}"

    def _outside_hang_up(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self._part(talk, talk.agent_id, talk.customer)
        self.tell(talk, K.LEFT, talk.customer, next="hangup")
        self._hang_up(talk, talk.agent_id, 16, talk.agent_id)
        self._hang_up(talk, talk.customer, 16, talk.agent_id)
        self._over(talk)

    def _enter_bridge(self, talk, name: str, *uniqueids: str) -> None:
        for uniqueid in uniqueids:
            self.tell(talk, K.BRIDGE_ENTER, uniqueid, bridge=f"{name}-{talk.name}")

    def _leave_bridge(self, talk, name: str, *uniqueids: str) -> None:
        for uniqueid in uniqueids:
            self.tell(talk, K.BRIDGE_EXIT, uniqueid, bridge=f"{name}-{talk.name}")

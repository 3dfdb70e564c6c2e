"""The acts of the stories: who does what, and what the node does and tells at once because of it."""

import re

from callcenter_telephony.connector.events import AgentKind, NodeKind
from callcenter_telephony.connector.events import ChannelKind as K
from story_talk import Talk

SURVEY_THANKS_S = 2
CALLBACK_SAID_S = 8


class Acts:
    """Part of StoryNode: ``_<side>_<does>`` for every act that the stories know."""

    def _act(self, act: dict) -> None:
        does, who = act["does"], act["who"]
        if not self.alive and who != "fault":
            return
        act_of = getattr(self, f"_{'fault' if who == 'fault' else self._side(who)}_{does}", None)
        if act_of is None:
            raise NotImplementedError(f"{who} {does}")
        act_of(act)

    def _side(self, who: str) -> str:
        return "agent" if who in self.phones else who

    def _caller_dial(self, act: dict) -> None:
        talk = self.talks[act["call"]] = Talk(act["call"], "", act["number"])
        talk.customer = self._channel(talk, "carrier")
        self.tell(talk, K.START, talk.customer)
        self.tell(talk, K.IN, talk.customer, did=act["did"], number=act["number"], trunk="carrier")
        if act["number"] in self.settings.get("blacklist", ()):
            self.tell(talk, K.REFUSED, talk.customer, rule="list")
            self._node_ends(talk, 21)
        elif act["did"] == "4001":
            talk.phase = "ivr"
            self.tell(talk, K.IVR, talk.customer, flow="hotline", version="1", step="main")
        else:
            self._enter(talk, "service", "queue")

    def _caller_press(self, act: dict) -> None:
        talk, key = self.talks[act["call"]], act["keys"]
        if talk.phase == "survey":
            self.tell(talk, K.RATING, talk.customer, key=key)
            self._later(SURVEY_THANKS_S, self._node_ends, talk, 16)
            return
        if talk.phase == "queue":
            self._wish_callback(talk)
            return
        self.tell(talk, K.KEY, talk.customer, flow="hotline", step="main", key=key)
        queue = re.search(rf"{key} (sales|service)", self.settings["ivr"])
        if queue:
            self._enter(talk, queue[1], "queue")
        else:
            seconds = int(re.search(rf"{key} reads the balance for (\d+) s", self.settings["ivr"])[1])
            self.tell(talk, K.GOAL, talk.customer, flow="hotline", step="balance")
            self._later(seconds, self._node_ends, talk, 16)

    def _caller_leave_message(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self.tell(talk, K.MESSAGE, talk.customer, box=talk.queue, file="message.raw")

    def _wish_callback(self, talk: Talk) -> None:
        """The key was pressed while waiting: the number is said, the node hangs up, and a stand-in waits on."""
        self.waiting.remove(talk)
        talk.phase = "callback"
        self.tell(talk, K.QUEUE_END, talk.customer, queue=talk.queue, status="KEY", next="callback")
        self.tell(talk, K.IVR, talk.customer, flow="callback_confirm", version="1", step="number")
        self.tell(talk, K.CALLBACK, talk.customer, number=talk.number, queue=talk.queue)
        self._later(CALLBACK_SAID_S, self._wished_callback, talk)

    def _wished_callback(self, wish: Talk) -> None:
        self._node_ends(wish, 16)
        talk = Talk("standin", "", wish.number, queue=wish.queue, order=wish.order, phase="queue")
        talk.standin = talk.customer = self._channel(talk, "standin")
        self.names[talk.standin] = "Local/s@cc-standin-00000001;2"
        self.tell(talk, K.START, talk.standin)
        self.tell(talk, K.STANDIN, talk.standin, number=wish.number, queue=wish.queue, of=wish.linkedid)
        self.waiting.append(talk)

    def _agent_takes_callback(self, act: dict) -> None:
        """The agent has answered: the stand-in leaves, and the phone dials the customer."""
        talk = self.talks[act["call"]] = next(one for one in self.waiting if one.standin)
        self.waiting.remove(talk)
        phone = talk.agent
        self.tell(talk, K.ANSWER, talk.agent_id)
        self.tell(talk, K.HANGUP, talk.standin, hangupcause="16", hangupsource="", dialstatus="")
        self.tell(talk, K.END, talk.standin)
        talk.facts["out"], talk.phase = True, "dialing"
        self.tell(talk, K.OUT, talk.agent_id, agent=phone.name, number=talk.number, kind="callback", command="")
        talk.customer = self._channel(talk, "carrier")
        self.tell(talk, K.START, talk.customer)
        self.tell(talk, K.DIAL, talk.customer, number=talk.number, trunk="carrier", via="callback")
        self._later(self.settings["dial_timeout_s"], self._not_reached, talk, 19, False)

    def _caller_hang_up(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        if talk.phase in ("talk", "outside"):
            self._part(talk, talk.customer, talk.agent_id)
            self._hang_up(talk, talk.agent_id, 26, talk.customer)
            self._wrap_up(talk)
        elif talk.phase == "ringing":
            self._hang_up(talk, talk.agent_id, 26, "")
            self._free(talk)
        self._hang_up(talk, talk.customer, 16, talk.customer)
        self._over(talk)

    def _customer_hang_up(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self._part(talk, talk.customer, talk.agent_id)
        self._hang_up(talk, talk.customer, 16, talk.customer)
        self._hang_up(talk, talk.agent_id, 16, talk.customer)
        self._wrap_up(talk)
        self._over(talk)

    def _customer_answer(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self.tell(talk, K.ANSWER, talk.customer)
        self._record(talk)
        self._join(talk, "talk")

    def _customer_busy(self, act: dict) -> None:
        self._not_reached(self.talks[act["call"]], 17, True)

    def _customer_not_found(self, act: dict) -> None:
        self._not_reached(self.talks[act["call"]], 1, True)

    def _customer_reject(self, act: dict) -> None:
        self._not_reached(self.talks[act["call"]], 21, True)

    def _customer_congested(self, act: dict) -> None:
        self._not_reached(self.talks[act["call"]], 34, True)

    def _outside_answer(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self.tell(talk, K.ANSWER, talk.agent_id)
        self._join(talk, "outside")

    def _agent_answer(self, act: dict) -> None:
        if act["call"] not in self.talks:
            self._agent_takes_callback(act)
            return
        talk, phone = self.talks[act["call"]], self.phones[act["who"]]
        if talk.phase == "consult":
            self._asked_answers(talk)
            return
        rings = [(talk.agent, talk.agent_id), *talk.others]
        assert phone in [one for one, _uniqueid in rings], f"{act} but it rings at {rings}"
        talk.others = [pair for pair in rings if pair[0] is not phone]
        talk.agent, talk.agent_id = next(pair for pair in rings if pair[0] is phone)
        phone.misses = 0
        self._silence_others(talk)
        self.tell(talk, K.ANSWER, talk.agent_id)
        if talk in self.waiting:
            self.waiting.remove(talk)
        talk.agent.wrap += 1  # the timer of a wrap-up that the call interrupts does nothing any more
        self._join(talk, "talk")

    def _agent_refuse(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        elsewhere = {"consult": self._asked_refuses, "sent": self._sent_is_refused}
        if talk.phase in elsewhere:
            elsewhere[talk.phase](talk)
            return
        self._hang_up(talk, talk.agent_id, 17, talk.agent_id)
        self._missed(talk.agent)
        self._free(talk)

    def _agent_hang_up(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        if talk.phase == "dialing":
            self._given_up(talk)
            return
        self._part(talk, talk.agent_id, talk.customer)
        if talk.facts.get("out"):
            self._hang_up(talk, talk.customer, 16, talk.agent_id)
            self._hang_up(talk, talk.agent_id, 16, talk.agent_id)
            self._wrap_up(talk)
            self._over(talk)
            return
        survey = self.settings["survey"]
        then = "survey" if survey else "hangup"
        if talk.facts.get("controlled"):
            self.tell(talk, K.LEFT, talk.customer, next=then)
        else:
            self.tell(talk, K.QUEUE_END, talk.customer, queue=talk.queue, status="CONTINUE", next=then)
        self._hang_up(talk, talk.agent_id, 26, talk.agent_id)
        self._wrap_up(talk)
        talk.facts["source"] = talk.agent_id
        if survey:
            talk.phase = "survey"
            self.tell(talk, K.SURVEY, talk.customer, flow="survey")
        else:
            self._node_ends(talk, 16)

    def _given_up(self, talk: Talk) -> None:
        self._hang_up(talk, talk.customer, 16, "")
        self._hang_up(talk, talk.agent_id, 16, talk.agent_id)
        talk.agent.busy = False
        self._over(talk)

    def _agent_hold(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        talk.facts["held"] = True
        self.tell(talk, K.HOLD, talk.agent_id)

    def _agent_resume(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        talk.facts["held"] = False
        self.tell(talk, K.UNHOLD, talk.agent_id)

    def _agent_pause_recording(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self.tell(talk, K.RECORDING_PAUSE, talk.customer)

    def _agent_resume_recording(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        self.tell(talk, K.RECORDING_RESUME, talk.customer)

    def _agent_take_preview(self, act: dict) -> None:
        phone = self.phones[act["who"]]
        phone.preview, phone.paused = act["campaign"], "preview"
        self.tell_agent(phone, AgentKind.PREVIEW, "1:300", by_queue=False)
        self.tell_agent(phone, AgentKind.PAUSE, "preview")

    def _agent_dial_out(self, act: dict) -> None:
        phone = self.phones[act["who"]]
        campaign, phone.preview = phone.preview, None
        kind = "preview" if campaign else "manual"
        talk = self.talks[act["call"]] = Talk(act["call"], "", act["number"], agent=phone, phase="dialing")
        talk.facts["out"] = True
        phone.busy = True
        talk.agent_id = self._channel(talk, phone.name)
        self.tell(talk, K.START, talk.agent_id)
        self.tell(talk, K.ANSWER, talk.agent_id)
        about = {"campaign": campaign, "contact": "1"} if campaign else {}
        self.tell(talk, K.OUT, talk.agent_id, agent=phone.name, number=act["number"], kind=kind, command="7", **about)
        talk.customer = self._channel(talk, "carrier")
        self.tell(talk, K.START, talk.customer)
        self.tell(talk, K.DIAL, talk.customer, number=act["number"], trunk="carrier", via=kind)
        self._later(self.settings["dial_timeout_s"], self._not_reached, talk, 19, False)

    def _agent_ready(self, act: dict) -> None:
        self._wished(self.phones[act["who"]], "ready")

    def _agent_not_ready(self, act: dict) -> None:
        self._wished(self.phones[act["who"]], f"not_ready:{act['reason']}")

    def _agent_sign_out(self, act: dict) -> None:
        self._wished(self.phones[act["who"]], "offline")

    def _agent_sign_in(self, act: dict) -> None:
        phone = self.phones[act["who"]]
        phone.signed_in = True
        self._begin(phone)

    def _agent_more_time(self, act: dict) -> None:
        self._longer(self.phones[act["who"]])

    def _agent_save_wrap(self, act: dict) -> None:
        phone = self.phones[act["who"]]
        self._end_wrap_up(phone, phone.wrap)

    def _agent_registered(self, act: dict) -> None:
        pass

    def _fault_kill_connector(self, act: dict) -> None:
        self.linked = False

    def _fault_stop_odoo(self, act: dict) -> None:
        self.linked = False

    def _fault_start_connector(self, act: dict) -> None:
        self.linked = True

    def _fault_start_odoo(self, act: dict) -> None:
        self.linked = True

    def _fault_kill_asterisk(self, act: dict) -> None:
        self.alive = False
        self.waiting.clear()
        for talk in self.talks.values():
            if talk.phase == "talk":
                talk.agent.wrap += 1
                talk.agent.paused = "wrap_up"
                self._later(self.settings["wrap_s"], self._end_wrap_up, talk.agent, talk.agent.wrap)
            if talk.agent is not None and talk.phase in ("talk", "ringing", "dialing"):
                talk.agent.busy = False
            talk.phase = "done"
        self._node(NodeKind.LOST)

    def _fault_start_asterisk(self, act: dict) -> None:
        self.alive = True
        self._node(NodeKind.STARTED)
        self._node(NodeKind.LINKED)
        for phone in self.phones.values():  # the connector pauses those whose call was cut off
            if phone.paused == "wrap_up":
                self.tell_agent(phone, AgentKind.PAUSE, "wrap_up")

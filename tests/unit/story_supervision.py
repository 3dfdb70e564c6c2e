"""The acts of those whose call it is not: pick-up and supervision."""

from callcenter_telephony.connector.events import ChannelKind as K
from story_talk import Talk


class SupervisionActs:
    """Part of StoryNode, as Acts are. A supervisor's phone is a call of its own until it takes over."""

    def _agent_pick_up(self, act: dict) -> None:
        talk, phone = self.talks[act["call"]], self.phones[act["who"]]
        self.tell(talk, K.PICKED, talk.customer, agent=act["who"], of=talk.agent.name)
        self._hang_up(talk, talk.agent_id, 26, "")
        self._free(talk)
        self.waiting.remove(talk)
        talk.agent, phone.busy, talk.agent_id = phone, True, self._channel(talk, phone.name)
        talk.facts["controlled"] = True
        self.tell(talk, K.START, talk.agent_id)
        self.tell(talk, K.OFFER, talk.agent_id, agent=phone.name, queue=talk.queue, via="pickup", role="agent", by="")
        self.tell(talk, K.ANSWER, talk.agent_id)
        self._join(talk, "talk")

    def _agent_listen(self, act: dict) -> None:
        talk, phone = self.talks[act["call"]], self.phones[act["who"]]
        own = talk.facts["watch"] = Talk(act["call"], "", "")
        own.agent, phone.busy, own.agent_id = phone, True, self._channel(own, phone.name)
        self.tell(own, K.START, own.agent_id)
        self.tell(own, K.ANSWER, own.agent_id)
        self._watch(talk, "listen")

    def _agent_whisper(self, act: dict) -> None:
        self._watch(self.talks[act["call"]], "whisper")

    def _agent_barge(self, act: dict) -> None:
        self._watch(self.talks[act["call"]], "barge")

    def _agent_take_over(self, act: dict) -> None:
        talk = self.talks[act["call"]]
        own = self._watch(talk, "takeover")
        self._part(talk, talk.customer, talk.agent_id)
        self.tell(own, K.LINKEDID_END, own.agent_id)
        self._hang_up(talk, talk.agent_id, 26, "")
        self._wrap_up(talk)
        talk.agent, talk.agent_id, talk.facts["controlled"] = own.agent, own.agent_id, True
        self._join(talk, "talk")

    def _watch(self, talk, mode: str) -> Talk:
        own = talk.facts["watch"]
        self.tell(own, K.WATCH, own.agent_id, agent=own.agent.name, mode=mode, call=talk.linkedid)
        return own

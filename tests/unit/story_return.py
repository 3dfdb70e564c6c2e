"""A phone that is lost in the middle of a call and comes back to it."""

from callcenter_telephony.connector.events import ChannelKind as K
from story_talk import Talk


class Return:
    """Part of StoryNode."""

    def _fault_reload_browser(self, act: dict) -> None:
        """The page asks for hold as it goes: the customer hears music."""
        talk = next(talk for talk in self.talks.values() if talk.agent is self.phones[act["agent"]])
        self.tell(talk, K.HOLD, talk.agent_id)

    def _agent_rejoined(self, act: dict) -> None:
        """The new channel comes as a call of its own and is put into the lost one's place."""
        talk, own = self.talks[act["call"]], Talk(act["call"], "", "")
        lost, talk.agent_id = talk.agent_id, self._channel(own, act["who"])
        self.tell(own, K.START, talk.agent_id, exten="rejoin")
        self.tell(own, K.ANSWER, talk.agent_id, exten="rejoin")
        self.tell(own, K.LINKEDID_END, talk.agent_id, exten="rejoin")
        self._part(talk, lost)
        self.tell(talk, K.BRIDGE_ENTER, talk.agent_id, exten="rejoin", bridge=talk.bridge)
        self.now += 0.002
        self.tell(talk, K.UNHOLD, talk.agent_id)  # AMI's own clock
        self.now -= 0.002
        self._hang_up(talk, lost, 26, "")

"""A node in a few lines: turns the acts of a story into what a real node would tell, by AMI and in its journal.

It knows what the configuration makes a node do by itself: offers in linear order, ring and dial timeouts, overflow, the
wrap-up and its timer, the survey. Fed to it are causes only, as in stories.yaml.
"""

import heapq
import re
from dataclasses import dataclass

from callcenter_telephony.connector.events import AgentEvent, AgentKind, ChannelEvent, NodeEvent, NodeKind, Source
from callcenter_telephony.connector.events import ChannelKind as K
from story_acts import Acts
from story_return import Return
from story_supervision import SupervisionActs
from story_talk import Phone, Talk
from story_transfers import TransferActs

LINKED_AGAIN = ("start_odoo", "start_connector")


@dataclass
class Telling:
    """``event`` as one source tells it, arriving at ``now`` (epoch)."""

    now: float
    event: object


class StoryNode(Acts, TransferActs, Return, SupervisionActs):
    """``run()`` returns the tellings in the order of their arrival."""

    def __init__(self, story: dict, defaults: dict, start: float):
        self.names: dict[str, str] = {}  # of channels, by Uniqueid
        self.settings = defaults | story.get("config", {})
        self.story, self.start = story, start
        self.now = 0.0
        self.tellings: list[Telling] = []
        self.phones = {
            name: Phone(name, agent["queues"] or ["desk"], agent.get("reason"), agent["state"] != "offline")
            for name, agent in story["agents"].items()
        }
        self.talks: dict[str, Talk] = {}
        self.waiting: list[Talk] = []
        self.linked = self.alive = True
        self.back = max([act["at"] for act in story["acts"] if act["does"] in LINKED_AGAIN], default=0)
        self._heap: list = []
        self._count = self._channels = 0

    def run(self) -> list[Telling]:
        for phone in self.phones.values():
            self._begin(phone)
        for act in self.story["acts"]:
            self._at(act["at"], self._act, act)
        while self._heap:
            at, _count, do, args = heapq.heappop(self._heap)
            if at > self.story["until"]:
                break
            self.now = at
            do(*args)
            if self.alive and not (self._heap and self._heap[0][0] == at):
                self._offer_all()
        return sorted(self.tellings, key=lambda telling: telling.now)

    # --- telling -----------------------------------------------------------------------------------------------

    def tell(self, talk: Talk, kind: K, uniqueid: str, /, exten: str = "", **data) -> None:
        channel = self.names[uniqueid]
        at = self.start + self.now
        number = talk.number if uniqueid == talk.customer else ""

        def event(source: Source) -> ChannelEvent:
            return ChannelEvent(kind, at, talk.linkedid, uniqueid, channel, source, exten, "", number, "张三", data)

        self._told(at, event, kind in (K.HOLD, K.UNHOLD))

    def tell_agent(self, phone: Phone, kind: AgentKind, reason: str = "", by_queue: bool = True) -> None:
        at = self.start + self.now
        for queue in phone.queues if by_queue else [""]:
            interface = f"PJSIP/{phone.name}"

            def event(source: Source, queue=queue, interface=interface) -> AgentEvent:
                known = interface if source is Source.AMI else ""
                return AgentEvent(kind, at, phone.name, source, queue, reason, known)

            self._told(at, event)

    def _told(self, at: float, event, ami_only: bool = False) -> None:
        if self.linked:
            self.tellings.append(Telling(at + 0.005, event(Source.AMI)))
        if not ami_only:
            arrival = at + 0.02 if self.linked else self.start + self.back + 0.5
            self.tellings.append(Telling(arrival, event(Source.JOURNAL)))

    def _node(self, kind: NodeKind) -> None:
        at = self.start + self.now
        self.tellings.append(Telling(at + 0.001, NodeEvent(kind, at, Source.AMI)))

    # --- channels ----------------------------------------------------------------------------------------------

    def _channel(self, talk: Talk, endpoint: str) -> str:
        self._channels += 1
        uniqueid = f"{int(self.start + self.now)}.{self._channels}"
        self.names[uniqueid] = f"PJSIP/{endpoint}-{self._channels:08x}"
        talk.linkedid = talk.linkedid or uniqueid
        return uniqueid

    def _hang_up(self, talk: Talk, uniqueid: str, cause: int, source: str) -> None:
        self.tell(
            talk, K.HANGUP, uniqueid, hangupcause=str(cause), hangupsource=self.names.get(source, source), dialstatus=""
        )
        self.tell(talk, K.END, uniqueid)

    def _over(self, talk: Talk) -> None:
        talk.phase = "done"
        if talk in self.waiting:
            self.waiting.remove(talk)
        self.tell(talk, K.LINKEDID_END, talk.customer)

    # --- what the node does by itself --------------------------------------------------------------------------

    def _begin(self, phone: Phone) -> None:
        if not phone.signed_in:
            self.tell_agent(phone, AgentKind.SIGN_OUT)
            return
        self.tell_agent(phone, AgentKind.SIGN_IN)
        if phone.paused:
            phone.wish = f"not_ready:{phone.paused}"
            self.tell_agent(phone, AgentKind.PAUSE, phone.paused)

    def _enter(self, talk: Talk, queue: str, via: str, **data) -> None:
        talk.queue, talk.phase, talk.since = queue, "queue", self.now
        talk.facts["controlled"] = False
        talk.order = talk.order or self.now
        talk.priority = talk.number in self.settings.get("vip", ())
        self._record(talk)
        self.tell(talk, K.QUEUE, talk.customer, queue=queue, via=via, **data)
        if not self._signed_in(queue) and f"{queue}: voicemail" in self.settings.get("no_agents", ""):
            self._to_voicemail(talk)
            return
        if wanted := self._last_agent(talk):
            self.tell(talk, K.WANTED, talk.customer, agent=wanted, kind="last_agent")
        self.waiting.append(talk)
        rule = re.search(rf"{queue}: after (\d+) s to (?:queue )?(\S+)", self.settings.get("overflow", ""))
        if rule:
            self._later(int(rule[1]), self._overflow, talk, rule[2], self.now)

    def _signed_in(self, queue: str) -> bool:
        return any(phone.signed_in and queue in phone.queues for phone in self.phones.values())

    def _to_voicemail(self, talk: Talk) -> None:
        talk.phase = "voicemail"
        self.tell(talk, K.QUEUE_END, talk.customer, queue=talk.queue, status="JOINEMPTY", next="voicemail")
        self.tell(talk, K.VOICEMAIL, talk.customer, box=talk.queue)

    def _record(self, talk: Talk) -> None:
        """Once a call; what is written begins with the first bridge."""
        if not talk.facts.get("file"):
            talk.facts["file"] = f"{talk.customer}-0.raw"
            self.tell(talk, K.RECORDING, talk.customer, file=talk.facts["file"], rule="")

    def _overflow(self, talk: Talk, target: str, since: float) -> None:
        if talk.phase != "queue" or talk.since != since:
            return
        outside = target.startswith("+")
        self.waiting.remove(talk)
        self.tell(
            talk,
            K.QUEUE_END,
            talk.customer,
            queue=talk.queue,
            status="TIMEOUT",
            next="overflow_outside" if outside else "overflow_queue",
        )
        if not outside:
            self._enter(talk, target, "overflow")
            return
        talk.phase, talk.agent_id = "outside", self._channel(talk, "carrier")
        self.tell(talk, K.START, talk.agent_id)
        self.tell(talk, K.DIAL, talk.agent_id, number=target, trunk="carrier", via="overflow")

    def _offer_all(self) -> None:
        for talk in sorted(self.waiting, key=lambda talk: (-talk.priority, talk.order)):
            if talk.phase == "queue":
                self._offer(talk)

    def _offer(self, talk: Talk) -> None:
        free = [
            phone
            for phone in self.phones.values()
            if phone.signed_in and not phone.busy and phone.paused is None and talk.queue in phone.queues
        ]
        if not free:
            return
        wanted = self._last_agent(talk)
        phone = next((phone for phone in free if phone.name == wanted and not talk.tried), free[0])
        talk.tried.add(phone.name)
        via = "callback" if talk.standin else "last_agent" if phone.name == wanted else "queue"
        talk.phase, talk.agent = "ringing", phone
        talk.agent_id = self._offer_to(talk, phone, via)
        if self.settings["strategy"] == "ringall":
            talk.others = [(other, self._offer_to(talk, other, "queue")) for other in free if other is not phone]
        self._later(self.settings["ring_timeout_s"], self._rang_out, talk, talk.agent_id)

    def _offer_to(self, talk: Talk, phone: Phone, via: str) -> str:
        phone.busy = True
        uniqueid = self._channel(talk, phone.name)
        self.tell(talk, K.START, uniqueid)
        self.tell(talk, K.OFFER, uniqueid, agent=phone.name, queue=talk.queue, via=via)
        return uniqueid

    def _last_agent(self, talk: Talk) -> str | None:
        """Whom the caller talked to before the story began: the story names the agent on the call it expects."""
        if not self.settings["last_agent"]:
            return None
        return self.story["expect"]["calls"].get(talk.name, {}).get("last_agent")

    def _rang_out(self, talk: Talk, agent_id: str) -> None:
        if talk.phase != "ringing" or talk.agent_id != agent_id:
            return
        self._hang_up(talk, agent_id, 26, "")
        self._missed(talk.agent)
        self._free(talk)

    def _missed(self, phone: Phone) -> None:
        phone.misses += 1
        if phone.misses >= self.settings["missed_limit"]:
            phone.misses, phone.paused = 0, "missed"
            self.tell_agent(phone, AgentKind.PAUSE, "missed")

    def _free(self, talk: Talk) -> None:
        talk.agent.busy = False
        talk.phase, talk.agent = "queue", None
        self._silence_others(talk)

    def _silence_others(self, talk: Talk) -> None:
        """The phones that rang beside the one that took the call, or that nobody is to take any more."""
        for phone, uniqueid in talk.others:
            self._hang_up(talk, uniqueid, 26, "")
            phone.busy = False
        talk.others = []

    def _join(self, talk: Talk, phase: str) -> None:
        talk.phase, talk.bridge = phase, f"bridge-{talk.name}-{self.now}"
        for uniqueid in (talk.agent_id, talk.customer):
            self.tell(talk, K.BRIDGE_ENTER, uniqueid, bridge=talk.bridge)

    def _part(self, talk: Talk, *uniqueids: str) -> None:
        for uniqueid in uniqueids:
            self.tell(talk, K.BRIDGE_EXIT, uniqueid, bridge=talk.bridge)

    def _not_reached(self, talk: Talk, cause: int, told: bool) -> None:
        if talk.phase != "dialing":
            return
        self._hang_up(talk, talk.customer, cause if told else 0, talk.customer if told else "")
        self._hang_up(talk, talk.agent_id, cause, "dialplan/builtin")
        talk.agent.busy = False
        if talk.agent.paused == "preview":
            self._apply(talk.agent, "ready")
        self._over(talk)

    def _node_ends(self, talk: Talk, cause: int) -> None:
        if talk.phase == "done":
            return
        self.tell(talk, K.BYE, talk.customer, by="system")
        self._hang_up(talk, talk.customer, cause, talk.facts.get("source", "dialplan/builtin"))
        self._over(talk)

    def _wrap_up(self, talk: Talk) -> None:
        phone = talk.agent
        if phone is None:
            return
        phone.busy = False
        if not self.settings["wrap_s"]:
            return
        phone.paused = "wrap_up"
        self.tell_agent(phone, AgentKind.PAUSE, "wrap_up")
        phone.wrap_until = self.now
        self._longer(phone)

    def _longer(self, phone: Phone) -> None:
        """The timer that runs is the last one started."""
        phone.wrap += 1
        phone.wrap_until += self.settings["wrap_s"]
        self._later(phone.wrap_until - self.now, self._end_wrap_up, phone, phone.wrap)

    def _end_wrap_up(self, phone: Phone, number: int) -> None:
        if not self.alive:
            self._later(1, self._end_wrap_up, phone, number)
        elif phone.paused == "wrap_up" and phone.wrap == number:
            wish, phone.wish = phone.wish or "ready", None
            self._apply(phone, wish)

    def _wished(self, phone: Phone, wish: str) -> None:
        if phone.paused == "wrap_up" and wish != "ready":
            phone.wish = wish
        elif phone.busy:
            phone.wish, phone.paused = wish, wish.partition(":")[2] or wish
            self.tell_agent(phone, AgentKind.PAUSE, phone.paused)
        else:
            self._apply(phone, wish)

    def _apply(self, phone: Phone, wish: str) -> None:
        phone.wish = None
        state, _, reason = wish.partition(":")
        if state == "offline":
            phone.signed_in, phone.paused = False, None
            self.tell_agent(phone, AgentKind.SIGN_OUT)
        elif state == "not_ready":
            phone.paused = reason
            self.tell_agent(phone, AgentKind.PAUSE, reason)
        else:
            phone.paused = None
            self.tell_agent(phone, AgentKind.UNPAUSE)

    # --- time --------------------------------------------------------------------------------------------------

    def _at(self, at: float, do, *args) -> None:
        self._count += 1
        heapq.heappush(self._heap, (at, self._count, do, args))

    def _later(self, seconds: float, do, *args) -> None:
        self._at(self.now + seconds, do, *args)

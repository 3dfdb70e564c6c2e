"""A simulated time of a call center, told to the ledger as the connector tells it: late, twice, and in any order.

Customers wait, hang up, are answered, transferred blindly, by way of a consult, in a three-way or to another queue,
come back from a transfer that nobody took, leave a message, wish to be called back and are. Now and then the node
restarts: whoever is on it is cut off. Moments are whole microseconds.
"""

import random
from dataclasses import replace

from odoo.addons.callcenter_telephony.connector.ledger import Batch, Call, Leg

HOUR = 3600.0
FATES = {
    "simple": 50, "blind": 8, "attended": 6, "three_way": 3, "to_queue": 5, "returned": 3, "missed": 8, "abandoned": 10,
    "callback": 3, "voicemail": 2, "overflow": 2, "nobody": 1, "dialled": 14, "unreached": 6, "internal": 2,
    "direct": 3, "joined": 2, "menu": 6,
}  # fmt: skip
AT_ONCE = 40
RESTARTS_A_DAY = 0.3
CUT_OFF = 0.05  # of the calls by a restart of their own: so many are on a node at once


class Month:
    """``calls`` calls from ``begin`` (epoch seconds) on for ``days`` days, the same ones for the same ``seed``."""

    def __init__(self, node, queues, agents, numbers, begin, days, calls, seed=1):
        self.node, self.queues, self.agents, self.numbers = node, queues, agents, numbers
        self.dice, self.number = random.Random(seed), 0
        self.begin, self.days, self.count = begin, days, calls
        self.booked, self.wishes = {}, []  # newest version booked by key; call-backs to make
        self.restarts = sorted(
            begin + self.dice.random() * days * 24 * HOUR for _ in range(round(days * RESTARTS_A_DAY))
        )

    def batches(self):
        """Give what is booked, transaction by transaction."""
        waiting = []
        for _turn in range(self.count):
            waiting += self._versions()
            if len(waiting) >= AT_ONCE:
                # a part stays for later: a newer version of a call may come before an older one's neighbours
                self.dice.shuffle(waiting)
                yield from self._batch(waiting[: AT_ONCE // 2])
                waiting = waiting[AT_ONCE // 2 :]
        yield from self._batch(waiting)

    def _batch(self, versions):
        """Give the newest version of each call; an older one is never written over it, as with the connector."""
        newest = {}
        for turn, call in sorted(versions, key=lambda version: version[0]):
            if turn > self.booked.get(call.key, -1):
                newest[call.key], self.booked[call.key] = call, turn
        if newest:
            yield Batch(calls=list(newest.values()))

    def _versions(self):
        """Give (turn, version) of one call: while it runs, when it is over, and seldom once more from the journal."""
        [fate] = self.dice.choices(list(FATES), list(FATES.values()))
        call = self._cut(getattr(self, f"_{fate}")(self._start()))
        versions = [(2, call)]
        if self.dice.random() < 0.3:
            versions.append((1, self._running(call)))
        if self.dice.random() < 0.05:
            versions.append((3, replace(call, marks=[*call.marks, "journal"])))
        if self.dice.random() < 0.02:  # it was taken for one in the menu first, and begun long before
            versions.append((0, self._elsewhen(call)))
        return versions

    # what all calls have

    def _start(self):
        day = self.dice.randrange(self.days)
        hour = min(max(self.dice.gauss(13, 4), 0), 23.999)
        return round(self.begin + (day * 24 + hour) * HOUR, 6)

    def _after(self, moment, most, least=0.2):
        return round(moment + self.dice.uniform(least, most), 6)

    def _call(self, start, direction="inbound", kind="inbound", **values):
        self.number += 1
        key, customer = f"{self.node}:m{self.number}", f"+86138{self.number:08}"
        # a call out has the number that it shows: so every call has one
        return Call(key, direction, kind, customer, did=self.dice.choice(self.numbers), start=start, **values)

    def _leg(self, call, role, party, start, end, **values):
        call.legs.append(Leg(f"{len(call.legs)}", role, party, start, end=end, **values))
        return call.legs[-1]

    def _wait(self, call, start, end, outcome, queue=None, **values):
        queue = queue or self.dice.choice(self.queues)
        call.queue = call.queue or queue
        self._leg(call, "queue", queue, start, end, queue=queue, outcome=outcome, **values)
        return queue

    def _talk(self, call, queue, ring, role="agent", via="queue", agent=None):
        """An answered leg with holds and wrap-up; gives it."""
        answer = self._after(ring, 15)
        end = self._after(answer, 400, 5)
        leg = self._leg(call, role, agent or self.dice.choice(self.agents), ring, end, via=via, queue=queue)
        leg.answer, leg.ended_by = answer, self.dice.choice(("caller", "agent"))
        if self.dice.random() < 0.3:
            middle = round((answer + end) / 2, 6)
            leg.hold = [(middle, self._between(middle, end))]
        if self.dice.random() < 0.9:
            leg.wrap = (end, self._after(end, 60))
        call.agent, call.last_handler, call.end = call.agent or leg.party, leg.party, end
        return leg

    def _between(self, a, b):
        return round(self.dice.uniform(a, b), 6)

    def _served(self, start, **values):
        """A call that waited and was answered; gives (call, agent's leg)."""
        call = self._call(start, result="answered", **values)
        answered = self._after(start, 90)
        queue = self._wait(call, start, answered, "answered")
        leg = self._talk(call, queue, max(start, round(answered - 5, 6)))
        leg.answer = answered
        leg.hold = [(a, b) for a, b in leg.hold if a >= answered]
        leg.end = max(leg.end, self._after(answered, 30, 1))
        leg.wrap, call.end = leg.wrap and (leg.end, self._after(leg.end, 60)), leg.end
        if self.dice.random() < 0.5:
            call.survey_offered = True
            call.rating = self.dice.choice(("", "1", "3", "5", "9"))
        return call, leg

    # what becomes of them

    def _simple(self, start):
        return self._served(start)[0]

    def _blind(self, start):
        call, leg = self._served(start)
        leg.ended_by = "transfer"
        self._talk(call, leg.queue, leg.end, "target", "transfer_blind")
        return call

    def _attended(self, start):
        call, leg = self._served(start)
        began = self._between(leg.answer, leg.end)
        other = self.dice.choice(self.agents)
        leg.hold, leg.consult = [], [(began, leg.end)]
        asked = self._leg(call, "consult", other, began, leg.end, by=leg.party, queue=leg.queue)
        asked.answer = self._between(began, leg.end)
        if self.dice.random() < 0.6:
            asked.ended_by = leg.ended_by = "joined"
            target = self._talk(call, leg.queue, leg.end, "target", "transfer_attended", other)
            target.answer = target.start
        return call

    def _three_way(self, start):
        call, leg = self._served(start)
        joined = self._between(leg.answer, leg.end)
        third = self._leg(call, "conference", self.dice.choice(self.agents), joined, leg.end, queue=leg.queue)
        third.answer = joined
        if self.dice.random() < 0.5:
            target = self._talk(call, leg.queue, leg.end, "target", "three_way", third.party)
            target.answer = target.start
        return call

    def _to_queue(self, start):
        call, leg = self._served(start)
        leg.ended_by = "transfer"
        answered = self._after(leg.end, 60)
        queue = self._wait(call, leg.end, answered, "answered")
        second = self._talk(call, queue, leg.end, agent=self.dice.choice([*self.agents, leg.party]))
        second.answer, second.end, second.hold = answered, max(second.end, self._after(answered, 60, 1)), []
        second.wrap, call.end = (second.end, self._after(second.end, 60)), second.end
        return call

    def _returned(self, start):
        call, leg = self._served(start)
        leg.ended_by = "transfer"
        back = self._after(leg.end, 20, 10)
        other = self._leg(call, "target", self.dice.choice(self.agents), leg.end, back, via="transfer_blind")
        other.queue, other.ended_by = leg.queue, self.dice.choice(("timeout", "refused"))
        self._talk(call, leg.queue, back, "agent", "return", leg.party)
        return call

    def _missed(self, start):
        call, leg = self._served(start)
        for _turn in range(self.dice.randint(1, 3)):
            self._leg(
                call, "agent", self.dice.choice(self.agents), start, leg.answer, via="queue", queue=leg.queue,
                ended_by=self.dice.choice(("timeout", "refused", "elsewhere", "pickup")),
            )  # fmt: skip
        return call

    def _abandoned(self, start):
        call = self._call(start)
        call.end = self._after(start, self.dice.choice((5, 90)))
        queue = self._wait(call, start, call.end, "abandoned", ended_by="caller")
        call.result = "abandoned"
        if self.dice.random() < 0.5:
            self._leg(call, "agent", self.dice.choice(self.agents), start, call.end, via="queue", queue=queue,
                      ended_by="caller")  # fmt: skip
        return call

    def _callback(self, start):
        wish = self._left(start, "callback", "callback")
        if self.dice.random() < 0.7:
            self.wishes.append(wish)
        return wish

    def _voicemail(self, start):
        return self._left(start, "voicemail", "voicemail")

    def _overflow(self, start):
        call = self._left(start, "overflow_queue", "answered")
        answered = self._after(call.end, 60)
        queue = self._wait(call, call.end, answered, "answered")
        self._talk(call, queue, answered)
        return call

    def _nobody(self, start):
        return self._left(start, "overflow_outside", "overflowed", 0, reason="no_agents")

    def _left(self, start, outcome, result, most=60, **values):
        call = self._call(start, result=result)
        call.end = self._after(start, most) if most else start
        self._wait(call, start, call.end, outcome, **values)
        return call

    def _dialled(self, start):
        if self.wishes and self.dice.random() < 0.5:
            wish = self.wishes.pop()
            call = self._call(self._after(wish.end, 7000), "outbound", "callback", result="answered")
            call.callback_of = wish.key
            self._talk(call, wish.queue, call.start, via="callback")
            return call
        kind = self.dice.choice(("manual", "preview"))
        call = self._call(start, "outbound", kind, result="answered")
        leg = self._talk(call, "", start, via=kind)
        self._leg(call, "outside", call.number, start, leg.end).answer = leg.answer
        return call

    def _unreached(self, start):
        call = self._call(start, "outbound", "manual", result="no_answer")
        call.end = self._after(start, 40)
        self._leg(call, "agent", self.dice.choice(self.agents), start, call.end, via="manual", ended_by="no_answer")
        return call

    def _menu(self, start):
        call = self._call(start, result=self.dice.choice(("refused", "contained", "ivr_abandoned", "closed")))
        call.end = self._after(start, 60)
        self._leg(call, "ivr", "hotline", start, call.end)
        return call

    def _internal(self, start):
        call = self._call(start, "internal", "internal", result="answered")
        self._talk(call, "", start, via="direct")
        return call

    def _direct(self, start):
        call = self._call(start, result="answered")
        self._talk(call, "", start, via=self.dice.choice(("direct", "own_agent")))
        return call

    def _joined(self, start):
        """The agent's consult was a call of its own at first: an older version of it is booked, then it is a part."""
        call = self._attended(start)
        call.aliases = [f"young{self.number}"]
        return call

    # what comes between

    def _cut(self, call):
        """Return the call as a restart of the node has left it, if it was on the node then."""
        moment = next((moment for moment in self.restarts if call.start < moment < call.end), None)
        if not moment and call.end > call.start and self.dice.random() < CUT_OFF:
            leg = self.dice.choice(call.legs)
            moment = self._between(leg.start, leg.end)
        if not moment or moment <= call.start:
            return call
        moment = round(moment, 6)
        legs = [self._cut_leg(leg, moment) for leg in call.legs if leg.start < moment]
        waiting = any(leg.role == "queue" and leg.outcome == "lost" for leg in legs)
        talked = [leg for leg in legs if leg.role in ("agent", "target") and leg.answer]
        result = "answered" if talked else "lost" if waiting else call.result
        first, last = (talked[0].party, talked[-1].party) if talked else ("", "")
        return replace(
            call, end=moment, legs=legs, result=result, marks=["fault"], survey_offered=False, rating="",
            agent=first, last_handler=last,
        )  # fmt: skip

    def _cut_leg(self, leg, moment):
        if leg.end <= moment:
            return leg
        answered = leg.answer if leg.answer and leg.answer < moment else None
        return replace(
            leg,
            end=moment,
            answer=answered,
            ended_by="fault",
            outcome="lost" if leg.role == "queue" else "",
            hold=[(a, min(b, moment)) for a, b in leg.hold if a < moment],
            consult=[(a, min(b, moment)) for a, b in leg.consult if a < moment],
            wrap=(moment, self._after(moment, 30)) if answered and leg.wrap else None,
        )

    def _running(self, call):
        """Return the call as it was booked at some moment of its life."""
        now = self._between(call.start, call.end)
        return replace(
            call, end=None, result="", survey_offered=False, rating="", last_handler="", aliases=[],
            legs=[self._running_leg(leg, now) for leg in call.legs if leg.start <= now],
        )  # fmt: skip

    def _running_leg(self, leg, now):
        if leg.end <= now:
            return replace(leg, wrap=leg.wrap and (leg.wrap[0], leg.wrap[1] if leg.wrap[1] <= now else None))
        answered = leg.answer if leg.answer and leg.answer <= now else None
        return replace(leg, end=None, answer=answered, ended_by="", outcome="", hold=[], consult=[], wrap=None)

    def _elsewhen(self, call):
        """Return an older version whose moments were of a clock that was wrong."""
        back = self.dice.choice((-86400.0, -1800.0))
        legs = [
            replace(leg, start=leg.start + back, answer=leg.answer and leg.answer + back, end=leg.end + back, hold=[],
                    consult=[], wrap=None) for leg in call.legs
        ]  # fmt: skip
        return replace(call, start=call.start + back, end=call.end + back, legs=legs, aliases=[])

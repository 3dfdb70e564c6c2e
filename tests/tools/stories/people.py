"""What people do with their telephones: customers, others outside, agents."""

from .. import rtp
from ..sip_message import parameter


class PhoneActs:
    """Part of Stage: ``_<side>_<does>`` for every act at a telephone."""

    def _caller_dial(self, act: dict) -> None:
        phone = self._customer(act["number"])
        self._calls[act["call"]] = self.phones.dial(phone, self.names.did(act["did"]))

    def _caller_press(self, act: dict) -> None:
        self._calls[act["call"]].press(act["keys"])

    def _caller_hang_up(self, act: dict) -> None:
        self._calls[act["call"]].hang_up()

    def _customer_answer(self, act: dict) -> None:
        self._dialled(act).answer()

    def _outside_answer(self, act: dict) -> None:
        legs = (leg for leg in self.story["expect"]["legs"] if leg["call"] == act["call"] and leg["role"] == "outside")
        self._others[act["call"]] = self.board.wait_call(act.get("number") or next(legs)["party"])
        self._others[act["call"]].answer()

    def _outside_hang_up(self, act: dict) -> None:
        self._others[act["call"]].hang_up()

    def _caller_leave_message(self, act: dict) -> None:
        """Speaks from now on: a mailbox that listens for silence hears a voice."""
        self._calls[act["call"]].speak(rtp.tone(rtp.CUSTOMER))

    def _customer_reject(self, act: dict) -> None:
        self._dialled(act).refuse(603)

    def _customer_congested(self, act: dict) -> None:
        self._dialled(act).refuse(503)

    def _customer_busy(self, act: dict) -> None:
        self._dialled(act).refuse(486)

    def _customer_not_found(self, act: dict) -> None:
        self._dialled(act).refuse(404)

    def _customer_hang_up(self, act: dict) -> None:
        self._calls[act["call"]].hang_up()

    def _dialled(self, act: dict):
        number = act.get("number") or self.story["expect"]["calls"][act["call"]]["number"]
        call = self._calls[act["call"]] = self.board.wait_call(number)
        return call

    # agents at their phones

    def _agent_answer(self, act: dict) -> None:
        self.desks[act["who"]].wait_ringing(5).answer()

    def _agent_refuse(self, act: dict) -> None:
        self.desks[act["who"]].wait_ringing(5).refuse()

    def _agent_hang_up(self, act: dict) -> None:
        self._live(act["who"]).hang_up()

    def _agent_hold(self, act: dict) -> None:
        self._live(act["who"]).hold()

    def _agent_resume(self, act: dict) -> None:
        self._live(act["who"]).resume()

    def _agent_registered(self, act: dict) -> None:
        self.desks[act["who"]].register()

    def _live(self, name: str):
        calls = [call for call in self.desks[name].calls if call.answered.is_set() and not call.ended.is_set()]
        return calls[-1]

    def _agent_rejoined(self, act: dict) -> None:
        """The page is there again: its phone calls for the lost call."""
        desk, lost = self.desks[act["who"]], self._live(act["who"])
        tags = f"to-tag={parameter(lost.remote, 'tag')};from-tag={parameter(lost.local, 'tag')}"
        self._calls["rejoined"] = self.phones.dial(
            desk.phone, "rejoin", headers=[("Replaces", f"{lost.call_id};{tags}")]
        )

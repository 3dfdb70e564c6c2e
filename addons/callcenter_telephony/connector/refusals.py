"""Why a command is not carried out: a code with its values, and one English sentence for log and administrators.

The one place of these sentences; whoever gave the command reads them in the own language (callcenter.command).
"""

from .ami_session import AmiError
from .notices import _lt

SENTENCES = {
    "call_over": _lt("This call is over."),
    "not_handled": _lt("You do not talk to the customer of this call."),
    "nobody_asked": _lt("Nobody is being asked. Ask somebody first, or transfer the call."),
    "nobody_answered": _lt("Nobody has answered yet who could join the call."),
    "no_three_way": _lt("This is no three-way call. End it or transfer it."),
    "others": _lt("Somebody else is in the call. Finish or cancel that first."),
    "not_held": _lt("The customer is not on hold."),
    "target": _lt("Choose a colleague, a queue or a number."),
    "no_queue": _lt("There is no queue to sign in to. Ask your team leader for one."),
    "wrap_over": _lt("The wrap-up is over."),
    "signed_out": _lt("%(agent)s is not signed in. Sign in first."),
    "in_call": _lt("%(agent)s is in a call. End it first."),
    "not_recorded": _lt("This call is not recorded."),
    "not_ringing": _lt("It does not ring there any more."),
    "not_waiting": _lt("This caller does not wait any more."),
    "watch_mode": _lt("Listen, whisper or barge in."),
    "talks_not": _lt("This agent talks to nobody now."),
    "listen_first": _lt("Listen to the call first, then take it over."),
    "agent_asks": _lt("The agent is asking somebody at this moment. Wait until one agent has the customer."),
    "phone_gone": _lt("The phone %(phone)s cannot be reached. Check that it is on and registered, then try again."),
    "phone_unanswered": _lt("The phone %(phone)s was not answered. Try again and answer it."),
    "phone_busy": _lt("The phone %(phone)s is busy. End the other call first."),
    "name": _lt("The phone server cannot use the name %(value)s. Correct it and try again."),
    "address": _lt("%(value)s is no address of the network. Correct it."),
    "entry": _lt("%(key)s is no entry of a list of numbers."),
    "unknown": _lt("The connector does not know the command %(name)s. Update and restart the connector."),
    "expired": _lt("The phone server could not be reached in time. Try again."),
    "restarted": _lt("The connector was restarted meanwhile. Try again."),
    "no_answer": _lt("The phone server did not answer in time. Try again."),
    "node": _lt("The phone server refused this: %(reason)s. Try again; tell your administrator if it stays."),
    "failed": _lt("This could not be carried out. Your administrator finds the reason in the connector's log."),
}
_PHONE = {"1": "phone_unanswered", "3": "phone_unanswered", "5": "phone_busy"}  # reasons of OriginateResponse


class CommandRefused(Exception):
    """The command cannot be carried out. ``code`` is one of SENTENCES, ``values`` fill it; as text: in English."""

    def __init__(self, code: str, **values: str):
        super().__init__(SENTENCES[code] % values)
        self.code, self.values = code, values


def not_reached(interface: str, answer: dict) -> CommandRefused:
    """Why a phone that was rung did not answer, by the node's answer to Originate."""
    return CommandRefused(_PHONE.get(str(answer.get("Reason")), "phone_gone"), phone=interface.partition("/")[2])


def why(error: Exception) -> dict:
    """What the person reads who gave a command that ended with ``error``: ``{"code", "values"}``."""
    if isinstance(error, CommandRefused):
        return {"code": error.code, "values": error.values}
    if isinstance(error, TimeoutError):
        return {"code": "no_answer", "values": {}}
    if isinstance(error, AmiError):
        return {"code": "node", "values": {"reason": str(error)[:200]}}
    return {"code": "failed", "values": {}}

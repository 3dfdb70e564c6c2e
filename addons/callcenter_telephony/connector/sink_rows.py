"""Ledger rows as columns: pure, so that each rule can be seen without a database."""

import json
from datetime import UTC, datetime

from .sink_names import NOBODY

TEXT_MAX = 200
INT_MAX = 2**31 - 1


def moment(epoch):
    """Epoch seconds as naive UTC datetime with microseconds; None stays None."""
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)


def text(value, limit=TEXT_MAX):
    """What PostgreSQL can keep of a text that anybody on the network may have sent; empty → None."""
    value = (value or "").replace("\x00", "")[:limit]
    return value.encode("utf-8", "replace").decode("utf-8") or None


def length(pair):
    return (pair[1] - pair[0]) if pair and None not in pair else 0.0


def total(pairs):
    return sum(length(pair) for pair in pairs)


def call_row(call, names, partner):
    """Columns of ``callcenter_call`` by name."""
    first, last = names.agents.get(call.agent, NOBODY), names.agents.get(call.last_handler, NOBODY)
    return {
        "key": text(call.key),
        "node_id": names.node_id,
        "direction": call.direction,
        "kind": call.kind,
        "number": text(call.number),
        "caller_name": text(call.name),
        "did_number": text(call.did),
        "did_id": names.dids.get(call.did),
        "partner_id": partner,
        "start": moment(call.start),
        "end": moment(call.end),
        "duration_s": 0.0 if call.end is None else call.end - call.start,
        "result": text(call.result),
        "ended_by": text(call.ended_by),
        "cause": min(max(int(call.cause), 0), INT_MAX),
        "queue_code": text(call.queue),
        "queue_id": names.queue_id(call.queue),
        "agent_code": text(call.agent),
        "agent_id": first.agent_id,
        "user_id": first.user_id,
        "last_agent_code": text(call.last_handler),
        "last_agent_id": last.agent_id,
        "last_user_id": last.user_id,
        "service_level": call.service_level,
        "rating_key": text(call.rating),
        "survey_offered": call.survey_offered,
        "ivr_keys": text("".join(leg.keys for leg in call.legs if leg.role == "ivr" and leg.flow != "survey")),
        "command_key": text(call.command),
        "wanted_code": text(call.wanted),
        "wanted_kind": text(call.wanted_kind),
        "callback_number": text(call.callback_number),
        "callback_of_key": text(call.callback_of),
        "marks": text(",".join(call.marks)),
        "aliases": text(",".join(call.aliases), 2000),
        "recording_state": recording_state(call),
        **{name: getattr(call, name) for name in SECONDS},
    }


def recording_state(call):
    """Return on, paused or off while the call runs, None when it is over."""
    if call.end is not None:
        return None
    calls = [recording for recording in call.recordings if recording.kind == "call"]
    return calls[-1].state if calls else "off"


SECONDS = ("ivr_s", "wait_s", "ring_s", "talk_s", "hold_s", "outside_s", "voicemail_s", "survey_s", "wrap_s")


def leg_row(leg, call_id, names, partner):
    """Columns of ``callcenter_call_leg`` by name; seconds of what is still running are 0."""
    who = names.agents.get(leg.party, NOBODY) if leg.role in AGENT_ROLES else NOBODY
    hold_s, consult_s = total(leg.hold), total(leg.consult)
    talked = leg.end - leg.answer if None not in (leg.end, leg.answer) else 0.0
    rung = leg.answer if leg.answer is not None else leg.end
    dial, wrap = leg.dial or (None, None), leg.wrap or (None, None)
    return {
        "call_id": call_id,
        "key": text(leg.key),
        "role": leg.role,
        "party": text(leg.party),
        "agent_id": who.agent_id,
        "user_id": who.user_id,
        "partner_id": partner if leg.role in ("caller", "outside") else None,
        "queue_code": text(leg.queue),
        "queue_id": names.queue_id(leg.queue or (leg.party if leg.role == "queue" else "")),
        "start": moment(leg.start),
        "answer": moment(leg.answer),
        "end": moment(leg.end),
        "ended_by": text(leg.ended_by),
        "via": text(leg.via),
        "by": text(leg.by),
        "outcome": text(leg.outcome),
        "reason": text(leg.reason),
        "flow": text(leg.flow),
        "keys": text(leg.keys),
        "mode": text(leg.mode),
        "message_s": leg.message_s,
        "ring_s": 0.0 if rung is None else rung - leg.start,
        "talk_s": max(talked - hold_s - consult_s, 0.0),
        "hold_s": hold_s,
        "consult_s": consult_s,
        "dial_s": length(dial),
        "wrap_s": length(wrap),
        "hold": json.dumps(leg.hold) if leg.hold else None,
        "consult": json.dumps(leg.consult) if leg.consult else None,
        "dial_start": moment(dial[0]),
        "dial_end": moment(dial[1]),
        "wrap_start": moment(wrap[0]),
        "wrap_end": moment(wrap[1]),
        "channel": text(leg.channel),
        "trunk_code": text(leg.trunk),
        "trunk_id": names.trunks.get(leg.trunk),
    }


AGENT_ROLES = frozenset({"agent", "target", "consult", "conference", "supervisor"})


def state_row(state, names, call_ids):
    """Columns of ``callcenter_agent_state`` by name."""
    who = names.agents.get(state.agent, NOBODY)
    return {
        "node_id": names.node_id,
        "extension": text(state.agent),
        "agent_id": who.agent_id,
        "user_id": who.user_id,
        "start": moment(state.start),
        "end": moment(state.end),
        "state": state.state,
        "sub_state": text(state.sub),
        "reason": text(state.reason),
        "reason_id": names.reasons.get(state.reason),
        "call_key": text(state.call),
        "call_id": call_ids.get(state.call),
    }


def phase(leg):
    """Where an agent's leg stands for the browser: ringing, talk, wrap_up, ended."""
    if leg.end is None:
        return "talk" if leg.answer is not None else "ringing"
    return "wrap_up" if leg.wrap and leg.wrap[1] is None else "ended"

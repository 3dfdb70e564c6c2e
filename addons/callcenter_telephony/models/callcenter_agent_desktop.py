import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request

from ..moments import ms
from .callcenter_agent_state import BUSY

DRAFT = ("disposition_id", "note")
KINDS = ("browser", "sip")
DESK = "cc-desk"  # the node's queue of those who serve none, see config/asterisk/queues.conf


class CallcenterAgentDesktop(models.AbstractModel):
    """What an agent does in the browser. Every method acts for the calling user and nobody else."""

    _name = "callcenter.agent.desktop"
    _description = "Acts of an agent"

    @api.model
    def desktop(self):
        """Return all that phone bar and workspace need to start (see the guide for developers)."""
        me = self._me()
        return {
            "now": round(time.time() * 1000),
            "agent": {
                "id": me.id,
                "name": me.name,
                "extension": me.extension or False,
                "phone_kind": me.phone_kind,
                "masked": not me.user_id._callcenter_sees_numbers(),
            },
            "state": me._state_message(),
            "reasons": me._reasons().read(["code", "name"], load=None),
            "reason_names": {reason.code: reason.name for reason in me.env["callcenter.pause.reason"].search([])},
            "wrap_inputs": self.env["callcenter.field"].inputs("callcenter.call"),
            "dispositions": me.env["callcenter.disposition"].search_read(
                [], ["code", "name", "category", "next_required"]
            ),
            "queues": [{"code": queue.code, "name": queue.name} for queue in me._active_members().queue_id],
            "phone": me._phone(),
            "calls": me._live_cards(),
            "wrap_s": max(me._active_members().queue_id.mapped("wrap_s"), default=0),
        }

    @api.model
    def sign_in(self, phone_kind):
        """Sign in to all own queues with the ``browser`` or ``sip`` phone; without a queue: to dial and to watch.

        Who is not ready and changes the phone stays so.
        """
        me = self._me()
        if phone_kind not in KINDS:
            raise UserError(self.env._("Choose the browser phone or the SIP phone."))
        if not me.endpoint_id.active:
            raise UserError(self.env._("You have no extension yet. Ask your administrator for one."))
        me.phone_kind = phone_kind
        kept = me.state == "not_ready" and me.reason in me._reasons().mapped("code")
        more = {"reason": me.reason} if kept else {}
        return me._act("sign_in", **me._sign_in_args(), **more)

    def _sign_in_args(self):
        return {"interface": self._interface(), "queues": self._serves()}

    @api.model
    def sign_out(self):
        """Sign out; during a call or wrap-up: as soon as they are over."""
        me = self._me()
        me._wish("offline")
        return me._act("sign_out")

    @api.model
    def ready(self):
        """Be ready for calls; during a call or wrap-up: as soon as they are over."""
        me = self._signed_in()
        me._wish("ready")
        return me._act("ready")

    @api.model
    def not_ready(self, code):
        """Be not ready for the reason ``code``; during a call or wrap-up: no new offers, and then not ready."""
        me = self._signed_in()
        if code not in me._reasons().mapped("code"):
            raise UserError(self.env._("This reason is not in use any more. Choose another one."))
        me._wish(f"not_ready:{code}")
        return me._act("not_ready", reason=code)

    @api.model
    def more_time(self):
        """Make the wrap-up longer by the time it had."""
        me = self._me()
        if me.state != "wrap_up":
            raise UserError(self.env._("You are not in wrap-up."))
        seconds = me.call_id.queue_id.wrap_s or 30
        me.wrap_until = max(me.wrap_until or fields.Datetime.now(), fields.Datetime.now()) + timedelta(seconds=seconds)
        me._push_state()
        left = (me.wrap_until - fields.Datetime.now()).total_seconds()
        return me._act("more_time", seconds=round(left))

    @api.model
    def dial(self, number, partner_id=False, source=None):
        """Ring the own phone and then dial ``number`` (any spelling), or the first number of a customer.

        ``source`` says where the number stands, ``{"model", "id", "name"}`` of a record: what lies behind a masked one
        is dialled, and the call is that of the contact, customer or follow-up there.
        """
        me = self._signed_in()
        if me.state in ("ringing", "on_call"):
            raise UserError(self.env._("You are in a call. End it before you dial."))
        partner = self.env["res.partner"].browse(partner_id or False).exists()
        partner.check_access("read")
        known, contact = me._about(source)
        # sudo: callcenter.number - dialled, not shown
        text = me._whole_number(number, source) or (partner or known).sudo().callcenter_numbers[:1].number
        target = me._dialled(text, contact)
        partner = partner or known
        return me._act("dial", partner, interface=me._interface(), **target)

    @api.model
    def hang_up(self):
        """End the own leg of the call."""
        me = self._me()
        leg = me._own_legs([("end", "=", False), ("channel", "not in", (False, ""))])[:1]
        if not leg:
            raise UserError(self.env._("There is no call to hang up."))
        return me._act("hang_up", channel=leg.channel, by="agent")

    @api.model
    def save_draft(self, call_key, values):
        """Keep what has been typed so far for an own call; returns ``{"saved_at": ms}``."""
        me = self._me()
        me._own_call(call_key, missing_ok=True)
        call_key = me._full_key(call_key)
        vals = {name: values[name] for name in DRAFT if name in values}
        if "custom" in values:
            writable = self.env["callcenter.field"]._callcenter_writable("callcenter.call")
            vals["custom"] = {name: value for name, value in (values["custom"] or {}).items() if name in writable}
        draft = me._draft(call_key)
        if draft:
            draft.write(vals)
        else:
            draft.create({"call_key": call_key, "agent_id": me.id, **vals})
        return {"saved_at": ms(fields.Datetime.now())}

    @api.model
    def save_wrap_up(self, call_key, values, next=False):
        """Write outcome, note and customer of an own call; ``next`` ready or not_ready ends the wrap-up."""
        me = self._me()
        call = me._own_call(call_key)
        allowed = {name: values[name] for name in (*DRAFT, "partner_id") if name in values}
        if allowed.get("partner_id"):
            me._check_customer(call, self.env["res.partner"].browse(allowed["partner_id"]))
        allowed |= self.env["callcenter.field"]._callcenter_written(values.get("custom") or {})
        call.with_env(self.env).write(allowed)
        call.with_env(self.env)._callcenter_check_required(None)
        me._draft(call.key).unlink()
        result = {"command": False, "card": me._cards(call)[0]}
        if next and me.state == "wrap_up":
            result |= me._end_wrap_up(next, values.get("reason"))
        return result

    # helpers

    def _end_wrap_up(self, then, reason):
        """End the wrap-up into ``ready`` or ``not_ready`` (with the first reason when none is given)."""
        if then == "not_ready":
            reasons = self._reasons()
            chosen = reasons.filtered(lambda row: row.code == reason) or reasons[:1]
            self._wish(f"not_ready:{chosen.code}")
            self._act("not_ready", reason=chosen.code)
        elif then == "ready":
            self._wish("ready")
            self._act("ready")
        return self._act("end_wrap_up")

    @api.model
    def _me(self):
        """Return the calling user's agent, with rights of the system; AccessError when there is none."""
        # sudo: callcenter.agent - an agent has no right to write states; the domain says whose row it is
        me = self.sudo().search([("user_id", "=", self.env.uid)], limit=1)
        if not me:
            raise AccessError(self.env._("You are not set up as an agent."))
        return me

    @api.model
    def _signed_in(self):
        me = self._me()
        if me.state == "offline":
            raise UserError(self.env._("Sign in first."))
        return me

    def _act(self, name, partner=None, **args):
        """Queue a command of this agent; returns what the browser waits for."""
        if not self.node_id:
            raise UserError(self.env._("You have no extension yet. Ask your administrator for one."))
        command = self._command(name, {"agent": self.extension, **args}, partner)
        return {"command": command.id}

    def _wish(self, wish):
        """Remember a wish that cannot come true before call and wrap-up are over."""
        if self.state in BUSY:
            self.wish = wish
            self._push_state()

    def _push_state(self):
        self.user_id._bus_send("callcenter/state", self._state_message())

    def _reasons(self):
        return self.env["callcenter.pause.reason"].search([("system", "=", False)])

    def _phone(self, node=None):
        """Return what the browser phone registers with; False for a SIP phone or no extension."""
        node, endpoint = node or self._serving_node(), self.endpoint_id
        if self.phone_kind != "browser" or not endpoint.active:
            return False
        page = request.httprequest.host.rsplit(":", 1)[0] if request else "127.0.0.1"
        scheme = "wss" if node.ws_secure else "ws"
        return {
            "ws_url": f"{scheme}://{node.ws_host or page}:{node.ws_port}/ws",
            "uri": f"sip:{endpoint.extension}-web@{node.sip_host}",
            "authorization_user": f"{endpoint.extension}-web",
            "password": endpoint.password,
            "display_name": self.name,
        }

    def _dialled(self, text):
        """Return ``{"number", "kind"}`` for what a person typed, with ``shown`` where the phone is to be told a masked
        number; UserError when it cannot be dialled."""
        company = self.node_id.company_id
        number = company._callcenter_normalize(text, self.node_id.country_id)
        if not number:
            raise UserError(self.env._("“%(text)s” is no phone number.", text=text or ""))
        if number == self.extension:
            raise UserError(self.env._("This is your own extension."))
        colleague = self.env["callcenter.endpoint"].search_count(
            [("node_id", "=", self.node_id.id), ("extension", "=", number)], limit=1
        )
        if not colleague and not self.node_id.outbound_trunk_id.active:
            raise UserError(self.env._("No trunk is chosen for outbound calls. Ask your administrator."))
        if colleague:
            return {"number": number, "kind": "internal"}
        shown = self.user_id._callcenter_number(number)
        return {"number": number, "kind": "manual"} | ({"shown": shown} if shown != number else {})

    def _own_legs(self, domain):
        """Return this agent's legs that match ``domain``, the newest first."""
        roles = ("agent", "target", "consult", "conference")
        return self.env["callcenter.call.leg"].search(
            [("agent_id", "=", self.id), ("role", "in", roles), *domain], order="start desc"
        )

    def _own_call(self, call_key, missing_ok=False):
        """Return the call if the agent had a part in it; AccessError otherwise."""
        if not isinstance(call_key, str):
            raise ValidationError(self.env._("Which call?"))
        call = self.env["callcenter.call"].search([("key", "=", self._full_key(call_key))], limit=1)
        mine = self.user_id in (call.user_id | call.last_user_id | call.leg_ids.user_id)
        if not (mine or (missing_ok and not call)):
            raise AccessError(self.env._("This is not one of your calls."))
        return call

    def _full_key(self, call_key):
        """Return the key of the ledger: a phone knows a call by the node's own id alone."""
        return call_key if ":" in call_key else f"{self._serving_node().code}:{call_key}"

    def _draft(self, call_key):
        return self.env["callcenter.call.draft"].search(
            [("call_key", "=", call_key), ("agent_id", "=", self.id)], limit=1
        )

    def _keep_drafts(self):
        """Called when call and wrap-up of these agents are over: what they typed and did not save is kept."""
        self.env["callcenter.call.draft"].search([("agent_id", "in", self.ids)])._keep()

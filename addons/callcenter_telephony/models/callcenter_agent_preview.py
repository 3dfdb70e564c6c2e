from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.callcenter_crm.tools import location

from ..moments import ms

SKIP = "preview_skip"  # the dictionary of reasons


class CallcenterAgentPreview(models.AbstractModel):
    """Preview dialling: one contact after the other on the agent's screen. Acts for the calling user alone."""

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def desktop(self, browser=False):
        return {**super().desktop(browser), "preview": self.preview()}

    @api.model
    def preview(self):
        """Return ``{"campaigns", "reasons", "current"}``.

        ``campaigns``: running ones in preview mode, ``[{"id", "name"}]``; ``reasons`` to skip: ``[{"id", "name"}]``;
        ``current``: what is on the screen, see ``_preview_card``, or False.
        """
        me = self._me()
        if not self.env.user.has_group("callcenter_crm.group_agent"):
            return {"campaigns": [], "reasons": [], "current": False}
        running = self.env["callcenter.worklist"].with_context(callcenter_preview=True)._running()
        reasons = self.env["callcenter.dictionary"]._callcenter_items(SKIP)
        current = me._preview()
        return {
            "campaigns": [{"id": campaign.id, "name": campaign.name} for campaign in running],
            "reasons": [{"id": reason.id, "name": reason.name} for reason in reasons],
            "current": bool(current) and self._preview_card(current),
        }

    @api.model
    def preview_next(self, campaign_id=False, contact_id=False):
        """Reserve the next contact, or a certain one, and show it; False when nobody is left.

        :raise UserError: signed out, in a call, or a contact whose campaign is not previewed
        """
        me = self._signed_in()
        if me.state == "ringing" or (me.state == "on_call" and me.sub_state != "preview"):
            raise UserError(self.env._("You are in a call. End it before you take the next contact."))
        me._drop_stale()
        if current := me._preview():
            if current.state == "taken" and not contact_id:
                return self._preview_card(current)
            me._release(current, "done" if current.state == "dialled" else "released")
        contact = self._next_contact(campaign_id, contact_id)
        return bool(contact) and self._preview_card(me._reserve(contact))

    @api.model
    def preview_dial(self, index=0):
        """Dial a number of the contact on the screen, by its place on the card."""
        me = self._signed_in()
        current = me._on_screen()
        if me.state == "ringing" or (me.state == "on_call" and me.sub_state != "preview"):
            raise UserError(self.env._("You are in a call. End it before you dial."))
        contact = current.contact_id
        contact.with_env(self.env(su=False)).check_access("read")
        numbers = me._contact_numbers(contact)
        if not isinstance(index, int) or not 0 <= index < len(numbers):
            raise UserError(self.env._("This contact does not have so many numbers."))
        target = me._dialled(numbers[index], contact) | {"kind": "preview"}
        current.state = "dialled"
        return me._act("dial", contact.partner_id, interface=me._interface(), **target)

    @api.model
    def preview_skip(self, reason_id):
        """Let the contact on the screen go for a reason; it comes back later."""
        me = self._signed_in()
        current = me._on_screen()
        reason = self.env["callcenter.dictionary"]._callcenter_items(SKIP).filtered(lambda row: row.id == reason_id)
        if not reason:
            raise UserError(self.env._("Choose why you skip this contact."))
        current.contact_id._preview_skipped(current.campaign_id.skip_min)
        return me._release(current, "skipped", reason_id=reason.id)

    @api.model
    def preview_release(self):
        """Let the contact on the screen go; it stays next in the work list."""
        me = self._me()
        current = me._preview()
        return me._release(current, "done" if current.state == "dialled" else "released") if current else False

    @api.model
    def sign_out(self):
        me = self._me()
        me._preview()._end("released")  # the node lets go by itself
        return super().sign_out()

    @api.model
    def save_draft(self, call_key, values):
        result = super().save_draft(call_key, values)
        if "next_at" in values:
            self._me()._draft(call_key).next_at = values["next_at"]
        return result

    @api.model
    def save_wrap_up(self, call_key, values, next=False):
        """As before; of a call for a campaign's contact the outcome is written down as its follow-up, by its rule.

        ``values`` may have ``next_at`` (UTC text): when the agent promised to call again.
        """
        call = self._me()._own_call(call_key)
        if call.contact_id and not values.get("disposition_id"):
            raise UserError(self.env._("Choose an outcome: the contact waits for it."))
        result = super().save_wrap_up(call_key, values, next)
        if call.contact_id:
            self._follow_up(call, values)
        return result

    @api.model
    def save_and_next(self, call_key, values, campaign_id=False):
        """Save the form of a call and reserve the next contact, of one campaign or any; ready where nobody is left.

        :returns: as ``save_wrap_up``, with ``preview``: the next contact or False
        """
        me = self._me()
        result = self.save_wrap_up(call_key, values)
        shown = self.preview_next(campaign_id)
        if not shown and me.state == "wrap_up":
            result |= me._end_wrap_up("ready", False)
        return {**result, "preview": shown}

    @api.model
    def preview_outcome(self, values):
        """Write down what came of the contact on the screen, who was dialled and not reached."""
        me = self._me()
        current = me._on_screen()
        if current.state != "dialled":
            raise UserError(self.env._("Dial this contact first, or skip it."))
        if not values.get("disposition_id"):
            raise UserError(self.env._("Choose an outcome: the contact waits for it."))
        call = self.env["callcenter.worklist"]._last_call(current.contact_id.with_env(self.env))
        self._write_down(current.contact_id, values, call)
        current._end("done")
        return {"saved": True}

    # helpers

    def _preview(self):
        """Return what this agent has on the screen, or an empty recordset."""
        rows = self.env["callcenter.preview"].search(
            [("agent_id", "=", self.id), ("state", "in", ("taken", "dialled"))]
        )
        return rows.filtered(lambda row: not row._is_over())[:1]

    def _on_screen(self):
        current = self._preview()
        if not current:
            raise UserError(self.env._("This contact was let go. Take the next one."))
        return current

    def _drop_stale(self):
        """End what nobody let go in time, of whichever agent: the contact is free again."""
        limit = fields.Datetime.now()
        domain = [("state", "=", "taken"), ("until", "<=", limit)]
        self.env["callcenter.preview"].search(domain)._end("released")

    @api.model
    def _next_contact(self, campaign_id, contact_id):
        """Return the contact as the user may see it, or an empty recordset."""
        Worklist = self.env["callcenter.worklist"].with_context(callcenter_preview=True)
        if contact_id:
            contact = Worklist._target({"kind": "contact", "id": contact_id})
        else:
            card = Worklist.next({"campaign_id": campaign_id or False})
            contact = self.env["callcenter.contact"].browse(card["id"] if card else False)
        # sudo: callcenter.campaign - how the campaign of a contact of one's own is dialled
        if contact and contact.sudo().campaign_id.dial_mode != "preview":
            raise UserError(self.env._("This campaign is dialled from the work list."))
        return contact

    def _reserve(self, contact):
        # sudo: callcenter.contact - the user has just been let in
        contact = contact.sudo()
        Preview = self.env["callcenter.preview"]
        if Preview.search_count([("contact_id", "=", contact.id), ("state", "in", ("taken", "dialled"))], limit=1):
            raise UserError(self.env._("A colleague has this contact on the screen. Take the next one."))
        campaign = contact.campaign_id
        row = Preview.create(
            {
                "agent_id": self.id,
                "contact_id": contact.id,
                "campaign_id": campaign.id,
                "until": fields.Datetime.now() + timedelta(seconds=campaign.preview_s),
            }
        )
        values = {"token": str(row.id), "seconds": campaign.preview_s, "pause": not campaign.blended}
        self._act("preview", interface=self._interface(), **values)
        return row

    def _release(self, current, state, **vals):
        dialled = current.state == "dialled"
        current._end(state, **vals)
        return False if dialled else self._act("release", interface=self._interface(), token=str(current.id))

    @api.model
    def _preview_card(self, current):
        """Return ``{"id", "state", "until", "card", "numbers"}``.

        ``card``: see callcenter.worklist.card; ``numbers``: ``[{"display", "location", "blocked"}]`` in the order of
        ``preview_dial``, ``blocked`` says why one is not dialled now.
        """
        me = self._me()
        contact = current.contact_id
        card = self.env["callcenter.worklist"].card({"kind": "contact", "id": contact.id})
        numbers = []
        for number in me._contact_numbers(contact):
            blocked = me._blocked(number, number, current.campaign_id)
            numbers.append(
                {
                    "display": me._shown(number),
                    "location": location.text(number, me.user_id.lang),
                    "blocked": blocked[2] if blocked else False,
                }
            )
        return {
            "id": current.id,
            "state": current.state,
            "until": ms(current.until) if current.state == "taken" else False,
            "card": card,
            "numbers": numbers,
        }

    def _contact_numbers(self, contact):
        """Return the keys of the numbers of a contact and of the customer that it has become, each once."""
        numbers = [contact.number, contact.number_2, *contact.partner_id.callcenter_numbers.mapped("number")]
        return list(dict.fromkeys(number for number in numbers if number))

    @api.model
    def _write_down(self, contact, values, call):
        vals = {name: values[name] for name in ("disposition_id", "note", "next_at") if values.get(name)}
        self.env["callcenter.followup"].create({**vals, "contact_id": contact.id, "call_id": call.id})

    @api.model
    def _follow_up(self, call, values):
        """Write the contact's follow-up of a call, once."""
        me = self._me()
        if not call.env["callcenter.followup"].search_count([("call_id", "=", call.id)], limit=1):
            self._write_down(call.contact_id, values, call)
            call.with_env(self.env).write({"promised_at": values.get("next_at") or False})
        me.env["callcenter.preview"]._over(call)

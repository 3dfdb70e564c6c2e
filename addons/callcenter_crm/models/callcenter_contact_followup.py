from odoo import Command, fields, models
from odoo.exceptions import UserError

COPIED = {"name": "name", "number": "phone", "city": "city", "address": "street", "company_name": "company_name"}
CUSTOM = "x_cc_"


class CallcenterContact(models.Model):
    """What follow-ups make of a campaign contact."""

    _inherit = "callcenter.contact"

    followup_ids = fields.One2many("callcenter.followup", "contact_id", "Follow-ups")

    # what nobody has touched yet; what is to be taken up again is one probe of the contact's own index
    _worklist_fresh_index = models.Index(
        "(user_id, campaign_id, priority DESC, id) "
        "WHERE user_id IS NOT NULL AND next_at IS NULL AND state IN ('new', 'open', 'pending')"
    )

    def _callcenter_followed_up(self, followup, result):
        """Write down what the outcome's rule makes of this contact.

        :param followup: the follow-up just written
        :param result: ``{"state", "next_at", "attempts"}``
        """
        self.ensure_one()
        self.write(
            {
                **result,
                "disposition_id": followup.disposition_id.id,
                "intent_id": (followup.intent_id or self.intent_id).id,
                "first_at": self.first_at or followup.at,
                "last_at": followup.at,
            }
        )
        if followup.disposition_id.converts and not self.partner_id:
            self._callcenter_convert(self._callcenter_only_customer())

    def action_convert(self):
        """Make this contact a customer, or link the one that has its number; opens the customer."""
        self.ensure_one()
        partner = self.partner_id or self._callcenter_convert(self._callcenter_only_customer())
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": partner.id,
            "views": [[False, "form"]],
        }

    def _callcenter_convert(self, partner=None):
        """Return the customer that this contact has become, with all that happened before.

        :param partner: customer to link; where it is empty a new one is made from what is known of the contact
        :raise AccessError: a contact or customer that the user may not see
        """
        self.ensure_one()
        self.check_access("read")
        partner = partner or self.env["res.partner"]
        partner.check_access("read")
        # sudo: callcenter.contact - its holder may make it a customer, but not write it at will
        contact = self.sudo()
        if not partner:
            partner = partner.sudo().create(contact._callcenter_customer_values()).sudo(self.env.su)
        contact.partner_id = partner
        contact.followup_ids.write({"partner_id": partner.id})
        calls = contact.env["callcenter.call"].search(
            [("number", "in", contact._callcenter_numbers()), ("partner_id", "=", False)]
        )
        calls.write({"partner_id": partner.id})
        self._callcenter_note_conversion()
        return partner

    def _callcenter_note_conversion(self):
        # sudo: callcenter.contact.move - nobody writes the history by hand
        self.env["callcenter.contact.move"].sudo().create(
            {
                "contact_id": self.id,
                "by_id": self.env.uid,
                "kind": "convert",
                "from_department_id": self.department_id.id,
                "to_department_id": self.department_id.id,
                "from_user_id": self.user_id.id,
                "to_user_id": self.user_id.id,
                "state": self.state,
            }
        )

    def _callcenter_customer_values(self):
        """Return the values of the customer that this contact becomes: custom fields of both go along."""
        partner = self.env["res.partner"]
        vals = {to: self[name] for name, to in COPIED.items() if self[name]}
        for name in self._fields:
            if (
                name.startswith(CUSTOM)
                and name in partner._fields
                and self._fields[name].type == partner._fields[name].type
            ):
                vals[name] = self._fields[name].convert_to_write(self[name], self)
        vals.setdefault("name", self.number)
        if self.number_2:
            vals["callcenter_other_numbers"] = [Command.create({"number": self.number_2})]
        return {**vals, "comment": self.remark, "user_id": (self.user_id or self.env.user).id}

    def _callcenter_only_customer(self):
        """Return the one customer with a number of this contact, or none; UserError where it may be several."""
        found = self._callcenter_same_number()
        if len(found) > 1:
            names = ", ".join(found.mapped("name"))
            raise UserError(
                self.env._("Several customers have this number: %(names)s. Choose which one it is.", names=names)
            )
        return found

    def _callcenter_numbers(self):
        return [number for number in (self.number, self.number_2) if number]

    def _callcenter_same_number(self):
        """Return the customers that have a number of this contact."""
        Partner = self.env["res.partner"]
        found = Partner.browse()
        for number in self._callcenter_numbers():
            found |= Partner._callcenter_by_number(number)
        return found

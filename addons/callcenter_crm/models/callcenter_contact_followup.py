from odoo import SUPERUSER_ID, Command, fields, models
from odoo.exceptions import UserError

COPIED = {"name": "name", "number": "phone", "city": "city", "address": "street", "company_name": "company_name"}
CUSTOM = "x_cc_"


class CallcenterContact(models.Model):
    """What follow-ups make of a campaign contact."""

    _inherit = "callcenter.contact"

    followup_ids = fields.One2many("callcenter.followup", "contact_id", "Follow-ups")

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
            # as the user, who may not link somebody else's customer; superusers' scripts may
            contact = self if self.env.uid == SUPERUSER_ID else self.sudo(False)
            if not contact._callcenter_owners_elsewhere():
                contact._callcenter_convert(contact._callcenter_only_customer())

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
        :raise UserError: a new one is wanted, but the number is that of somebody else's customer
        """
        self.ensure_one()
        self.check_access("read")
        partner = partner or self.env["res.partner"]
        partner.check_access("read")
        # sudo: callcenter.contact - its holder may make it a customer, but not write it at will
        contact = self.sudo()
        if not partner:
            self._callcenter_check_taken()
            values = contact._callcenter_customer_values()
            # sudo: res.partner - agents need no right to create customers of their own making
            partner = partner.sudo().create(values).sudo(self.env.su)
        contact.partner_id = partner
        contact.followup_ids.write({"partner_id": partner.id})
        calls = contact.env["callcenter.call"].search(
            [("number", "in", contact._callcenter_numbers()), ("partner_id", "=", False)]
        )
        calls.write({"partner_id": partner.id})
        self._callcenter_note_conversion()
        return partner

    def _callcenter_check_taken(self):
        if owners := self._callcenter_owners_elsewhere():
            raise UserError(
                self.env._(
                    "Already a customer of %(owners)s. Talk to them, or ask your team leader.",
                    owners=", ".join(owners.mapped("name")),
                )
            )

    def _callcenter_owners_elsewhere(self):
        """Return the owners of customers with this number whom the user may not see; all that is told of them."""
        return self._callcenter_customers()[1].user_id

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
        vals = {to: self[name] for name, to in COPIED.items() if self[name]}
        vals |= self._callcenter_shared_values("res.partner")
        vals.setdefault("name", self.env.user._callcenter_number(self.number))
        if self.number_2:
            vals["callcenter_other_numbers"] = [Command.create({"number": self.number_2})]
        if state := self._callcenter_state():
            vals["state_id"] = state.id
        if source := self.list_id.source_id or self.campaign_id.source_id:
            vals |= {"callcenter_source_id": source.id} if "callcenter_source_id" in self.partner_id._fields else {}
        return {**vals, "comment": self.remark, "user_id": (self.user_id or self.env.user).id}

    def _callcenter_state(self):
        """Return the province that the contact's region names, as far as Odoo knows it."""
        country = (self.company_id or self.env.company).country_id
        if not (self.region and country):
            return self.env["res.country.state"]
        return self.env["res.country.state"].search(
            [("country_id", "=", country.id), ("name", "=ilike", f"{self.region}%")], limit=1
        )

    def _callcenter_shared_values(self, model):
        """Return the values of the custom fields that ``model`` has too, by the same name and type.

        What the user may not read here is left out where the user may read it there.
        """
        target = self.env[model].sudo(False)
        source = self.sudo(False)
        vals = {}
        for name, field in self._fields.items():
            other = target._fields.get(name)
            if not name.startswith(CUSTOM) or other is None or other.type != field.type or not self[name]:
                continue
            if source._has_field_access(field, "read") or not target._has_field_access(other, "read"):
                vals[name] = field.convert_to_write(self[name], self)
        return vals

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
        # sudo: callcenter.contact - whole, to compare
        contact = self.sudo()
        return [number for number in (contact.number, contact.number_2) if number]

    def _callcenter_same_number(self):
        """Return the customers with a number of this contact that the user may see."""
        return self._callcenter_customers()[0]

    def _callcenter_customers(self):
        """Return the customers with a number of this contact: (those that the user may see, others of the companies).

        Of the others, in superuser mode, only who is in charge is told.
        """
        # sudo: res.partner - whole numbers are compared; what the user may not see is told apart then
        Partner = self.env["res.partner"].sudo()
        found = Partner.browse()
        for number in self._callcenter_numbers():
            found |= Partner._callcenter_by_number(number)
        found = found.filtered("callcenter_is_customer")
        own = found if self.env.su else found.sudo(False)._filtered_access("read")
        # sudo: res.partner - who is in charge of the others is told
        others = found - own.sudo()
        return own, others.filtered(lambda each: not each.company_id or each.company_id in self.env.companies)

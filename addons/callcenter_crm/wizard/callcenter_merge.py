from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ..models.res_partner_profile import DICTIONARIES

# what a person decides on where the customers differ; all else comes along by itself
OFFERED = (
    *("name", "callcenter_alias", "phone", "email", "user_id", "callcenter_birthday", *DICTIONARIES),
    *("callcenter_employer", "parent_id", "function", "callcenter_work_address"),
    *("street", "street2", "city", "state_id", "zip", "country_id", "lang", "website", "vat", "ref", "comment"),
    *("callcenter_level_id", "callcenter_lifecycle_id"),
)
# Odoo merges three at a time
AT_ONCE = 2


class CallcenterMerge(models.TransientModel):
    """Makes one customer of several. Where they differ the user says whose value wins; the history of all stays."""

    _name = "callcenter.merge"
    _description = "Merge Customers"

    partner_ids = fields.Many2many("res.partner", string="Customers", readonly=True)
    dst_partner_id = fields.Many2one(
        "res.partner",
        "Stays",
        required=True,
        domain="[('id', 'in', partner_ids)]",
        ondelete="cascade",
        help="The record that remains; calls, follow-ups, orders, numbers and messages of the others move to it.",
    )
    line_ids = fields.One2many("callcenter.merge.line", "merge_id", "Where They Differ")

    @api.model_create_multi
    def create(self, vals_list):
        """Make the lines of what differs, from customers that the user may see."""
        self._check_role()
        merges = super().create([{key: vals[key] for key in vals.keys() - {"line_ids"}} for vals in vals_list])
        for merge in merges:
            merge.partner_ids.with_env(self.env).check_access("read")
            merge.line_ids = [Command.create(line) for line in merge._lines()]
        return merges

    def action_merge(self):
        """Merge and open the customer that remains.

        :raise AccessError: one of the customers is beyond what the user may change
        :raise UserError: nothing to merge, or a colleague or an own company among them
        """
        self.ensure_one()
        partners, stays = self._checked()
        values = {line.name: line._value() for line in self.line_ids}
        others = partners - stays
        self._keep_numbers(stays)
        # sudo: base.partner.merge.automatic.wizard - rights on all customers have just been checked
        merger = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        for start in range(0, len(others), AT_ONCE):
            merger._merge((others[start : start + AT_ONCE] | stays).ids, stays.sudo(), extra_checks=False)
        self.env.invalidate_all()
        # sudo: res.partner - a value of one of them, chosen by whoever may write them all
        stays.sudo().write(values)
        stays.sudo()._callcenter_mark_main()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": stays.id,
            "views": [[False, "form"]],
        }

    def _check_role(self):
        if not self.env.user.has_group("callcenter_crm.group_leader"):
            raise AccessError(self.env._("Team leaders and above merge customers."))

    def _checked(self):
        self._check_role()
        partners, stays = self.partner_ids.exists(), self.dst_partner_id
        partners.check_access("write")
        if len(partners) < 2 or stays not in partners:
            raise UserError(self.env._("Choose at least two customers, and which of them stays."))
        if not all(partners.mapped("callcenter_is_customer")):
            raise UserError(self.env._("Colleagues and your own companies are not merged."))
        offered = set(self._offered())
        if any(line.name not in offered or line.partner_id not in partners for line in self.line_ids):
            raise UserError(self.env._("Choose values of the customers that are merged."))
        return partners, stays

    def _keep_numbers(self, stays):
        """Let the phone of who stays remain a number also where another one's phone wins."""
        # sudo: callcenter.number - numbers of a customer whom the user may write
        rows = stays.sudo().callcenter_numbers.with_context(callcenter_sync=True)
        rows.filtered(lambda row: row.origin == "phone").origin = "manual"

    def _lines(self):
        partners = self.partner_ids.with_env(self.env)
        lines = []
        for name in self._offered():
            # sudo: res.partner - whether they differ does not depend on who sees the whole of a number
            whole = [partner[name] for partner in partners.sudo()]
            if len({str(value) for value in whole if value}) > 1:
                lines.append(self._line(name, partners))
        return lines

    def _offered(self):
        partner = self.env["res.partner"]
        own = [name for name in partner._fields if name.startswith("x_cc_")]
        names = [name for name in (*OFFERED, *own) if name in partner._fields]
        return [
            name
            for name in names
            if (field := partner._fields[name]).store
            and field.type not in ("one2many", "many2many")
            and partner._has_field_access(field, "write")
        ]

    def _line(self, name, partners):
        options = [
            {"partner_id": partner.id, "name": self._text(partner, name)} for partner in partners if partner[name]
        ]
        stays = self.dst_partner_id if self.dst_partner_id[name] else partners.filtered(name)[:1]
        label = partners._fields[name]._description_string(self.env)
        return {
            "name": name,
            "label": label,
            "option_ids": [Command.create(option) for option in options],
            "partner_id": stays.id,
        }

    def _text(self, partner, name):
        if partner._fields[name].type == "html":
            return html2plaintext(partner[name])[:200]
        return self.env["callcenter.worklist.card"]._text(partner, name)

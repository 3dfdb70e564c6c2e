from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class CallcenterRelease(models.TransientModel):
    """Why customers are given back to the pool."""

    _name = "callcenter.release"
    _description = "Release into the Pool"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    pool_id = fields.Many2one(
        "callcenter.pool",
        required=True,
        default=lambda self: self.env["callcenter.pool"]._of_user(self.env.user),
    )
    reason_id = fields.Many2one(
        "callcenter.dictionary.item",
        required=True,
        domain=[("dictionary_id.code", "=", "release_reason")],
        ondelete="cascade",
    )
    note = fields.Char()

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        if "partner_ids" in fields and self.env.context.get("active_model") == "res.partner":
            vals["partner_ids"] = [Command.set(self.env.context.get("active_ids") or [])]
        return vals

    def action_release(self):
        """Give the customers back: the own ones, or whoever's in the scope of a leader."""
        self.ensure_one()
        self.check_access("write")
        self.pool_id.check_access("read")
        partners = self.partner_ids
        partners.check_access("write")
        user = self.env.user
        if user._callcenter_scope("customer") == "own" and partners.filtered(lambda row: row.user_id != user):
            raise AccessError(self.env._("You may give back your own customers only."))
        if partners.filtered(lambda row: not row.partner_share) or partners.filtered_domain(
            Domain("callcenter_company_ids", "!=", False)
        ):
            raise UserError(self.env._("Colleagues and own companies do not go into the pool."))
        self.pool_id._release(partners, self.reason_id, self.note)
        told = self.env["callcenter.customer.rule"]._told(
            self.env._("%(count)s customers are in “%(pool)s” now.", count=len(partners), pool=self.pool_id.name)
        )
        if not partners.has_access("read"):
            # the form that it was done from shows what is out of reach now
            told["params"]["next"] = self._customers()
        return told

    @api.model
    def _customers(self):
        """Return the action of the customers, in place of what is open."""
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_customer_action")
        return action | {"target": "main"}

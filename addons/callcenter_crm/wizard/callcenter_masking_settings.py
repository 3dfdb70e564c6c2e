from odoo import api, fields, models
from odoo.exceptions import AccessError


class CallcenterMaskingSettings(models.TransientModel):
    """Whether the company masks phone numbers: business administrators say so without Odoo's own settings."""

    _name = "callcenter.masking.settings"
    _description = "Phone Number Masking"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    mask_numbers = fields.Boolean("Mask Phone Numbers", default=lambda self: self.env.company.callcenter_mask_numbers)
    lookups = fields.Integer(
        "Whole Numbers an Hour",
        default=lambda self: self.env.company.callcenter_lookups,
        help="So many whole numbers a user with masked ones may enter within an hour, to look up or to save. The "
        "answer tells whose a number is: without a limit all could be tried.",
    )
    full_role_ids = fields.Many2many("res.users.role", string="See Full Numbers", compute="_compute_roles")
    unmask_role_ids = fields.Many2many("res.users.role", string="May Show Single Numbers", compute="_compute_roles")

    @api.depends("company_id")
    def _compute_roles(self):
        # sudo: res.groups - which roles give a right is what the form says
        full = self.env.ref("callcenter_crm.group_numbers").sudo()
        # sudo: res.groups - see above
        single = self.env.ref("callcenter_crm.group_unmask").sudo()
        # sudo: res.users.role - see above
        roles = self.env["res.users.role"].sudo().search([])
        for settings in self:
            settings.full_role_ids = roles.filtered(lambda role: full in role.all_implied_ids)
            settings.unmask_role_ids = roles.filtered(lambda role: single in role.all_implied_ids)

    def action_apply(self):
        """Write the company's setting; at once nobody without the right sees a whole number, or everybody does."""
        self.ensure_one()
        if not self.env.user.has_group("callcenter_crm.group_admin"):
            raise AccessError(self.env._("Only business administrators decide whether numbers are masked."))
        # sudo: res.company - business administrators write these two of their company's settings
        company = self.env.company.sudo()
        company.write({"callcenter_mask_numbers": self.mask_numbers, "callcenter_lookups": self.lookups})
        detail = {"callcenter_mask_numbers": self.mask_numbers, "callcenter_lookups": self.lookups}
        self.env["callcenter.audit"]._note("change", company, detail=detail)
        return {"type": "ir.actions.client", "tag": "reload"}

from odoo import api, models

from .callcenter_field_mixin import SKIP_REQUIRED


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "callcenter.field.mixin"]  # noqa: RUF012


class CallcenterContact(models.Model):
    _name = "callcenter.contact"
    _inherit = ["callcenter.contact", "callcenter.field.mixin"]  # noqa: RUF012


class ResUsers(models.Model):
    """Users have the custom fields of their contact, and so need the same rights."""

    _name = "res.users"
    _inherit = ["res.users", "callcenter.field.mixin"]  # noqa: RUF012

    @api.model_create_multi
    def create(self, vals_list):
        # a colleague's contact is no customer: nothing is required of it
        model = self.with_context(callcenter_required=SKIP_REQUIRED)
        return super(ResUsers, model).create(vals_list).with_env(self.env)

    @api.model
    def _callcenter_field_model(self):
        return "res.partner"

    @api.model
    def _callcenter_places(self):
        # on a user's form the contact's custom fields have no place
        return False

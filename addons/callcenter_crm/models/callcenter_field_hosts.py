"""The models that have custom fields. Each has a row in ``callcenter.field.host``."""

from odoo import api, fields, models

from ..tools.field_kinds import CUSTOM
from .callcenter_field_values import SKIP_REQUIRED


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "callcenter.field.mixin"]  # noqa: RUF012

    @api.model
    def _callcenter_example_domain(self):
        return [("user_ids", "=", False)]


class CallcenterContact(models.Model):
    _name = "callcenter.contact"
    _inherit = ["callcenter.contact", "callcenter.field.mixin"]  # noqa: RUF012
    _callcenter_scoped = "contact"

    @api.model
    def _callcenter_layout(self):
        return "campaign_id", "campaign_ids"


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "callcenter.field.mixin"]  # noqa: RUF012
    _callcenter_scoped = "sale"


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "callcenter.field.mixin"]  # noqa: RUF012
    _callcenter_scoped = "workorder"

    @api.model
    def _callcenter_layout(self):
        return "category_id", "type_ids"


class CallcenterCall(models.Model):
    """Custom fields of a call are what its wrap-up says."""

    _name = "callcenter.call"
    _inherit = ["callcenter.call", "callcenter.field.mixin"]  # noqa: RUF012
    _callcenter_scoped = "call"
    _callcenter_filled = True

    @api.model
    def _user_writable_fields(self):
        return super()._user_writable_fields() | {name for name in self._fields if name.startswith(CUSTOM)}


class CallcenterFollowup(models.Model):
    _name = "callcenter.followup"
    _inherit = ["callcenter.followup", "callcenter.field.mixin"]  # noqa: RUF012
    _callcenter_scoped = "followup"
    _callcenter_filled = True

    callcenter_campaign_id = fields.Many2one(related="contact_id.campaign_id")

    @api.model
    def _callcenter_layout(self):
        return "callcenter_campaign_id", "campaign_ids"

    @api.model_create_multi
    def create(self, vals_list):
        # they are written by the system: what people may say of a contact is asked for here
        followups = super().create(vals_list)
        followups._callcenter_check_required(None)
        return followups

    def _check_written(self, vals):
        own = {name for name in vals if name.startswith(CUSTOM) and name in self._fields}
        for name in own:
            self._check_field_access(self._fields[name], "write")
        return super()._check_written({name: value for name, value in vals.items() if name not in own})


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

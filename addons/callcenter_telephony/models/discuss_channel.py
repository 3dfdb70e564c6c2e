from odoo import fields, models


class DiscussChannel(models.Model):
    """A department's own conversation; who is in it follows the department (see callcenter_department_team.py)."""

    _name = "discuss.channel"
    _inherit = ("discuss.channel",)

    callcenter_department_id = fields.Many2one(
        "callcenter.department", "Department's own", readonly=True, copy=False, groups="base.group_system"
    )

    _callcenter_department_uniq = models.UniqueIndex(
        "(callcenter_department_id) WHERE callcenter_department_id IS NOT NULL",
        "A department has one conversation of its own.",
    )

    def _callcenter_department(self):
        """Return the department whose conversation this is, or is a thread of."""
        # sudo: discuss.channel - whose it is says who may be in it
        return (self.sudo().parent_channel_id or self.sudo()).callcenter_department_id

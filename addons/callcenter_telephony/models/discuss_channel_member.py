from odoo import api, models
from odoo.exceptions import UserError


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.constrains("channel_id", "partner_id", "guest_id")
    def _constrain_callcenter_team(self):
        """Whoever adds somebody to a department's conversation: only its own people come in."""
        for member in self:
            department = member.channel_id._callcenter_department()
            if department and member.partner_id not in department._team():
                raise UserError(self.env._("This conversation is for the people of %(team)s.", team=department.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_callcenter_team(self):
        for member in self:
            # sudo: discuss.channel - whose it is says who stays in it
            department = member.channel_id.sudo().callcenter_department_id
            if department and member.partner_id in department._team():
                raise UserError(
                    self.env._("You belong to %(team)s. Mute the conversation instead.", team=department.name)
                )

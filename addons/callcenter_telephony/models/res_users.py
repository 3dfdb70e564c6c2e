from odoo import api, models

PEOPLE = {"active", "callcenter_department_id", "callcenter_department_ids"}


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._callcenter_teams()._teams_later()
        return users

    def write(self, vals):
        before = self._callcenter_teams() if vals.keys() & PEOPLE else None
        result = super().write(vals)
        if before is not None:
            (before | self._callcenter_teams())._teams_later()
        if "callcenter_department_id" in vals:
            # sudo: callcenter.agent - dial rules and caller numbers hold by department
            agents = self.env["callcenter.agent"].sudo().search([("user_id", "in", self.ids)])
            agents._configure_later(agents.node_id)
        return result

    def _callcenter_teams(self):
        """Return the departments in whose conversations these users belong."""
        # sudo: res.users, callcenter.department - conversations follow whoever changes people
        users = self.sudo().with_context(active_test=False)
        led = users.env["callcenter.department"].search([("leader_id", "in", users.ids)])
        below = led.search([("id", "child_of", led.ids)])
        return users.callcenter_department_id | users.callcenter_department_ids | below

from odoo import Command, api, models

PENDING = "callcenter.teams"


class CallcenterDepartment(models.Model):
    """Each department has a conversation of its own, private to its members and to those who lead it."""

    _inherit = "callcenter.department"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(vals_list)
        departments._teams_later()
        return departments

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"name", "leader_id", "parent_id", "active"}:
            self.search([("id", "child_of", self.ids), ("active", "in", (True, False))])._teams_later()
        return result

    @api.model
    def _sync_all_teams(self):
        self.with_context(active_test=False).search([])._sync_teams()

    def _team(self):
        """Return the partners of the members, of those who also serve, and of the leaders here and above."""
        # sudo: callcenter.department, res.users - who is in a team is the departments' to say
        own = self.sudo()
        if not own.active:
            return self.env["res.partner"]
        above = own.search([("id", "parent_of", own.ids)])
        people = own.member_ids | own.serving_ids | above.leader_id
        return people.filtered("active").partner_id.with_env(self.env)

    def _teams_later(self):
        """Bring the conversations in step before the transaction is committed."""
        data = self.env.cr.precommit.data
        if PENDING not in data:
            data[PENDING] = set()
            env = self.env

            @env.cr.precommit.add
            def sync():
                # sudo: callcenter.department - the conversations follow, whoever changes people
                env["callcenter.department"].sudo().browse(env.cr.precommit.data.pop(PENDING, ()))._sync_teams()

        data[PENDING].update(self.ids)

    def _sync_teams(self):
        # sudo: discuss.channel - nobody makes these by hand; without the user who happens to have caused it
        Channels = self.env["discuss.channel"].sudo().with_context(install_mode=True)
        for department in self.exists():
            team, channel = department._team(), department._team_channel()
            if not channel:
                channel = Channels.create(
                    {
                        "name": department.complete_name,
                        "channel_type": "group",
                        "callcenter_department_id": department.id,
                        "channel_member_ids": [Command.create({"partner_id": partner.id}) for partner in team],
                    }
                )
            if channel.name != department.complete_name:
                channel.name = department.complete_name
            present = channel.channel_member_ids.partner_id
            if team - present:
                channel._add_members(partners=team - present, post_joined_message=False)
            for partner in present - team:
                channel._action_unfollow(partner, post_leave_message=False)

    def _team_channel(self):
        # sudo: discuss.channel - the conversation of this department, and no other one
        Channels = self.env["discuss.channel"].sudo().with_context(install_mode=True)
        return Channels.search([("callcenter_department_id", "=", self.id)], limit=1)

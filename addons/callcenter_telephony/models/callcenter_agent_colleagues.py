from odoo import api, models
from odoo.tools import SQL

from ..moments import ms

ALL, RINGING = (
    "callcenter_colleagues",
    "callcenter_ringing",
)  # what browsers ask to hear, see ir_websocket_colleagues.py

# the groups by which agents are one another's colleagues
GROUPS_QUERY = """
    SELECT a.id,
           ARRAY(SELECT u.callcenter_department_id WHERE u.callcenter_department_id IS NOT NULL
                 UNION SELECT r.department_id FROM callcenter_department_users_rel r WHERE r.user_id = u.id),
           ARRAY(SELECT m.queue_id FROM callcenter_queue_member m
                   JOIN callcenter_queue q ON q.id = m.queue_id AND q.active WHERE m.agent_id = a.id)
      FROM callcenter_agent a JOIN res_users u ON u.id = a.user_id
     WHERE a.id = ANY(%s)
"""


class CallcenterAgentColleagues(models.AbstractModel):
    """Whom an agent may call, write to, or take a ringing call from. Of customers nothing is told."""

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def desktop(self, browser=False):
        """As before, with ``ringing``: the colleagues whose call this agent may pick up now."""
        return {**super().desktop(browser), "ringing": self._me()._ringing()}

    @api.model
    def colleagues(self):
        """Return ``{"agents", "teams"}``.

        ``agents``: the other ones of this server, see ``_as_colleague``, with ``user_id``, ``department`` and ``near``
        (of an own department or queue: their ringing calls may be picked up). ``teams``: ``id`` and ``name`` of the
        conversations of departments that the user is in.
        """
        me = self._me()
        agents = me.search([("node_id", "=", me.node_id.id), ("id", "!=", me.id), ("extension", "!=", False)])
        near = me._near(agents)
        rows = [
            {
                **agent._as_colleague(),
                "user_id": agent.user_id.id,
                "department": agent.user_id.callcenter_department_id.name or False,
                "near": agent in near,
            }
            for agent in agents
        ]
        return {"agents": rows, "teams": me._teams()}

    # helpers

    def _teams(self):
        mine = [
            ("callcenter_department_id", "!=", False),
            ("channel_member_ids.partner_id", "=", self.user_id.partner_id.id),
        ]
        # sudo: discuss.channel - those that the user is a member of
        return [{"id": channel.id, "name": channel.name} for channel in self.env["discuss.channel"].sudo().search(mine)]

    def _as_colleague(self):
        return {
            "id": self.id,
            "extension": self.extension,
            "name": self.name,
            "state": self.state,
            "sub": self.sub_state or False,
            "reason": self.reason_id.name or self.reason or False,
            "code": self.reason or False,
            "since": ms(self.state_since),
        }

    def _ringing(self):
        domain = [("node_id", "=", self.node_id.id), ("id", "!=", self.id), ("state", "=", "ringing")]
        return [agent._as_colleague() for agent in self._near(self.search(domain))]

    def _near(self, agents):
        """Return those of ``agents`` who share a department or a queue with this one."""
        groups = self._colleague_groups(self | agents)
        mine = groups.get(self.id, (set(), set()))
        return agents.filtered(
            lambda agent: any(own & theirs for own, theirs in zip(mine, groups.get(agent.id, ()), strict=False))
        )

    @api.model
    def _colleague_groups(self, agents):
        """Return, by agent id, the ids of departments and of queues: ``(set, set)``."""
        if not agents:
            return {}
        agents.env.flush_all()
        rows = self.env.execute_query(SQL(GROUPS_QUERY, agents.ids))
        return {agent: (set(departments), set(queues)) for agent, departments, queues in rows}

    def _tell_colleagues(self, rang):
        """Tell the states of these agents to those who have the list open; that one rings, or (``rang``: ids) rings no
        more, to the whole team."""
        groups = self._colleague_groups(self)
        for agent in self:
            message = agent._as_colleague()
            channels = self._colleague_channels(*groups[agent.id], ALL)
            if agent.state == "ringing" or agent.id in rang:
                channels += self._team_channels(*groups[agent.id])
            for channel in channels:
                self.env["bus.bus"]._sendone(channel, "callcenter/colleague", message)

    @api.model
    def _colleague_channels(self, departments, queues, name):
        """Return the bus channels of groups, for one kind of news."""
        groups = [
            *self.env["callcenter.department"].browse(sorted(departments)),
            *self.env["callcenter.queue"].browse(sorted(queues)),
        ]
        return [(group, name) for group in groups]

    @api.model
    def _team_channels(self, departments, queues):
        """Return the channels of who rings: the departments; the queues of agents who are in none. A big queue's
        browsers are not woken by each call of it."""
        return self._colleague_channels(departments, () if departments else queues, RINGING)

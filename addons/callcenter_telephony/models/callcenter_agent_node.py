from odoo import api, fields, models
from odoo.tools import SQL

# signed in at %(node)s before they signed in, or out, at another server; a session begins where offline ends, and a
# server that starts again, or finds a phone gone, begins none
LEFT = """
    SELECT DISTINCT a.id FROM callcenter_agent a
      JOIN callcenter_agent_state open
        ON open.agent_id = a.id AND open.node_id = %(node)s AND open."end" IS NULL AND open.state <> 'offline'
      CROSS JOIN LATERAL (
          SELECT max(CASE s.state WHEN 'offline' THEN s."end" ELSE s.first_start END)
                     FILTER (WHERE s.node_id = %(node)s) AS here,
                 max(CASE s.state WHEN 'offline' THEN s."end" ELSE s.first_start END)
                     FILTER (WHERE s.node_id = a.at_node_id) AS there
            FROM (SELECT node_id, state, "end",
                         first_value(start) OVER (PARTITION BY node_id ORDER BY start) AS first_start
                    FROM callcenter_agent_state
                   WHERE agent_id = a.id AND start > open.start - interval '7 days') s
      ) signed_in
     WHERE a.at_node_id <> %(node)s AND (%(agents)s IS NULL OR a.id = ANY(%(agents)s))
       AND here < CASE a.state WHEN 'offline' THEN a.state_since ELSE there END
"""


class CallcenterAgentNode(models.Model):
    """The server at which an agent works: of several that serve the same, the one signed in at."""

    _inherit = "callcenter.agent"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    at_node_id = fields.Many2one(
        "callcenter.node", "Signed in at", readonly=True, copy=False, ondelete="set null", help="Written by the ledger."
    )

    @api.model
    def next_server(self):
        """The browser phone does not reach its server: return what it registers with at the next one that serves the
        same, and sign in there; False while the server itself says that it is well, or where there is no other."""
        me = self._signed_in()
        here, sides = me._serving_node(), me.node_id._side_by_side()
        other = next((node for node in sides if node != here and node._serves()), None)
        if other is None or here._serves():
            return False
        reason = me.reason or "" if me.state == "not_ready" and me.reason not in ("unreachable", "missed") else ""
        args = {"agent": me.extension, "reason": reason, **me._sign_in_args()}
        self.env["callcenter.command"]._send(other, "sign_in", args)
        return me._phone(other)

    def _serving_node(self):
        """Return the server that this agent's commands go to: the one signed in at, else the first that is there."""
        self.ensure_one()
        sides = self.node_id._side_by_side()
        if len(sides) <= 1:
            return self.node_id
        if self.state != "offline" and self.at_node_id in sides:
            return self.at_node_id
        return next((node for node in sides if node._serves()), self.node_id)

    def _counts_at(self, node, state):
        """Tell whether what ``node`` says of the agent is so: ``state``, in the ledger already. Another server than
        the one signed in at is believed a later sign-in alone, and nothing while it is given up."""
        self.ensure_one()
        if not self.at_node_id or self.at_node_id == node:
            return True
        return state != "offline" and not node._given_up() and not self._left(node, self.ids)

    @api.model
    def _left(self, node, ids=None):
        """Return the agents (of ``ids``) signed in at ``node`` who have signed in or out elsewhere since."""
        return self.browse(row[0] for row in self.env.execute_query(SQL(LEFT, node=node.id, agents=ids)))

    @api.model
    def _sign_out_left(self, node):
        """A server is back: sign out there who has left; the rest it may tell again."""
        for agent in self._left(node):
            self.env["callcenter.command"]._send(node, "sign_out", {"agent": agent.extension})

    def _moved(self, node):
        """The agent has signed in at ``node``: sign out of the server before."""
        self.ensure_one()
        before = self.at_node_id
        if before and before != node and self.state != "offline":
            self.env["callcenter.command"]._send(before, "sign_out", {"agent": self.extension})

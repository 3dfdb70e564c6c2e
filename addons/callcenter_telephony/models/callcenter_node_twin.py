from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

PARTS = ("trunk_ids", "endpoint_ids", "queue_ids", "mailbox_ids", "flow_ids", "did_ids")
CLOSE_LEGS = """
    UPDATE callcenter_call_leg l
       SET "end" = GREATEST(l.start, l.answer, %(at)s), ended_by = 'fault',
           talk_s = CASE WHEN l.answer IS NULL THEN 0 ELSE GREATEST(0, extract(epoch FROM %(at)s - l.answer)
                         - COALESCE(l.hold_s, 0) - COALESCE(l.consult_s, 0)) END
      FROM callcenter_call c
     WHERE c.id = l.call_id AND c.node_id = %(node)s AND c."end" IS NULL AND l."end" IS NULL
"""
# the seconds that nobody had yet go to who had the customer last
CLOSE_CALLS = """
    WITH open AS (
        SELECT c.id, GREATEST(c.start, %(at)s) AS at, l.talked, l.waited,
               extract(epoch FROM GREATEST(c.start, %(at)s) - c.start) AS seconds
          FROM callcenter_call c
          CROSS JOIN LATERAL (SELECT COALESCE(bool_or(role IN ('agent', 'target') AND answer IS NOT NULL), false),
                                     COALESCE(bool_or(role = 'queue'), false)
                                FROM callcenter_call_leg WHERE call_id = c.id) l(talked, waited)
         WHERE c.node_id = %(node)s AND c."end" IS NULL
    ), rest AS (
        SELECT o.*, GREATEST(0, o.seconds - COALESCE(c.ivr_s, 0) - COALESCE(c.wait_s, 0) - COALESCE(c.ring_s, 0)
                    - COALESCE(c.talk_s, 0) - COALESCE(c.hold_s, 0) - COALESCE(c.outside_s, 0)
                    - COALESCE(c.voicemail_s, 0) - COALESCE(c.survey_s, 0)) AS left
          FROM open o JOIN callcenter_call c ON c.id = o.id
    )
    UPDATE callcenter_call c
       SET "end" = r.at, duration_s = r.seconds, ended_by = 'fault', recording_state = NULL,
           marks = concat_ws(',', c.marks, 'fault'),
           result = CASE WHEN r.talked THEN 'answered' ELSE 'lost' END,
           talk_s = COALESCE(c.talk_s, 0) + CASE WHEN r.talked THEN r.left ELSE 0 END,
           wait_s = COALESCE(c.wait_s, 0) + CASE WHEN r.waited AND NOT r.talked THEN r.left ELSE 0 END,
           ivr_s = COALESCE(c.ivr_s, 0) + CASE WHEN NOT r.waited AND NOT r.talked THEN r.left ELSE 0 END
      FROM rest r WHERE c.id = r.id RETURNING c.id
"""
CLOSE_STATES = """
    WITH closed AS (
        UPDATE callcenter_agent_state SET "end" = GREATEST(start, %(at)s)
         WHERE node_id = %(node)s AND "end" IS NULL AND state <> 'offline'
        RETURNING node_id, extension, agent_id, user_id, "end"
    )
    INSERT INTO callcenter_agent_state (node_id, extension, agent_id, user_id, start, state)
    SELECT node_id, extension, agent_id, user_id, "end", 'offline' FROM closed ON CONFLICT DO NOTHING
"""


class CallcenterNodeTwin(models.Model):
    """Several servers with one definition: each carries all queues, flows, numbers and phones of the main one.

    Calls come in wherever the carrier sends them; an agent is signed in at one of the servers at a time. A server that
    is not heard of for too long is given up: its calls end where it was heard last, its agents are signed out, and all
    of that is provisional: when it comes back, its connector writes what really was.
    """

    _inherit = "callcenter.node"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    main_id = fields.Many2one(
        "callcenter.node",
        "Serves the same as",
        domain="[('main_id', '=', False), ('id', '!=', id)]",
        ondelete="restrict",
        index="btree_not_null",
        help="Another server, whose queues, flows, numbers and phones this one carries, too.",
    )
    twin_ids = fields.One2many("callcenter.node", "main_id", "Servers beside it")
    give_up_s = fields.Integer(
        "Given up after (s)",
        default=300,
        help="Not heard of for so long, its calls count as cut off and its agents as signed out, until it is back.",
    )

    @api.constrains("main_id")
    def _constrain_main(self):
        for node in self.filtered("main_id"):
            if node.main_id == node or node.main_id.main_id or node.twin_ids:
                raise ValidationError(self.env._("Choose a server that serves the same as no other."))
            if any(node.with_context(active_test=False)[name] for name in PARTS):
                raise ValidationError(
                    self.env._("%(node)s has queues, numbers or phones of its own: remove them first.", node=node.name)
                )
            if node.main_id.company_id != node.company_id:
                raise ValidationError(self.env._("%(node)s belongs to another company.", node=node.main_id.name))

    @api.constrains("give_up_s")
    def _constrain_give_up(self):
        if any(not 30 <= node.give_up_s <= 86400 for node in self):
            raise ValidationError(self.env._("Given up after: 30 to 86400 seconds."))

    def _source(self):
        """Return the server whose records this one carries."""
        return self.main_id or self

    def _side_by_side(self):
        """Return all servers that carry the same, the main one first."""
        # sudo: callcenter.node - agents need not see the servers
        main = self.sudo()._source()
        return main | main.twin_ids

    def _serves(self):
        """Tell whether the server's connector was heard of just now, with Asterisk."""
        self.invalidate_recordset(["linked"])
        return self.linked

    # given up

    @api.model
    def _cron_give_up(self):
        """Close what servers that are not heard of any more have left open."""
        now = fields.Datetime.now()
        for node in self.search([]):
            # sudo: callcenter.node.status - the connector's
            row = node.status_ids[:1].sudo()
            if row.last_seen and not row.given_up_at and now - row.last_seen > timedelta(seconds=node.give_up_s):
                node._give_up(row)

    def _give_up(self, status):
        """Close calls and states as of the moment the server was heard of last."""
        status.given_up_at = status.last_seen
        self.env.flush_all()
        args = {"node": self.id, "at": status.last_seen}
        self.env.cr.execute(SQL(CLOSE_LEGS, **args))
        self.env.cr.execute(SQL(CLOSE_CALLS, **args))
        calls = self.env["callcenter.call"].browse(row[0] for row in self.env.cr.fetchall())
        self.env.cr.execute(SQL(CLOSE_STATES, **args))
        self.env.invalidate_all()
        calls._ledger_written(calls)
        self._sign_out_agents(status.last_seen)

    def _sign_out_agents(self, at):
        """Let the agents sign in at another server. Where none serves they stay: a page gives its phone up when it is
        signed out, and where only the connector is dead Asterisk goes on ringing it."""
        if not any(node._serves() for node in self._side_by_side() - self):
            return
        Agent = self.env["callcenter.agent"].with_context(active_test=False)
        domain = [("state", "!=", "offline"), ("node_id", "in", self._side_by_side().ids)]
        agents = Agent.search(domain).filtered(lambda agent: agent._serving_node() == self)
        agents.write(
            {
                "state": "offline",
                "state_since": at,
                **dict.fromkeys(
                    ("sub_state", "reason", "reason_id", "call_key", "call_id", "wish", "wrap_until"), False
                ),
            }
        )
        for agent in agents:
            agent._push_state()

    def _given_up(self):
        """Return when the server was given up (epoch seconds), None when it was not."""
        # sudo: callcenter.node.status - the connector's
        at = self.status_ids[:1].sudo().given_up_at
        return at.timestamp() if at else None

    def _back(self):
        """The server's rows are its connector's own again."""
        # sudo: callcenter.node.status - the connector's
        self.status_ids[:1].sudo().given_up_at = False
        self.env["callcenter.agent"]._sign_out_left(self)

import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models

_logger = logging.getLogger(__name__)
KINDS = [("wish", "Wish"), ("voicemail", "Voicemail"), ("missed", "Missed call")]
STATES = [("waiting", "The server calls"), ("open", "To call"), ("done", "Done"), ("cancelled", "Cancelled")]
OPEN = ("waiting", "open")
TALKED = ("inbound", "outbound")


class CallcenterCallback(models.Model):
    """Somebody who is to be called back: he wished it, left a message, or nobody answered.

    One row a number, whatever has come together. ``waiting``: the node keeps the caller's place in the queue and calls
    by itself; ``open``: people are to call. Talking to the number closes the row, whoever called whom.
    """

    _name = "callcenter.callback"
    _description = "Call-back"
    _order = "due, id"
    _rec_name = "number"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    number = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="set null", index="btree_not_null")
    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="node_id.company_id", store=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True, ondelete="set null", index="btree_not_null")
    mailbox_id = fields.Many2one("callcenter.mailbox", readonly=True, ondelete="set null")
    user_ids = fields.Many2many("res.users", string="Who calls", help="Empty: the agents of the queue.")
    call_ids = fields.Many2many("callcenter.call", string="Calls", readonly=True)
    at = fields.Datetime("Since", required=True, readonly=True)
    due = fields.Datetime(required=True)
    attempts = fields.Integer(readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    overdue = fields.Boolean(compute="_compute_overdue")
    done_at = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True, ondelete="set null")
    note = fields.Char()

    _open_uniq = models.UniqueIndex(
        "(node_id, number) WHERE state IN ('waiting', 'open')", "This number is on the list already."
    )

    @api.depends("due", "state")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for row in self:
            row.overdue = row.state == "open" and row.due < now

    def action_done(self):
        """Take off the list; who is called by the node is not called any more."""
        self.check_access("read")
        # sudo: callcenter.callback - who has it on the list writes nothing but that it is done
        rows = self.sudo().filtered(lambda row: row.state in OPEN)
        rows._close("done", self.env.user)
        self._tell()

    def action_call(self):
        """Ring the own phone, then the number."""
        self.ensure_one()
        source = {"model": self._name, "id": self.id, "name": "number"}
        self.env["callcenter.agent"].dial(self.number, self.partner_id.id, source)

    # kept up from the ledger

    @api.model
    def _follow(self, calls):
        """Book what ended ``calls`` mean for the list. A fault here is logged: it must not cost the ledger a call."""
        try:
            with self.env.cr.savepoint():
                before = self._open_people()
                for call in calls.sorted("start"):
                    self._follow_one(call)
                if self._open_people() != before:
                    self._tell()
        except psycopg2.OperationalError:
            raise
        except Exception:  # pylint: disable=broad-exception-caught
            _logger.exception("Call-backs of calls %s", calls.ids)

    def _open_people(self):
        """What tells whether the list has changed."""
        self.flush_model()
        self.env.cr.execute("SELECT count(*), max(write_date) FROM callcenter_callback WHERE state = 'open'")
        return self.env.cr.fetchone()

    @api.model
    def _follow_one(self, call):
        if call.result == "answered" and call.direction in TALKED and call.number:
            self._of(call.number, call.node_id).filtered(lambda row: row.at <= call.end)._close("done", call.user_id)
        elif call.kind == "callback":
            self._of(call.number, call.node_id)._tried(call)
        elif call.result == "callback" and call.callback_number:
            self._remember(call, "wish", call.callback_number, state="waiting")
        elif call.result == "voicemail":
            self._remember(call, "voicemail", call.number)
        elif call.direction == "inbound" and call.number and call.queue_id._is_task(call):
            self._remember(call, "missed", call.number)

    @api.model
    def _of(self, number, node):
        return self.search([("number", "=", number), ("node_id", "=", node.id), ("state", "in", OPEN)])

    @api.model
    def _remember(self, call, kind, number, state="open"):
        """Put a call on the list once; a number that is there already keeps its place."""
        if self.search_count([("call_ids", "in", call.ids)], limit=1):
            return
        if known := number and self._of(number, call.node_id):
            known.write({"call_ids": [(4, call.id)], **self._more_than(known, kind, call)})
            return
        queue, box = call.queue_id, self._box(call)
        after = timedelta(minutes=queue.task_after_min if kind == "missed" else 0)
        self.create(
            {
                "kind": kind,
                "number": number or False,
                "partner_id": call.partner_id.id,
                "node_id": call.node_id.id,
                "queue_id": (box.queue_id or queue).id,
                "mailbox_id": box.id,
                "user_ids": self._who(call, kind, box).ids,
                "call_ids": call.ids,
                "at": call.start,
                "due": call.end + after,
                "state": state,
            }
        )

    def _more_than(self, known, kind, call):
        """A message is more than a missed call, and a wish more than both."""
        ranks = ("missed", "voicemail", "wish")
        if ranks.index(kind) <= ranks.index(known.kind):
            return {}
        box = self._box(call)
        values = {"kind": kind, "mailbox_id": box.id or known.mailbox_id.id}
        return {**values, "state": "waiting", "due": call.end} if kind == "wish" else values

    def _box(self, call):
        code = call.leg_ids.filtered(lambda leg: leg.role == "voicemail")[-1:].party
        boxes = self.env["callcenter.mailbox"]
        return boxes.search([("code", "=", code), ("node_id", "=", call.node_id.id)], limit=1) if code else boxes

    def _who(self, call, kind, box):
        """Return the people that are named for it; nobody: the agents of the queue."""
        if kind == "voicemail":
            return box.user_ids | box.agent_id.user_id
        return call.queue_id.task_user_ids

    def _tried(self, call):
        """The node has tried, in vain; after the last time it is for people."""
        for row in self.filtered(lambda row: call not in row.call_ids):
            attempts = row.attempts + 1
            over = attempts >= (row.queue_id.callback_tries or 1)
            row.write({"call_ids": [(4, call.id)], "attempts": attempts, "state": "open" if over else row.state})

    def _close(self, state, user):
        waiting = self.filtered(lambda row: row.state == "waiting")
        self.write({"state": state, "done_at": fields.Datetime.now(), "done_by_id": user.id})
        for row in waiting:
            self.env["callcenter.command"]._send(row.node_id, "callback_cancel", {"number": row.number})

    @api.model
    def _cron_due(self):
        """Wishes that the node could not fulfil in time are for people."""
        now = fields.Datetime.now()
        late = self.search([("state", "=", "waiting")]).filtered(
            lambda row: row.at + timedelta(hours=row.queue_id.callback_hours or 1) < now
        )
        late.write({"state": "open"})
        if late:
            self._tell()

    @api.model
    def _tell(self):
        """Let open workspaces read their lists again."""
        # sudo: callcenter.agent - who is signed in
        agents = self.env["callcenter.agent"].sudo().search([("state", "!=", "offline")])
        for agent in agents:
            agent.user_id._bus_send("callcenter/callbacks", {})

    # for the workspace

    def _messages(self):
        """Return the messages left with these calls, the newest first."""
        # sudo: callcenter.recording - a message is for those who call back
        recordings = self.sudo().call_ids.recording_ids
        return recordings.filtered(lambda one: one.kind == "voicemail").sorted("id", reverse=True)

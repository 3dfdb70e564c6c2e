import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.masked_fields import MaskedNumber, MaskedText
from .callcenter_visit_rule import CHANNELS

LONGEST = 2000  # characters of an answer
STATES = [("planned", "Planned"), ("tried", "Tried"), ("done", "Done"), ("dropped", "Dropped")]


class CallcenterVisit(models.Model):
    """A return visit after a work order was closed: planned by a rule, done once, scored."""

    _name = "callcenter.visit"
    _description = "Return Visit"
    _inherit = ("mail.activity.mixin",)
    _order = "due, id"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("helpdesk.ticket", "Work Order", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True, ondelete="set null")
    partner_phone = MaskedNumber(related="partner_id.phone", string="Phone")
    closed_date = fields.Datetime(related="ticket_id.closed_date")
    rule_id = fields.Many2one("callcenter.visit.rule", required=True, readonly=True, ondelete="restrict")
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    department_id = fields.Many2one("callcenter.department", readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True, index=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="planned", index=True)
    begin = fields.Datetime("Not Before", required=True, readonly=True)
    due = fields.Datetime(required=True, readonly=True)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    tries = fields.Integer(readonly=True)
    last_try = fields.Datetime(readonly=True)
    done_at = fields.Datetime("Done", readonly=True)
    answer_ids = fields.One2many("callcenter.visit.answer", "visit_id", "Answers", readonly=True)
    score = fields.Float(readonly=True, aggregator="avg", help="Mean of the answers that count.")
    scored = fields.Boolean(readonly=True)
    satisfied = fields.Boolean(readonly=True, help="No answer that counts is other than satisfied.")
    low = fields.Boolean(readonly=True, help="An answer was marked low, or the score is below the rule's mark.")
    remark = MaskedText(readonly=True)
    # of the link only its digest is kept: who reads the database cannot answer for a customer
    token_digest = fields.Char(readonly=True, copy=False, groups="base.group_system")

    _ticket_open_uniq = models.UniqueIndex(
        "(ticket_id) WHERE state IN ('planned', 'tried')", "The work order has a return visit already."
    )
    _token_uniq = models.UniqueIndex("(token_digest) WHERE token_digest IS NOT NULL")
    _open_idx = models.Index("(begin) WHERE state IN ('planned', 'tried')")

    @api.depends("due", "state")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.overdue = visit.state in ("planned", "tried") and visit.due < now

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [("state", "in", ("planned", "tried")), ("due", "<", fields.Datetime.now())]
        return late if True in value else ["!", "&", *late]

    @api.model
    def _plan(self, tickets):
        """Plan the visits of orders that have just been closed, as their rules say; returns them."""
        # sudo: callcenter.visit.rule - whoever closes an order, its visit is planned
        rules, now = self.env["callcenter.visit.rule"].sudo().search([]), fields.Datetime.now()
        planned = []
        for ticket in tickets.filtered("partner_id"):
            rule = rules._for(ticket)
            if rule and rule._draws(ticket):
                planned.append(
                    {
                        "ticket_id": ticket.id,
                        "partner_id": ticket.partner_id.id,
                        "rule_id": rule.id,
                        "channel": rule.channel,
                        "department_id": (rule.department_id or ticket.department_id).id,
                        "begin": now + timedelta(hours=rule.after_h),
                        "due": now + timedelta(days=rule.within_d),
                    }
                )
        # sudo: callcenter.visit - planned by the rule, not by who closes
        return self.sudo().create(planned)

    @api.model
    def _drop(self, tickets):
        """Leave out the open visits of orders that are open again."""
        # sudo: callcenter.visit - dropped by the rule, not by who reopens
        open_ones = self.sudo().search([("ticket_id", "in", tickets.ids), ("state", "in", ("planned", "tried"))])
        open_ones.write({"state": "dropped", "token_digest": False})
        # the next visit of the order is made by SQL that does not know of it yet
        open_ones.flush_recordset(["state"])

    # by call

    def questions(self):
        """Return what is asked: [{id, name, kind, required, levels: [{id, name}]}]."""
        self.ensure_one()
        self.check_access("read")
        # sudo: callcenter.visit.rule - who does the visit asks its questions
        return [
            {
                "id": question.id,
                "name": question.name,
                "kind": question.kind,
                "required": question.required,
                "levels": [{"id": level.id, "name": level.name} for level in question.level_ids],
            }
            for question in self.sudo().rule_id.question_ids
        ]

    @api.model
    def action_next(self, done=()):
        """Open the next visit that is to be done by call, those tried today last; a notice where there is none."""
        now = fields.Datetime.now()
        mine = [("state", "in", ("planned", "tried")), ("channel", "=", "call"), ("begin", "<=", now)]
        waiting = self.search([*mine, ("id", "not in", list(done))])
        visit = waiting.sorted(lambda one: (one.last_try or now.min, one.due))[:1]
        if not visit:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {"message": self.env._("No return visit is to be done now."), "type": "success"},
            }
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": visit.id,
            "views": [(False, "form")],
        }

    def action_tried(self):
        """Nobody was reached: the visit stays on the list."""
        self._check_mine()
        # sudo: callcenter.visit - checked above; fields are the visit's own
        for visit in self.sudo():
            visit._check_open()
            visit.write(
                {
                    "state": "tried",
                    "tries": visit.tries + 1,
                    "last_try": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
            )

    def save_answers(self, answers, remark=""):
        """Store what the customer answered to the agent.

        :param dict answers: ``{question id: level id, or text}``
        :raise UserError: a required answer is missing, an answer is none of the question's, or the visit is over
        """
        self.ensure_one()
        self._check_mine()
        # sudo: callcenter.visit - checked above; fields are the visit's own
        self.sudo()._answer({int(question): answer for question, answer in answers.items()}, remark, self.env.user)
        return {"score": self.score, "scored": self.scored, "low": self.low}

    def _check_mine(self):
        if not self.env.user.has_group("callcenter_crm.group_agent"):
            raise AccessError(self.env._("Return visits are done by agents."))
        self.check_access("read")

    def _check_open(self):
        if self.state not in ("planned", "tried"):
            raise UserError(self.env._("This return visit is over."))

    def _answer(self, answers, remark, user):
        self._check_open()
        rows = [row for question in self.rule_id.question_ids if (row := self._row(question, answers))]
        counted = [row["score"] for row in rows if row["counts"]]
        score = sum(counted) / len(counted) if counted else 0.0
        self.write(
            {
                "answer_ids": [fields.Command.create(row) for row in rows],
                "state": "done",
                "done_at": fields.Datetime.now(),
                "user_id": user.id,
                "tries": self.tries + 1,
                "score": score,
                "scored": bool(counted),
                "satisfied": bool(counted) and all(row["satisfied"] for row in rows if row["counts"]),
                "low": any(row["low"] for row in rows) or bool(counted) and score < self.rule_id.low_below,
                "remark": (remark or "")[:LONGEST],
                "token_digest": False,
            }
        )
        self._follow(answers)

    def _row(self, question, answers):
        """Return the values of an answer, or None where none was given."""
        given = answers.get(question.id)
        common = {"question_id": question.id, "sequence": question.sequence, "question": question.name}
        if question.kind == "text" and isinstance(given, str) and given.strip():
            return {**common, "answer": given.strip()[:LONGEST], "counts": False, "satisfied": False, "low": False}
        level = question.level_ids.filtered(lambda one: question.kind == "level" and one.id == given)
        if level:
            facts = {name: level[name] for name in ("score", "counts", "satisfied", "low")}
            return {**common, "answer": level.name, **facts}
        if given and question.kind == "level":
            raise UserError(self.env._("This is no answer to “%(question)s”.", question=question.name))
        if question.required:
            raise UserError(self.env._("“%(question)s” is not answered yet.", question=question.name))
        return None

    def _follow(self, answers):
        """A low score raises a task for the leader, an answer may open the order again."""
        ticket, levels = self.ticket_id, self.rule_id.question_ids.level_ids
        given = levels.filtered(lambda one: answers.get(one.question_id.id) == one.id)
        if self.low:
            ticket._raise_low(self.score, visit=self)
        if any(given.mapped("reopens")):
            ticket._reopen(self.env._("Return visit"))

    # by link

    def _link(self):
        """Make the link by which the customer answers; one made before holds no longer."""
        self.ensure_one()
        self._check_open()
        token = secrets.token_urlsafe(24)
        self.token_digest = _digest(token)
        return f"{self.get_base_url()}/callcenter/visit/{token}"

    @api.model
    def _of_token(self, token):
        """Return the open visit of a link's token, or none."""
        # sudo: callcenter.visit - who has the link is the customer
        visits = self.sudo()
        if not 20 <= len(token) <= 64:
            return visits.browse()
        visit = visits.search([("token_digest", "=", _digest(token))])
        return visit.filtered(lambda one: one.state in ("planned", "tried") and one.due >= fields.Datetime.now())


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()

import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .. import qa_sample

_logger = logging.getLogger(__name__)
PERIODS = [("day", "Day"), ("week", "Week"), ("month", "Month")]


class CallcenterQaPlan(models.Model):
    """Which calls are to be scored, by whom and until when: a share of each agent's by chance, all of some kinds."""

    _name = "callcenter.qa.plan"
    _description = "Sampling Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    share = fields.Float("Share (%)", digits=(5, 2), help="Of each agent's calls in a period, drawn by chance.")
    number = fields.Integer("At Least", help="Calls of each agent in a period, whatever the share comes to.")
    period = fields.Selection(PERIODS, required=True, default="week")
    minutes = fields.Integer("Longer Than (min)", help="All calls on which the agent talked longer. 0: none.")
    rating_level_ids = fields.Many2many(
        "callcenter.rating.level", string="Rated", help="All calls that the customer rated so, for their last agent."
    )
    least_s = fields.Integer("Not Shorter Than (s)", default=30, help="Shorter talks are not drawn by chance.")
    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], help="Empty: both.")
    queue_ids = fields.Many2many("callcenter.queue", string="Queues", help="Empty: all.")
    campaign_ids = fields.Many2many("callcenter.campaign", string="Campaigns", help="Empty: all.")
    department_ids = fields.Many2many(
        "callcenter.department", string="Departments", help="With those below; empty: all."
    )
    inspector_ids = fields.Many2many(
        "res.users", string="Inspectors", required=True, help="Each new call goes to the one with the least to do."
    )
    days = fields.Integer("Days to Score", default=7, required=True)
    task_count = fields.Integer("On the List", compute="_compute_task_count")

    _share_range = models.Constraint("CHECK (share BETWEEN 0 AND 100)", "A share is 0 to 100 %.")
    _not_negative = models.Constraint(
        "CHECK (number >= 0 AND minutes >= 0 AND least_s >= 0 AND days > 0)", "Numbers cannot be negative."
    )

    def _compute_task_count(self):
        tasks = self.env["callcenter.qa.task"]
        open_ones = [("plan_id", "in", self.ids), ("state", "=", "open")]
        counts = dict(tasks._read_group(open_ones, ["plan_id"], ["__count"]))
        for plan in self:
            plan.task_count = counts.get(plan, 0)

    @api.constrains("share", "number", "minutes", "rating_level_ids")
    def _check_draws(self):
        for plan in self:
            if not (plan.share or plan.number or plan.minutes or plan.rating_level_ids):
                raise ValidationError(self.env._("“%(plan)s” draws nothing: set a share or a rule.", plan=plan.name))

    @api.constrains("inspector_ids")
    def _check_inspectors(self):
        for plan in self:
            if not plan.inspector_ids:
                raise ValidationError(self.env._("“%(plan)s” needs an inspector.", plan=plan.name))
            for user in plan.inspector_ids:
                if not user.has_group("callcenter_crm.group_qa"):
                    raise ValidationError(self.env._("%(user)s is no inspector.", user=user.name))

    def action_draw(self):
        """Draw now, of the running period; says how many calls came on the lists."""
        self.check_access("write")
        count = sum(len(plan._draw(self._today())) for plan in self)
        words = (
            self.env._("%(count)s calls are on the inspectors' lists now.", count=count)
            if count
            else self.env._("Nothing to add: what the plan asks for is on the lists, or no recorded call fits yet.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": words, "type": "success" if count else "info"},
        }

    def action_tasks(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_kpi.callcenter_qa_task_action")
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {}}

    @api.model
    def _cron_draw(self):
        """Draw for yesterday's period, so that the last day of a week is in it, and for today's.

        The day before is for a night whose draw failed.
        """
        for plan in self.search([]):
            try:
                for back in (2, 1, 0):
                    plan._draw(self._today() - timedelta(days=back))
            except UserError as error:  # the others go on
                _logger.warning("sampling plan %s: %s", plan.id, error)

    def _today(self):
        return datetime.now(self._zone()).date()

    def _zone(self):
        return pytz.timezone(self.env.company._callcenter_tz())

    def _draw(self, day):
        """Draw of the period in which ``day`` lies; return the new tasks."""
        self.ensure_one()
        inspectors = self.inspector_ids.filtered(lambda user: user.active and user.has_group("callcenter_crm.group_qa"))
        if not inspectors:
            raise UserError(self.env._("“%(plan)s” has no inspector left.", plan=self.name))
        self._take_turn()
        begin, end = (self._begin(one) for one in self._span(day))
        spoken = self._spoken(begin, end)
        chosen = qa_sample.draw(spoken, self.share, self.number, self._drawn(begin, end), self.id)
        return self._list(chosen, inspectors)

    @api.model
    def _take_turn(self):
        """Draws go one after the other: where two meet, the second waits for the first and is then done anew, knowing
        what was drawn. Odoo repeats requests that the database refuses for a change behind their back."""
        self.env.cr.execute(
            SQL("UPDATE callcenter_qa_plan SET sequence = sequence WHERE id = (SELECT min(id) FROM callcenter_qa_plan)")
        )

    def _span(self, day):
        """Return the first day of the period of ``day`` and the one after it."""
        first, last = qa_sample.span(self.period, day)
        return first, last + timedelta(days=1)

    def _begin(self, day):
        local = self._zone().localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _drawn(self, begin, end):
        # sudo: callcenter.qa.task - what was drawn, whoever draws
        tasks = self.env["callcenter.qa.task"].sudo()
        mine = [("plan_id", "in", self.ids), ("by_chance", "=", True)]
        domain = [*mine, ("call_start", ">=", begin), ("call_start", "<", end)]
        return {user.id: count for user, count in tasks._read_group(domain, ["user_id"], ["__count"])}

    def _spoken(self, begin, end):
        """Return the recorded calls of the plan that began from ``begin`` to ``end``, one row for each agent's talk."""
        for model in ("callcenter.call", "callcenter.call.leg", "callcenter.recording", "callcenter.qa.task"):
            self.env[model].flush_model()
        self.env["callcenter.qa.score"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT spoken.call_id, spoken.user_id, spoken.long, spoken.rated,
                       EXISTS (SELECT FROM callcenter_qa_task task
                                WHERE task.call_id = spoken.call_id AND task.user_id = spoken.user_id)
                       OR EXISTS (SELECT FROM callcenter_qa_score score
                                   WHERE score.call_id = spoken.call_id AND score.user_id = spoken.user_id
                                     AND score.kind = 'score') AS taken
                  FROM (SELECT leg.call_id, leg.user_id, sum(leg.talk_s) AS talk_s,
                               %(minutes)s > 0 AND sum(leg.talk_s) > %(minutes)s * 60 AS long,
                               bool_or(call.rating_level_id = ANY(%(levels)s)
                                       AND COALESCE(call.last_user_id, call.user_id) = leg.user_id) IS TRUE AS rated
                          FROM callcenter_call call JOIN callcenter_call_leg leg ON leg.call_id = call.id
                         WHERE %(where)s
                         GROUP BY leg.call_id, leg.user_id) spoken
                 WHERE talk_s >= %(least)s OR long OR rated
                 ORDER BY spoken.call_id, spoken.user_id
                """,
                minutes=self.minutes,
                levels=self.rating_level_ids.ids,
                where=SQL(" AND ").join(self._of_plan(begin, end)),
                least=self.least_s,
            )
        )
        return [qa_sample.Spoken(*row) for row in self.env.cr.fetchall()]

    def _of_plan(self, begin, end):
        """Give the conditions on ``call`` and the agent's ``leg``."""
        yield SQL("call.start >= %s AND call.start < %s", begin, end)
        yield SQL("""call."end" IS NOT NULL AND call.direction <> 'internal'""")
        yield SQL("leg.role IN ('agent', 'target') AND leg.answer IS NOT NULL AND leg.user_id IS NOT NULL")
        yield SQL(
            """EXISTS (SELECT FROM callcenter_recording recording
                        WHERE recording.call_id = call.id AND recording.deleted_at IS NULL
                          AND recording.sha256 IS NOT NULL)"""
        )
        if self.direction:
            yield SQL("call.direction = %s", self.direction)
        if self.queue_ids:
            yield SQL("call.queue_id = ANY(%s)", self.queue_ids.ids)
        if self.campaign_ids:
            yield SQL("call.campaign_id = ANY(%s)", self.campaign_ids.ids)
        if self.department_ids:
            below = self.env["callcenter.department"].search([("id", "child_of", self.department_ids.ids)])
            # sudo: res.users - who is of a department, whoever draws
            people = self.env["res.users"].sudo().with_context(active_test=False)
            users = people.search([("callcenter_department_id", "in", below.ids)])
            yield SQL("leg.user_id = ANY(%s)", users.ids)

    def _list(self, chosen, inspectors):
        """Put the rows chosen on the inspectors' lists; nobody gets a call of his own. Returns the tasks."""
        # sudo: callcenter.qa.task - tasks are made by the draw only
        tasks = self.env["callcenter.qa.task"].sudo()
        open_ones = [("state", "=", "open"), ("inspector_id", "in", inspectors.ids)]
        loads = dict.fromkeys(inspectors.ids, 0)
        loads |= {user.id: count for user, count in tasks._read_group(open_ones, ["inspector_id"], ["__count"])}
        until = fields.Date.context_today(self) + timedelta(days=self.days)
        vals_list = []
        for row, by_chance in chosen:
            free = {user: load for user, load in loads.items() if user != row.user_id}
            if not free:
                continue
            [inspector] = qa_sample.deal(1, free)
            loads[inspector] += 1
            vals = {"call_id": row.call_id, "user_id": row.user_id, "inspector_id": inspector, "due": until}
            vals |= {"plan_id": self.id, "by_chance": by_chance}
            vals_list.append({**vals, "long": row.long, "rated": row.rated})
        return tasks.create(vals_list)

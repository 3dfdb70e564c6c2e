from odoo import api, fields, models
from odoo.tools import SQL

FIGURES = [
    "qa_scored",
    "qa_sum",
    "qa_before_sum",
    "qa_fatal",
    "qa_appeals",
    "qa_changed",
    "handled",
    "item_judged",
    "item_sum",
    "item_failed",
]
READS = {
    "callcenter.qa.score": [
        "kind",
        "state",
        "call_start",
        "queue_id",
        "user_id",
        "sheet_id",
        "inspector_id",
        "counts",
        "score",
        "before_fatal",
        "failed",
        "appealed_at",
        "recheck_of_id",
    ],
    "callcenter.qa.line": ["score_id", "item_id", "group_id", "state", "percent", "failed"],
    "res.users": ["callcenter_department_id"],
}


class CallcenterReportQa(models.Model):
    """QA scores handed in, the items judged in them, and the calls handled, which they are a share of.

    All of it at the time of the call. A score that was rechecked counts no more but for its appeal.
    """

    _name = "callcenter.report.qa"
    _inherit = ("callcenter.rows.mixin",)
    _description = "QA Figures"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "score_id"
    _depends = READS

    row_kind = fields.Selection(
        [("score", "Score"), ("item", "Item"), ("handled", "Handled Calls")], "Row Of", readonly=True
    )
    score_id = fields.Many2one("callcenter.qa.score", "QA Score", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True)
    agent_id = fields.Many2one("callcenter.agent", "Agent's Phone", readonly=True)
    department_id = fields.Many2one("callcenter.department", readonly=True, help="The agent's present one.")
    queue_id = fields.Many2one("callcenter.queue", readonly=True)
    sheet_id = fields.Many2one("callcenter.qa.sheet", "Score Sheet", readonly=True)
    group_id = fields.Many2one("callcenter.qa.group", "Group of the Sheet", readonly=True)
    item_id = fields.Many2one("callcenter.qa.item", readonly=True)
    inspector_id = fields.Many2one("res.users", readonly=True)
    qa_scored = fields.Integer("Calls Scored", readonly=True, help="Scores that count, one for an agent and a call.")
    qa_sum = fields.Float("Sum of QA Scores", readonly=True)
    qa_before_sum = fields.Float("Sum before Fatal", readonly=True)
    qa_fatal = fields.Integer("Fatal", readonly=True, help="Scores that are 0 by a fatal item.")
    qa_appeals = fields.Integer("Appeals", readonly=True, help="First scores that the agent appealed against.")
    qa_changed = fields.Integer("Changed by Recheck", readonly=True, help="Rechecks with another result.")
    handled = fields.Integer(readonly=True, help="Calls with an agent who talked to the customer; once per agent.")
    item_judged = fields.Integer("Items Judged", readonly=True, help="Those that do not apply are none.")
    item_sum = fields.Float("Sum of Items (%)", readonly=True)
    item_failed = fields.Integer("Fatal Faults", readonly=True, help="Fatal items that happened.")
    qa_score = fields.Float("QA Score (Mean)", readonly=True, aggregator="avg", help="Sum of scores / scored calls.")
    qa_before_fatal = fields.Float(
        "Score before Fatal", readonly=True, aggregator="avg", help="What it were without fatal items."
    )
    qa_fatal_share = fields.Float("Fatal Share", readonly=True, aggregator="avg", help="Fatal / scored calls.")
    qa_share = fields.Float("Scored Share", readonly=True, aggregator="avg", help="Scored calls / handled calls.")
    qa_appeal_rate = fields.Float("Appeal Rate", readonly=True, aggregator="avg", help="Appeals / scored calls.")
    item_score = fields.Float(
        "Points Reached", readonly=True, aggregator="avg", help="Share of the points of the items judged."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "qa_score": (["qa_sum"], ["qa_scored"]),
            "qa_before_fatal": (["qa_before_sum"], ["qa_scored"]),
            "qa_fatal_share": (["qa_fatal"], ["qa_scored"]),
            "qa_share": (["qa_scored"], ["handled"]),
            "qa_appeal_rate": (["qa_appeals"], ["qa_scored"]),
            "item_score": (["item_sum"], ["item_judged"]),
        }

    def _figures(self):
        return FIGURES

    def _parts(self):
        return [self._scores(), self._items(), self._handled()]

    def _scores(self):
        """One row per score handed in; of an appealed one the recheck counts, once there is one."""
        figures = {
            "qa_scored": SQL("row.counts::int"),
            "qa_sum": SQL("CASE WHEN row.counts THEN row.score ELSE 0 END"),
            "qa_before_sum": SQL("CASE WHEN row.counts THEN row.before_fatal ELSE 0 END"),
            "qa_fatal": SQL("(row.counts AND row.failed)::int"),
            "qa_appeals": SQL("(row.appealed_at IS NOT NULL)::int"),
            "qa_changed": SQL("(row.counts AND first.id IS NOT NULL AND row.score <> first.score)::int"),
        }
        source = SQL("callcenter_qa_score row LEFT JOIN callcenter_qa_score first ON first.id = row.recheck_of_id")
        return self._of_scores(0, SQL("'score'"), SQL("NULL::int"), SQL.identifier("row"), source, SQL("TRUE"), figures)

    def _items(self):
        """One row per item that was judged in a score that counts."""
        figures = {
            "item_judged": SQL("1"),
            "item_sum": SQL("row.percent / 100"),
            "item_failed": SQL("COALESCE(row.failed, FALSE)::int"),
        }
        source = SQL("callcenter_qa_line row JOIN callcenter_qa_score score ON score.id = row.score_id")
        # an untouched fatal item says that the fault did not happen
        where = SQL("score.counts AND row.state <> 'na'")
        return self._of_scores(1, SQL("'item'"), SQL("row.item_id"), SQL.identifier("score"), source, where, figures)

    def _of_scores(self, kind, row_kind, item, score, source, where, figures):
        group = SQL("row.group_id") if kind else SQL("NULL::int")
        keys = SQL(
            """%(kind)s AS row_kind, %(score)s.id AS score_id, %(score)s.user_id, agent.id AS agent_id,
               person.callcenter_department_id AS department_id, %(score)s.queue_id, %(score)s.sheet_id,
               %(group)s AS group_id, %(item)s AS item_id, %(score)s.inspector_id""",
            kind=row_kind,
            score=score,
            group=group,
            item=item,
        )
        source = SQL(
            """%(source)s LEFT JOIN callcenter_agent agent ON agent.user_id = %(score)s.user_id
               LEFT JOIN res_users person ON person.id = %(score)s.user_id""",
            source=source,
            score=score,
        )
        given = SQL(
            "%(score)s.state <> 'draft' AND %(score)s.kind <> 'calibration' AND %(where)s", score=score, where=where
        )
        return self._part(kind, SQL("%s.call_start", score), keys, source, given, figures)

    def _handled(self):
        """One row per agent, queue and day: the calls handled, from the sums of calls by agent."""
        span = self.env.context.get("callcenter_moments")
        days = tuple(moment.date() for moment in span) if span else None
        facts = self.env["callcenter.fact.agent"].with_context(callcenter_days=days, callcenter_level=None)
        keys = SQL(
            """'handled' AS row_kind, NULL::int AS score_id, agent.user_id, row.agent_id,
               person.callcenter_department_id AS department_id, row.queue_id, NULL::int AS sheet_id,
               NULL::int AS group_id, NULL::int AS item_id, NULL::int AS inspector_id"""
        )
        source = SQL(
            """(SELECT min(date) AS date, agent_id, queue_id, sum(handled)::int AS handled,
                       ((day - date '2000-01-01')::bigint << 28) + (agent_id %% 65536 << 12)
                       + COALESCE(queue_id, 0) %% 4096 AS id
                  FROM (%s) fact GROUP BY day, agent_id, queue_id) row
               JOIN callcenter_agent agent ON agent.id = row.agent_id
               LEFT JOIN res_users person ON person.id = agent.user_id""",
            facts._table_query,
        )
        handled = {"handled": SQL("row.handled")}
        return self._part(2, SQL.identifier("row", "date"), keys, source, SQL("row.handled > 0"), handled)

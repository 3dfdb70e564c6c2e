from odoo import api, fields, models
from odoo.tools import SQL


class CallcenterFiguresMixin(models.AbstractModel):
    """Figures that a report adds up, and the ratios made of them.

    ``day``, ``weekday`` and ``half_hour`` are those of the company's time zone. Ratios exist for groups of rows only:
    ``_report_ratios`` names the sums they are made of, so that the figure of a group is the ratio of its sums.
    """

    _name = "callcenter.figures.mixin"
    _description = "Figures of Calls"

    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True)
    agent_id = fields.Many2one("callcenter.agent", readonly=True)
    day = fields.Date(readonly=True)
    days_ago = fields.Integer(readonly=True, aggregator=None, help="Days since, by the company's calendar; 0: today.")
    weekday = fields.Selection(
        [
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("7", "Sunday"),
        ],
        readonly=True,
    )
    half_hour = fields.Char(readonly=True, help="Begin of the half-hour, in the company's time.")
    handled = fields.Integer(readonly=True, help="Calls with an agent who talked to the customer; once per agent.")
    talk_s = fields.Float("Talk", readonly=True)
    hold_s = fields.Float("Hold", readonly=True)
    consult_s = fields.Float("Consult", readonly=True)
    wrap_s = fields.Float("Wrap-up", readonly=True)
    surveys = fields.Integer("Ratings Asked", readonly=True)
    ratings = fields.Integer("Rated", readonly=True)
    satisfied = fields.Integer(readonly=True)
    score_sum = fields.Float("Sum of Scores", readonly=True)
    csat = fields.Float("Satisfaction", readonly=True, aggregator="avg", help="Satisfied / rated.")
    csat_avg = fields.Float("Average Score", readonly=True, aggregator="avg", help="Sum of scores (0 to 100) / rated.")
    csat_response = fields.Float("Response Rate", readonly=True, aggregator="avg", help="Rated / asked.")

    @api.model
    def _report_ratios(self):
        """Return ``{ratio field: (names of the sums above the line, names of the sums below)}``."""
        return {
            "csat": (["satisfied"], ["ratings"]),
            "csat_avg": (["score_sum"], ["ratings"]),
            "csat_response": (["ratings"], ["surveys"]),
        }

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(":")[0]
        if name not in self._report_ratios():
            return super()._read_group_select(aggregate_spec, query)

        def added_up(names):
            return SQL(" + ").join(SQL("SUM(%s)", self._field_to_sql(self._table, fname, query)) for fname in names)

        above, below = self._report_ratios()[name]
        return SQL("(%s)::float / NULLIF(%s, 0)", added_up(above), added_up(below))

    def _figures(self):
        """Return the names of the columns that are counted or added up."""
        return ["handled", "talk_s", "hold_s", "consult_s", "wrap_s", "surveys", "ratings", "satisfied", "score_sum"]

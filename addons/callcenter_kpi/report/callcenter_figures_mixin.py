from odoo import api, fields, models


class CallcenterFiguresMixin(models.AbstractModel):
    """Figures of calls that a report adds up.

    ``day``, ``weekday`` and ``half_hour`` are those of the company's time zone.
    """

    _name = "callcenter.figures.mixin"
    _inherit = ("callcenter.sums.mixin",)
    _description = "Figures of Calls"

    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True)
    agent_id = fields.Many2one("callcenter.agent", readonly=True)
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
        return super()._report_ratios() | {
            "csat": (["satisfied"], ["ratings"]),
            "csat_avg": (["score_sum"], ["ratings"]),
            "csat_response": (["ratings"], ["surveys"]),
        }

    def _figures(self):
        return ["handled", "talk_s", "hold_s", "consult_s", "wrap_s", "surveys", "ratings", "satisfied", "score_sum"]

from odoo import api, fields, models
from odoo.tools import SQL

from .callcenter_report_mixin import READS

FIGURES = [
    "surveys",
    "ratings",
    "satisfied",
    "not_satisfied",
    "score_sum",
    "answers",
    "answers_satisfied",
    "answers_sum",
]


class CallcenterReportRating(models.Model):
    """Ratings after calls: a row per survey offered, of the last agent and queue, and one per further answer.

    What is said of the main question is what the reports of calls say; the further ones have figures of their own.
    """

    _name = "callcenter.report.rating"
    _inherit = ("callcenter.rows.mixin",)
    _description = "Satisfaction"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "call_id"
    _depends = {  # noqa: RUF012
        **READS,
        "callcenter.survey.answer": ["call_id", "number", "at", "queue_id", "agent_id", "question", "name"],
        "res.users": ["callcenter_department_id"],
    }

    call_id = fields.Many2one("callcenter.call", readonly=True)
    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True, help="The last one that the customer waited in.")
    agent_id = fields.Many2one("callcenter.agent", readonly=True, help="Who talked to the customer last.")
    department_id = fields.Many2one("callcenter.department", readonly=True, help="The agent's present one.")
    level_id = fields.Many2one("callcenter.rating.level", "Rating", readonly=True, help="Of the main question.")
    question = fields.Char(readonly=True, help="As it was called then.")
    answer = fields.Char("Answer Given", readonly=True, help="As it was called then.")
    surveys = fields.Integer("Ratings Asked", readonly=True)
    ratings = fields.Integer("Rated", readonly=True)
    satisfied = fields.Integer(readonly=True)
    not_satisfied = fields.Integer(readonly=True, help="Rated at a level that does not count as satisfied.")
    score_sum = fields.Float("Sum of Scores", readonly=True)
    answers = fields.Integer(readonly=True, help="To any question, the main one included.")
    answers_satisfied = fields.Integer("Satisfied Answers", readonly=True)
    answers_sum = fields.Float("Sum of Answers", readonly=True)
    csat = fields.Float("Satisfaction", readonly=True, aggregator="avg", help="Satisfied / rated.")
    csat_avg = fields.Float("Average Score", readonly=True, aggregator="avg", help="Sum of scores (0 to 100) / rated.")
    csat_response = fields.Float("Response Rate", readonly=True, aggregator="avg", help="Rated / asked.")
    answer_csat = fields.Float(
        "Satisfaction by Answers", readonly=True, aggregator="avg", help="Satisfied answers / answers to any question."
    )
    answer_avg = fields.Float(
        "Average Answer", readonly=True, aggregator="avg", help="Values of the answers (0 to 100) / answers."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "csat": (["satisfied"], ["ratings"]),
            "csat_avg": (["score_sum"], ["ratings"]),
            "csat_response": (["ratings"], ["surveys"]),
            "answer_csat": (["answers_satisfied"], ["answers"]),
            "answer_avg": (["answers_sum"], ["answers"]),
        }

    def _figures(self):
        return FIGURES

    def _parts(self):
        return [self._surveys(), self._further_answers()]

    def _surveys(self):
        """One row per survey offered, with the answer to the main question if there is one."""
        keys = SQL(
            """row.id AS call_id, row.direction, last.queue_id, agent.id AS agent_id,
               person.callcenter_department_id AS department_id, row.rating_level_id AS level_id,
               main.question, main.name AS answer"""
        )
        source = SQL(
            """callcenter_call row
               LEFT JOIN callcenter_agent agent ON agent.id = COALESCE(row.last_agent_id, row.agent_id)
               LEFT JOIN res_users person ON person.id = agent.user_id
               LEFT JOIN callcenter_survey_answer main ON main.call_id = row.id AND main.number = 1
               LEFT JOIN LATERAL (SELECT queue_id FROM callcenter_call_leg leg
                                   WHERE leg.call_id = row.id AND leg.role = 'queue'
                                   ORDER BY leg.start DESC, leg.id DESC LIMIT 1) last ON TRUE"""
        )
        rated = SQL("(row.rating_level_id IS NOT NULL)::int")
        satisfied = SQL("COALESCE(row.rating_satisfied, FALSE)::int")
        score = SQL("CASE WHEN row.rating_level_id IS NULL THEN 0 ELSE row.rating_score END")
        figures = {
            "surveys": SQL("1"),
            "ratings": rated,
            "satisfied": satisfied,
            "not_satisfied": SQL(
                "(row.rating_level_id IS NOT NULL AND NOT COALESCE(row.rating_satisfied, FALSE))::int"
            ),
            "score_sum": score,
            "answers": rated,
            "answers_satisfied": satisfied,
            "answers_sum": score,
        }
        where = SQL("row.survey_offered AND row.direction <> 'internal'")
        return self._part(0, SQL.identifier("row", "start"), keys, source, where, figures)

    def _further_answers(self):
        """One row per answer to another question than the main one, at the start of its call."""
        keys = SQL(
            """row.call_id, call.direction, row.queue_id, row.agent_id,
               person.callcenter_department_id AS department_id, call.rating_level_id AS level_id,
               row.question, row.name AS answer"""
        )
        source = SQL(
            """callcenter_survey_answer row
               JOIN callcenter_call call ON call.id = row.call_id
               LEFT JOIN callcenter_agent agent ON agent.id = row.agent_id
               LEFT JOIN res_users person ON person.id = agent.user_id"""
        )
        figures = {
            "answers": SQL("1"),
            "answers_satisfied": SQL("COALESCE(row.satisfied, FALSE)::int"),
            "answers_sum": SQL("COALESCE(row.value, 0)::float"),
        }
        where = SQL("row.number > 1 AND call.survey_offered AND call.direction <> 'internal'")
        return self._part(1, SQL.identifier("call", "start"), keys, source, where, figures)

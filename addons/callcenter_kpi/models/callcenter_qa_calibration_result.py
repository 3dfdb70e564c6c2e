from odoo import api, fields, models
from odoo.tools import SQL

from .. import qa_calibration

_AGREEMENT = ("agreed", "items")


class CallcenterQaCalibrationResult(models.Model):
    """How far an inspector was off on a call of a round, as it was when the round was closed."""

    _name = "callcenter.qa.calibration.result"
    _description = "Calibration Result"
    _order = "closed_at desc, id desc"
    _rec_name = "inspector_id"

    calibration_id = fields.Many2one(
        "callcenter.qa.calibration", "Round", required=True, readonly=True, ondelete="cascade", index=True
    )
    calibration_call_id = fields.Many2one(
        "callcenter.qa.calibration.call", required=True, readonly=True, ondelete="cascade", index=True
    )
    closed_at = fields.Datetime("Closed", required=True, readonly=True)
    sheet_id = fields.Many2one("callcenter.qa.sheet", required=True, readonly=True, ondelete="restrict")
    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="restrict", index=True)
    user_id = fields.Many2one("res.users", "Agent", required=True, readonly=True, ondelete="restrict")
    inspector_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    score_id = fields.Many2one(
        "callcenter.qa.score", "Score Given", required=True, readonly=True, ondelete="cascade", index=True
    )
    score = fields.Float(readonly=True, digits=(5, 1), aggregator="avg")
    against = fields.Float(
        "Held Against",
        readonly=True,
        digits=(5, 1),
        aggregator="avg",
        help="The reference's score, or the mean of all.",
    )
    deviation = fields.Float(
        readonly=True, digits=(5, 1), aggregator="avg", help="Above 0: milder than the others; below: stricter."
    )
    distance = fields.Float(
        "Mean Deviation", readonly=True, digits=(5, 1), aggregator="avg", help="How far off, above or below."
    )
    items = fields.Integer("Items Compared", readonly=True, aggregator="sum")
    agreed = fields.Integer("Items That Agree", readonly=True, aggregator="sum")
    agreement = fields.Float("Items Agreeing", readonly=True, aggregator="avg", digits=(5, 4))
    fatal_apart = fields.Integer("Fatal Differing", readonly=True, aggregator="sum")

    _score_unique = models.UniqueIndex("(score_id)", "The score has been compared already.")

    @api.model
    def _figures(self):
        return ["deviation", "distance", "items", "agreed", "fatal_apart"]

    @api.model
    def _report_ratios(self):
        return {"agreement": (("agreed",), ("items",))}

    def _read_group_select(self, aggregate_spec, query):
        """The share of several rows is the share of their sums."""
        if aggregate_spec.partition(":")[0] != "agreement":
            return super()._read_group_select(aggregate_spec, query)
        sums = (SQL("SUM(%s)", self._field_to_sql(self._table, name, query)) for name in _AGREEMENT)
        return SQL("%s::float / NULLIF(%s, 0)", *sums)

    @api.model
    def _work_out(self, round_):
        """Write the results of a round that was closed (superuser mode)."""
        vals_list = []
        for call, scores in round_._given().items():
            found = qa_calibration.totals(
                {who: score.score for who, score in scores.items()},
                [(item.fatal, judged) for item, judged in call._judged(scores).items()],
                round_.reference_id.id,
            )
            vals_list += [self._vals(call, scores[who], row) for who, row in found.items()]
        self.create(vals_list)

    @api.model
    def _vals(self, call, score, row):
        return {
            "calibration_id": call.calibration_id.id,
            "calibration_call_id": call.id,
            "closed_at": call.calibration_id.closed_at,
            "sheet_id": score.sheet_id.id,
            "call_id": call.call_id.id,
            "user_id": call.user_id.id,
            "inspector_id": score.inspector_id.id,
            "score_id": score.id,
            "score": row.score,
            "against": row.against,
            "deviation": row.deviation,
            "distance": abs(row.deviation),
            "items": row.items,
            "agreed": row.agreed,
            "agreement": row.agreed / row.items if row.items else 0.0,
            "fatal_apart": row.fatal_apart,
        }

    def action_open_round(self):
        self.ensure_one()
        return self.calibration_id._open()

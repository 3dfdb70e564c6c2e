from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models

from .. import appraisal


class CallcenterAppraisalResult(models.Model):
    """What a month's figures make of an agent, and how that came about.

    A running month is worked out anew each night. Some days after its end it is worked out once more and stays: model,
    targets and figures are kept with it, whatever is changed later.
    """

    _name = "callcenter.appraisal.result"
    _description = "Appraisal"
    _order = "month desc, index desc, id"
    _rec_name = "user_id"

    model_id = fields.Many2one("callcenter.appraisal.model", required=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Agent", required=True, readonly=True, ondelete="restrict", index=True)
    department_id = fields.Many2one("callcenter.department", readonly=True, ondelete="set null")
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    state = fields.Selection(
        [("running", "Provisional"), ("final", "Final")], required=True, readonly=True, default="running"
    )
    index = fields.Float(readonly=True, aggregator="avg", digits=(16, 1), help="Weighted mean of the scores.")
    scored = fields.Boolean(readonly=True, help="There is data for at least one indicator.")
    worked_out = fields.Datetime(readonly=True)
    line_ids = fields.One2many("callcenter.appraisal.line", "result_id", "Indicators", readonly=True)
    company_id = fields.Many2one(related="model_id.company_id", store=True)

    _once = models.Constraint("UNIQUE (model_id, user_id, month)", "An agent has one result a month by a model.")

    @api.model
    def _cron_work_out(self):
        self._work_out(self.env["callcenter.appraisal.model"].search([]))

    @api.model
    def _work_out(self, models_):
        """Work out the running month, and the last one until it is final."""
        for model in models_:
            board = self.env["callcenter.dashboard"].with_company(model.company_id)
            today = board._today()
            this = today.replace(day=1)
            last = this - relativedelta(months=1)
            # what telephones and people add late is in by then
            final = today.day > 5
            known = self.search_count([("model_id", "=", model.id), ("month", "=", last), ("state", "=", "running")])
            if known:
                self._work_out_month(model, last, this - timedelta(days=1), "final" if final else "running")
            self._work_out_month(model, this, today, "running")

    def _work_out_month(self, model, first, last, state):
        people = model._people()
        figures = self.env["callcenter.dashboard"].with_company(model.company_id)._figures_of_people(
            model.line_ids.definition_id, people, (first, last)
        )  # fmt: skip
        mine = {row.user_id: row for row in self.search([("model_id", "=", model.id), ("month", "=", first)])}
        for user in people:
            lines = [self._line(model, indicator, figures[user]) for indicator in model.line_ids]
            index = appraisal.index([(line["weight"], line["score"] if line["scored"] else None) for line in lines])
            values = {
                "department_id": user.callcenter_department_id.id,
                "state": state,
                "index": index or 0.0,
                "scored": index is not None,
                "worked_out": fields.Datetime.now(),
                "line_ids": [Command.clear(), *map(Command.create, lines)],
            }
            if user in mine:
                mine[user].write(values)
            else:
                self.create({**values, "model_id": model.id, "user_id": user.id, "month": first})
        gone = self.concat(*(row for user, row in mine.items() if user not in people))
        gone.write({"state": state})

    def _line(self, model, indicator, figures):
        actual = figures.get(indicator.definition_id.code)
        score = appraisal.score(actual, indicator._target(), indicator.less_is_better, model.cap)
        return {
            "sequence": indicator.sequence,
            "definition_id": indicator.definition_id.id,
            "weight": indicator.weight,
            "target": indicator._target(),
            "less_is_better": indicator.less_is_better,
            "actual": actual or 0.0,
            "score": score or 0.0,
            "scored": score is not None,
        }

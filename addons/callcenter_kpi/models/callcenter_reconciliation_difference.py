from odoo import api, fields, models

REASONS = [
    ("signed_out", "The agent was signed out, or the telephone only"),
    ("cut", "Cut off by a fault of the server"),
    ("deleted", "The file was deleted by rule"),
]


class CallcenterReconciliationDifference(models.Model):
    """Two values that should be one: of a call, an agent or a queue."""

    _name = "callcenter.reconciliation.difference"
    _description = "Difference of a Comparison"
    _order = "day desc, id"
    _rec_name = "kind"

    line_id = fields.Many2one(
        "callcenter.reconciliation.line", required=True, readonly=True, ondelete="cascade", index=True
    )
    day = fields.Date(related="line_id.day", store=True)
    kind = fields.Selection(related="line_id.kind", store=True)
    call_id = fields.Many2one("callcenter.call", readonly=True, ondelete="set null", index="btree_not_null")
    call_key = fields.Char(readonly=True, help="Of a call that has been joined to another since, its key is left.")
    carrier_line_id = fields.Many2one(
        "callcenter.carrier.line", "Line of the Bill", readonly=True, ondelete="set null", index="btree_not_null"
    )
    agent_id = fields.Many2one("callcenter.agent", readonly=True, ondelete="set null", index="btree_not_null")
    queue_id = fields.Many2one("callcenter.queue", readonly=True, ondelete="set null", index="btree_not_null")
    at = fields.Datetime("Moment", readonly=True)
    direction = fields.Char(readonly=True)
    half_hour = fields.Char(readonly=True)
    figure = fields.Char(readonly=True)
    about = fields.Char("What", compute="_compute_about")
    left_value = fields.Float("First", readonly=True, digits=(16, 3), aggregator=None)
    right_value = fields.Float("Second", readonly=True, digits=(16, 3), aggregator=None)
    gap = fields.Float("Difference", compute="_compute_gap", digits=(16, 3))
    verdict = fields.Selection(
        [("unexplained", "Unexplained"), ("explained", "Explained"), ("tolerance", "Within Tolerance")],
        required=True,
        readonly=True,
    )
    reason = fields.Selection(REASONS, "Explanation", readonly=True)

    @api.depends("left_value", "right_value")
    def _compute_gap(self):
        for row in self:
            row.gap = row.right_value - row.left_value

    @api.depends("figure", "half_hour", "direction", "kind", "carrier_line_id.number")
    @api.depends_context("lang")
    def _compute_about(self):
        names = self._names()
        for row in self:
            parts = (row.half_hour, names.get(row.direction, ""), names.get(row.figure, row.figure))
            if not row.call_id:
                parts += (row.carrier_line_id.number,)
            row.about = " · ".join(filter(None, parts))

    def _names(self):
        """Return what figures, states and directions are called."""
        states = self.env["callcenter.agent.state"]._fields["state"]._description_selection(self.env)
        ways = self.env["callcenter.call"]._fields["direction"]._description_selection(self.env)
        spans = {"busy": self.env._("Ringing or on call"), "signed_in": self.env._("All states")}
        bill = {
            "only_billed": self.env._("On the bill only"),
            "only_booked": self.env._("In the ledger only"),
            "seconds": self.env._("Duration"),
        }
        names = {**dict(states), **dict(ways), **spans, **bill}
        for model in ("callcenter.fact.queue", "callcenter.fact.agent"):
            described = self.env[model].fields_get(self.env[model]._figures(), ["string"])
            names |= {name: field["string"] for name, field in described.items()}
        return names

    def action_open(self):
        """Open what the difference is of: the call, or the states or figures around it."""
        self.ensure_one()
        if self.kind == "carrier" and not self.call_id:
            return self.carrier_line_id.bill_id.get_formview_action()
        if self.call_id:
            return self.call_id.get_formview_action()
        if self.kind in ("leg_state", "state_day", "state_line"):
            return self._open_states()
        return self._open_figures()

    def _open_states(self):
        start, stop = self.env["callcenter.reconciliation"]._span(self.day)
        domain = [("start", "<", stop), "|", ("end", "=", False), ("end", ">", start)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("States"),
            "res_model": "callcenter.agent.state",
            "views": [(False, "list")],
            "domain": [("agent_id", "=", self.agent_id.id), *domain],
        }

    def _open_figures(self):
        report, key = (
            ("callcenter.report.queue", "queue_id")
            if self.kind == "facts_queue"
            else ("callcenter.report.agent", "agent_id")
        )
        asked = {"day": self.day, key: self[key].id, "half_hour": self.half_hour, "direction": self.direction}
        rows = self.env[report].search([(name, "=", value) for name, value in asked.items() if value])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Calls Counted"),
            "res_model": "callcenter.call",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", rows.call_id.ids)],
        }

from odoo import fields, models


class CallcenterKpiDefinition(models.Model):
    """How a figure of the reports is worked out, for those who read them; ``metrics.py`` is where it is done."""

    _name = "callcenter.kpi.definition"
    _description = "Definition of a Figure"
    _order = "sequence, id"

    sequence = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("rule", "Rules for All"),
            ("queue", "Queues"),
            ("call", "Calls"),
            ("agent", "Agents"),
            ("time", "Agents' Time"),
            ("rating", "Ratings"),
            ("survey", "Answers"),
            ("qa", "Quality"),
            ("ivr", "Menus"),
            ("trunk", "Trunks"),
            ("customer", "Customers"),
            ("order", "Work Orders"),
            ("sale", "Sales"),
            ("qa", "Quality"),
        ],
        "Part",
        required=True,
        readonly=True,
    )
    name = fields.Char("Figure", required=True, readonly=True, translate=True)
    code = fields.Char("Measure in the Reports", readonly=True, help="The name of the field; empty: a rule for all.")
    unit = fields.Selection(
        [
            ("count", "Number"),
            ("share", "Percent"),
            ("duration", "Seconds"),
            ("score", "Points (0 to 100)"),
            ("money", "Money"),
        ],
        readonly=True,
    )
    formula = fields.Text("Worked Out As", required=True, readonly=True, translate=True)
    counts = fields.Text("What Counts", readonly=True, translate=True)
    source = fields.Char(readonly=True)

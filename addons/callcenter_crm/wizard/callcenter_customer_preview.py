from odoo import fields, models


class CallcenterCustomerPreview(models.TransientModel):
    """What a run of rules would do now; nothing has changed yet."""

    _name = "callcenter.customer.preview"
    _description = "Preview of Customer Rules"
    _rec_name = "title"

    title = fields.Char(readonly=True)
    model = fields.Char(readonly=True)
    line_ids = fields.One2many("callcenter.customer.preview.line", "preview_id", "Changes", readonly=True)

    def action_run(self):
        """Run the rules whose preview this is."""
        self.ensure_one()
        rules = self.env[self.model]
        if not isinstance(rules, self.pool["callcenter.customer.rule"]):
            return None
        return rules.action_run()


class CallcenterCustomerPreviewLine(models.TransientModel):
    _name = "callcenter.customer.preview.line"
    _description = "Line of a Preview"

    preview_id = fields.Many2one("callcenter.customer.preview", required=True, ondelete="cascade")
    name = fields.Char("Rule", readonly=True)
    from_text = fields.Char("Before", readonly=True)
    to_text = fields.Char("After", readonly=True)
    count = fields.Integer("Customers", readonly=True, aggregator="sum")

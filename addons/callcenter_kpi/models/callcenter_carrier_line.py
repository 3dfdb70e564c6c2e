from odoo import fields, models


class CallcenterCarrierLine(models.Model):
    """One call as the carrier billed it; written once, with its bill."""

    _name = "callcenter.carrier.line"
    _description = "Line of a Carrier's Bill"
    _order = "bill_id, row"
    _rec_name = "number"

    bill_id = fields.Many2one("callcenter.carrier.bill", required=True, readonly=True, ondelete="cascade")
    row = fields.Integer(readonly=True, help="Of the file, its heading counted.")
    number = fields.Char(readonly=True)
    start = fields.Datetime("Begin", readonly=True, index=True)
    seconds = fields.Float("Duration (s)", readonly=True, aggregator="sum")

    _row_uniq = models.UniqueIndex("(bill_id, row)", "A row of a bill is there once.")

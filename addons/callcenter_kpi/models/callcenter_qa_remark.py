from odoo import fields, models


class CallcenterQaRemark(models.Model):
    """What an inspector says about a moment of the recording; written by the acts of the score only."""

    _name = "callcenter.qa.remark"
    _description = "Remark at a Moment of a Recording"
    _order = "score_id, second, id"
    _rec_name = "text"

    score_id = fields.Many2one("callcenter.qa.score", required=True, readonly=True, ondelete="cascade", index=True)
    recording_id = fields.Many2one("callcenter.recording", readonly=True, ondelete="set null", index="btree_not_null")
    item_id = fields.Many2one("callcenter.qa.item", readonly=True, ondelete="restrict", index="btree_not_null")
    second = fields.Float("At", required=True, readonly=True, aggregator=None, help="Second of the recording.")
    moment = fields.Float(readonly=True, aggregator=None, help="Made while the call ran: seconds since 1970.")
    text = fields.Text("Remark", required=True, readonly=True)

    _second_range = models.Constraint("CHECK (second >= 0)", "A remark is at second 0 or later.")

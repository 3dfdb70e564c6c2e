from odoo import fields, models


class CallcenterIvrPassage(models.Model):
    """A step that a caller passed. Written by the ledger when the call has ended, in SQL."""

    _name = "callcenter.ivr.passage"
    _description = "Passed Step"
    _log_access = False
    _order = "at desc"

    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="cascade")
    number = fields.Integer(required=True, readonly=True, aggregator=None, help="Which step of the call.")
    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="cascade")
    flow = fields.Char(required=True, readonly=True)
    version = fields.Char(readonly=True)
    step = fields.Char(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True)
    left = fields.Boolean(readonly=True, help="The caller hung up here.")

    _step_uniq = models.Constraint("UNIQUE (call_id, number)", "A call passes one step at a time.")
    _flow_idx = models.Index("(node_id, flow, at)")
    _at_idx = models.Index("(at)")

from odoo import fields, models


class CallcenterAlarmNotice(models.Model):
    """An alarm that leaders were told of and that has not gone yet, so that nobody is told twice."""

    _name = "callcenter.alarm.notice"
    _description = "Alarm that was told"
    _log_access = False
    _rec_name = "key"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    metric = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, help="Of what: kind, record, measure and part.")
    since = fields.Datetime(required=True, readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, key)", "This alarm was told already.")

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

MOST_DAYS = 31


class CallcenterReconciliationRun(models.TransientModel):
    """Which days a manager wants compared."""

    _name = "callcenter.reconciliation.run"
    _description = "Compare Days"

    first_day = fields.Date("From", required=True, default=lambda self: self._yesterday())
    last_day = fields.Date("To", required=True, default=lambda self: self._yesterday())

    def _yesterday(self):
        return self.env["callcenter.reconciliation"]._today() - timedelta(days=1)

    def action_run(self):
        self.ensure_one()
        days = (self.last_day - self.first_day).days + 1
        if days < 1:
            raise UserError(self.env._("The last day is before the first one."))
        if days > MOST_DAYS:
            raise UserError(self.env._("At most %(days)s days at once.", days=MOST_DAYS))
        if self.last_day > self._yesterday():
            raise UserError(self.env._("Only days that are over can be compared: until yesterday."))
        # sudo: callcenter.reconciliation - nobody writes it but the comparison, whoever asks for it
        rows = self.env["callcenter.reconciliation"].sudo()
        rows._run([self.first_day + timedelta(days=number) for number in range(days)])
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_kpi.callcenter_reconciliation_action")
        return {**action, "target": "main"}

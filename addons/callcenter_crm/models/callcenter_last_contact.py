from odoo import api, models


class CallcenterCall(models.Model):
    """Answered calls are contacts with the customer."""

    _name = "callcenter.call"
    _inherit = ("callcenter.call",)

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls._callcenter_touch()
        return calls

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint({"partner_id", "result"}):
            self._callcenter_touch()
        return result

    @api.model
    def _ledger_written(self, calls):
        result = super()._ledger_written(calls)
        calls._callcenter_touch()
        return result

    def _callcenter_touch(self):
        moments = {}
        # sudo: callcenter.call - what was spoken is the customer's, whoever sees the call
        for call in self.sudo():
            if call.partner_id and call.result == "answered":
                moments[call.partner_id.id] = max(call.start, moments.get(call.partner_id.id, call.start))
        # sudo: res.partner - kept by the server
        self.env["res.partner"].sudo()._callcenter_touched(moments)


class CallcenterFollowup(models.Model):
    """So are follow-ups."""

    _name = "callcenter.followup"
    _inherit = ("callcenter.followup",)

    @api.model_create_multi
    def create(self, vals_list):
        followups = super().create(vals_list)
        # sudo: callcenter.followup, res.partner - kept by the server
        rows = followups.sudo()
        moments = {row.partner_id.id: row.at for row in rows.sorted("at") if row.partner_id}
        rows.env["res.partner"]._callcenter_touched(moments)
        return followups

from datetime import timedelta

from odoo import fields, models


class CallcenterContact(models.Model):
    _inherit = "callcenter.contact"

    def _preview_skipped(self, minutes):
        """Come back after ``minutes``; a promise moves, the rest of the contact stays as it is."""
        self.ensure_one()
        state = "pending" if self.state == "pending" else "open"
        self.write({"next_at": fields.Datetime.now() + timedelta(minutes=minutes), "state": state})

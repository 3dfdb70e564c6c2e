from odoo import api, models
from odoo.exceptions import UserError


class CallcenterDepartmentHistory(models.Model):
    _inherit = "callcenter.department"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_history(self):
        """Keep departments that contacts have been moved to or from (the history has no foreign key of its own)."""
        # sudo: callcenter.contact.move - the history counts, also what the user may not see of it
        Move = self.env["callcenter.contact.move"].sudo()
        for name in ("from_department_id", "to_department_id"):
            if Move.search_count([(name, "in", self.ids)], limit=1):
                raise UserError(
                    self.env._(
                        "Contacts have been moved to or from this department: archive it instead of deleting it."
                    )
                )

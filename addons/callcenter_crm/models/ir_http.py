from odoo import models

from ..tools.masked_fields import hides_numbers


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the page how its user's country writes numbers, and whether the user may show masked ones."""
        info = super().session_info()
        user = self.env.user
        info["callcenter_region"] = self.env.company._callcenter_region()
        info["callcenter_unmask"] = bool(
            user._is_internal() and hides_numbers(self.env) and user.has_group("callcenter_crm.group_unmask")
        )
        return info

from odoo import api, models
from odoo.fields import Domain


class CallcenterField(models.Model):
    _inherit = "callcenter.field"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """A field that a rule of work orders asks for is not deleted: the rule would fit no order any more."""
        for name in self.filtered(lambda one: one.model == "helpdesk.ticket").mapped("name"):
            written = (f"'{name}'", f'"{name}"', f"'{name}.", f'"{name}.')
            asked = Domain.OR(Domain("domain", "like", text) for text in written)
            self.env["callcenter.order.rule"]._refuse_used(asked)

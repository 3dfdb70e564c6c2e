from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    sla_stands = fields.Boolean(
        "Waits for Customer", help="The clock of the time limits stands while an order is in this stage."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: helpdesk.ticket - also orders that the admin may not see use it
        orders = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        used = orders.search([("stage_id", "in", self.ids)], limit=1).stage_id
        if used:
            raise UserError(
                self.env._("Work orders are in the stage “%(name)s”. Archive it instead.", name=used.display_name)
            )

    @api.model
    def _callcenter_prepare(self):
        """Fit helpdesk's own stages: the clock stands while a customer is awaited, nobody is mailed unasked."""
        names = ("awaiting", "done", "cancelled", "rejected")
        stages = {name: self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}", False) for name in names}
        for name, stage in stages.items():
            if stage:
                stage.write({"sla_stands": True} if name == "awaiting" else {"mail_template_id": False})

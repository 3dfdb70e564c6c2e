from odoo import fields, models

USUAL_MB = 20


class HelpdeskTicketCategory(models.Model):
    _inherit = "helpdesk.ticket.category"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    attachment_mb = fields.Integer(
        "Attachments up to (MB)",
        help=f"Larger files are refused. Empty: as the type above, {USUAL_MB} where none says.",
    )

    _attachment_mb_positive = models.Constraint("CHECK (attachment_mb >= 0)", "Give a size in MB, or leave it empty.")

    def _attachment_mb(self):
        """Return how large (MB) a file of an order of this type may be; also of none."""
        return self._inherited("attachment_mb") or USUAL_MB

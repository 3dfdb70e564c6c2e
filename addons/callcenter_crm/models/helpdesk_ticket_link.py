from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class HelpdeskTicketLink(models.Model):
    """Orders that have to do with each other: linked both ways, written down in both."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _link_to(self, other, note=""):
        """Link this order with ``other``, also a closed one."""
        self.ensure_one()
        self._check_link(other)
        if other in self.related_ids:
            raise UserError(self.env._("%(number)s is linked already.", number=other.number))
        # sudo: helpdesk.ticket - both were checked above
        self.sudo()._link_both(other.sudo())
        self._note_step("linked", f"{other.number} {note or ''}".strip())
        other._note_step("linked", f"{self.number} {note or ''}".strip())

    def action_unlink_order(self):
        """Remove the link between this order and the one whose form names it (``callcenter_linked_to``)."""
        self.ensure_one()
        other = self.browse(int(self.env.context.get("callcenter_linked_to") or 0)).exists()
        self._check_link(other)
        # sudo: helpdesk.ticket - both were checked above
        self.sudo()._unlink_both(other.sudo())
        other._note_step("unlinked", self.number)
        self._note_step("unlinked", other.number)

    def _check_link(self, other):
        if not other or other == self:
            raise UserError(self.env._("Choose another order."))
        self.check_access("write")
        other.check_access("read")

    def _link_both(self, other):
        self.related_ids = [Command.link(other.id)]
        other.related_ids = [Command.link(self.id)]

    def _unlink_both(self, other):
        self.related_ids = [Command.unlink(other.id)]
        other.related_ids = [Command.unlink(self.id)]

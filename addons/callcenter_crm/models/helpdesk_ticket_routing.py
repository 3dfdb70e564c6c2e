from odoo import models


class HelpdeskTicketRouting(models.Model):
    """New work orders find their department and owner by rule."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _routing(self):
        """Return (rule, department, owner) of where the order goes now."""
        # sudo: callcenter.workorder.rule, res.users - whoever makes the order, its rules hold
        rule = self.env["callcenter.workorder.rule"].sudo().search([])._for(self.sudo())
        maker = self.sudo().create_uid
        if rule:
            return rule, rule.department_id, rule._owner(maker)
        department, owner = self.sudo().category_id._usual()
        return rule, department or maker.callcenter_department_id, owner

    def _route(self):
        rule, department, owner = self._routing()
        # sudo: helpdesk.ticket - the maker may not see it where it goes
        self.sudo().write({"department_id": department.id, "user_id": owner.id})
        if rule:
            self._note_step("routed", rule.name, to_user_id=owner.id, to_department_id=department.id)
        if owner:
            self.sudo()._tell(owner, "routed")

    def action_try_routing(self):
        """Say where the order would go now, and by which rule."""
        self.ensure_one()
        rule, department, owner = self._routing()
        names = [department.name or self.env._("no department"), owner.name or self.env._("whoever takes it")]
        by = rule.name or self.env._("no rule: as the type says, or the maker's department")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"title": " → ".join(names), "message": by, "type": "info"},
        }

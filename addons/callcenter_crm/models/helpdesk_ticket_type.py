from odoo import api, fields, models


class HelpdeskTicketType(models.Model):
    """Orders whose type changes: nothing that was filled in is lost, and the stage is one of the new type."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    former_values = fields.Text("From the Former Type", compute="_compute_former_values")

    @api.depends("category_id")
    @api.depends_context("uid", "lang")
    def _compute_former_values(self):
        """What was filled in under a type whose fields the present one does not have; it is kept."""
        shown = self.env["callcenter.field"]._callcenter_shown(self._name, "form")
        for order in self:
            names = [field.name for field in shown if not order._has_section(field.section_id)]
            lines = [f"{order._label(name)}: {order._written(name)}" for name in names if order[name]]
            order.former_values = "\n".join(lines)

    def _has_section(self, section):
        ids = section._callcenter_limits().get("type_ids")
        return not ids or self.category_id.id in ids

    def write(self, vals):
        if "category_id" not in vals:
            return super().write(vals)
        before = {order: order.category_id for order in self}
        result = super().write(vals)
        for order, kind in before.items():
            if order.category_id != kind:
                order._follow_type(kind)
        return result

    def _follow_type(self, before):
        """Write the change down; a stage that the new type does not have is left for the one most like it."""
        names = (before.display_name or "–", self.category_id.display_name or "–")
        self._note_step("typed", " → ".join(names))
        stages, stage = self.category_id._stages(), self.stage_id
        if stage in stages or not stages or self.closed:
            return
        still_open = stages.filtered(lambda one: not one.closed)
        alike = still_open.filtered(lambda one: one.unattended == stage.unattended) or still_open
        if alike:
            self.with_context(callcenter_act=True).stage_id = alike[0]

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date


class CallcenterField(models.Model):
    """The page on which custom fields and forms are designed: what it shows of one host, and how fields are moved."""

    _name = "callcenter.field"
    _inherit = ("callcenter.field",)

    campaign_ids = fields.Many2many(related="section_id.campaign_ids", string="Only for Campaigns")
    last_change = fields.Char(compute="_compute_last_change", help="Of the field or of a role's right on it.")

    def _compute_last_change(self):
        for field in self:
            row = self.env["callcenter.audit"].search(field._callcenter_history(), limit=1)
            field.last_change = row and self.env._(
                "%(date)s by %(user)s: %(what)s",
                date=format_date(self.env, row.at),
                user=row.user_id.name,
                what=row.name if row.act == "create" else f"{row.name}, {(row.summary or '').splitlines()[0]}",
            )

    def action_history(self):
        """Open what was changed in the field and the rights on it, by whom and when."""
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_audit_action")
        return {**action, "domain": list(self._callcenter_history()), "context": {}}

    def _callcenter_history(self):
        """Return the domain of the rows of the audit log about the field and the rights on it."""
        self.ensure_one()
        return Domain([("model", "=", "callcenter.field"), ("res_id", "in", self._origin.ids)]) | Domain(
            [("model", "=", "callcenter.field.access"), ("res_id", "in", self.access_ids._origin.ids)]
        )

    @api.model
    def design(self, model=False, field_id=False):
        """Return what the page shows of the records ``model``; of those of the field, or the first ones, if not given.

        ``{"hosts": [{"id", "model", "name"}], "model", "users": how many see changes at once,
        "roles": [{"id", "name"}], "langs": [{"code", "name"}], "sections": [{"id", "title", "columns", "limited"}],
        "fields": [{"id", "label", "kind", "kind_label", "section": id or False, "state": "on" | "off" | "archived"}],
        "standard": [{"name", "label", "type", "title": of its page}]}``, all in their order.

        :raise AccessError: to everybody but business administrators
        """
        self.check_access("write")
        hosts = self.env["callcenter.field.host"].search_read([], ["model", "name"], load=None)
        model = model or self.browse(field_id or ()).exists().model or hosts[0]["model"]
        if model not in [host["model"] for host in hosts]:
            raise AccessError(self.env._("These records have no custom fields."))
        defined = self.with_context(active_test=False).search([("model", "=", model)])
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "hosts": hosts,
            "model": model,
            "users": self.env["res.users"].search_count(
                [("all_group_ids", "in", self.env.ref("callcenter_crm.group_callcenter").id)]
            ),
            "roles": self.env["res.users.role"].search_read([], ["name"], order="sequence, id", load=None),
            "langs": [{"code": code, "name": name} for code, name in self.env["res.lang"].get_installed()],
            "sections": self._callcenter_design_sections(model),
            "fields": [
                {
                    "id": field.id,
                    "label": field.label,
                    "kind": field.kind,
                    "kind_label": kinds[field.kind],
                    "section": field.section_id.id,
                    "state": field._callcenter_design_state(),
                }
                for field in defined
            ],
            "standard": self._callcenter_standard_fields(model),
        }

    @api.model
    def _callcenter_design_sections(self, model):
        sections = self.env["callcenter.field.section"].search(
            ["|", ("host_ids", "=", False), ("host_ids.model", "=", model)]
        )
        return [
            {
                "id": section.id,
                "title": section.name,
                "columns": int(section.columns),
                "limited": bool(section._callcenter_limits()),
            }
            for section in sections
        ]

    def _callcenter_design_state(self):
        """Return whether the field is ``on`` the form, ``off`` it, or ``archived``."""
        if not self.active:
            return "archived"
        shown = (self.in_form or self.required) and (not self.section_id or self.section_id.active)
        return "on" if shown else "off"

    def arrange(self, section_id):
        """Put the fields, in this order, on the form into a section; ``section_id``: False for none."""
        for sequence, field in enumerate(self, 1):
            vals = {"sequence": sequence, "section_id": section_id, "in_form": field.in_form or not field.required}
            if changed := {
                name: value for name, value in vals.items() if field._callcenter_changes(name, {name: value})
            }:
                field.write(changed)

    def take_off(self):
        """Take the fields off the form; they stay in lists, search and pop."""
        if required := self.filtered("required")[:1]:
            raise UserError(
                self.env._("“%(label)s” is required: who must fill it in is shown it.", label=required.label)
            )
        self.write({"in_form": False})

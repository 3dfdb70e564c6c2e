from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime, html2plaintext

from ..tools.workorder_pdf import orders_pdf

FACTS = (
    "category_id", "stage_id", "priority", "partner_id", "partner_phone", "level_id", "channel_id", "department_id",
    "user_id", "create_date", "closed_date", "urges", "reopened", "result_id",
)  # fmt: skip
MOST = 100


class HelpdeskTicketPrint(models.Model):
    """Work orders on paper: what the user sees of them, no more."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def action_print(self):
        """Open the PDF of these orders."""
        self.check_access("read")
        if len(self) > MOST:
            raise UserError(self.env._("Print at most %(most)s work orders at once.", most=MOST))
        ids = ",".join(str(order_id) for order_id in self.ids)
        return {"type": "ir.actions.act_url", "url": f"/callcenter/workorder/{ids}/print", "target": "new"}

    def _callcenter_pdf(self):
        """Return the PDF (bytes) of these orders, of what their reader sees of them.

        :raise AccessError: one is outside the user's scope
        """
        self.check_access("read")
        now = format_datetime(self.env, fields.Datetime.now())
        footer = self.env._("Printed by %(user)s, %(when)s", user=self.env.user.name, when=now)
        return orders_pdf([order._printed() for order in self], footer)

    def _printed(self):
        texts = [(self._label("description"), html2plaintext(self.description or ""))]
        if self.result_text:
            texts.append((self._label("result_text"), self.result_text))
        if self.former_values:
            texts.append((self._label("former_values"), self.former_values))
        names = [*FACTS, *self._printed_custom_fields()]
        facts = [(self._label(name), self._written(name)) for name in names if self[name]]
        return {"title": f"{self.number} {self.name}", "facts": facts, "texts": texts, "steps": self._printed_steps()}

    def _printed_custom_fields(self):
        shown = self.env["callcenter.field"]._callcenter_shown(self._name, "form")
        return [field.name for field in shown if self._has_section(field.section_id)]

    def _printed_steps(self):
        names = ("at", "act", "user_id", "to_user_id", "to_department_id", "note")
        steps = self.step_ids.sorted("id")
        return [_label(steps, name) for name in names], [[_written(step, name) for name in names] for step in steps]

    def _label(self, name):
        return _label(self, name)

    def _written(self, name):
        return _written(self, name)


def _label(records, name):
    return records.fields_get([name], ["string"])[name]["string"]


def _written(record, name):
    """Return a field's value as people read it."""
    field, value, env = record._fields[name], record[name], record.env
    if isinstance(value, models.BaseModel):
        # sudo: the record's own - who and where is told also where it cannot be read by itself
        return ", ".join(value.sudo().mapped("display_name")) if name != "partner_id" else value.display_name
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, "")
    if field.type == "datetime":
        return format_datetime(env, value)
    if field.type == "date":
        return format_date(env, value)
    if field.type == "boolean":
        return env._("Yes") if value else env._("No")
    return html2plaintext(value) if field.type == "html" else str(value or "")

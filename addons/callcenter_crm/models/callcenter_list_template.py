import io

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import importing

# what a person sees in the sample file, for the fields that are always there
EXAMPLES = {
    "number": "13800138000",
    "number_2": "010-66668888",
    "priority": "0",
    "integer": "1",
    "float": "1.5",
    "monetary": "8000",
    "date": "2026-10-20",
    "datetime": "2026-10-20 14:30",
    "partner": "13800138000",
}


class CallcenterListTemplate(models.Model):
    """Mappings that are kept, and the file that shows what can be filled in."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def import_template_save(self, name, columns, options=None):
        """Keep the mapping under ``name`` for files with this header; one of the user's by that name is replaced.

        :returns: ``{"id", "name"}``
        """
        batch = self._import_check()
        name = (name or "").strip()
        if not name:
            raise UserError(self.env._("Give the template a name."))
        columns = batch._import_columns(columns, complete=False)
        vals = {
            "name": name,
            "columns": [{"header": column["header"], "field": column["field"]} for column in columns],
            "options": importing.Options.from_dict(options or batch.options or {}).to_dict(),
            "cleaning": batch.cleaning,
        }
        templates = self.env["callcenter.import.template"]
        template = templates.search([("user_id", "=", self.env.uid), ("name", "=", name)], limit=1)
        if template:
            template.write(vals)
        else:
            template = templates.create(vals)
        batch.template_id = template
        return {"id": template.id, "name": template.name}

    @api.model
    def import_sample(self):
        """Return the address of a workbook to fill in, with the columns that the user may fill."""
        self._import_check_leader()
        return "/callcenter/import/sample"

    @api.model
    def _import_sample_file(self):
        """Return (file name, bytes) of that workbook."""
        self._import_check_leader()
        columns = [(target["label"], self._import_example(target)) for target in self._import_targets().values()]
        file = io.BytesIO()
        importing.write_sample(file, columns)
        return self.env._("Contacts (sample).xlsx"), file.getvalue()

    @api.model
    def _import_example(self, target):
        name, kind = target["name"], target["kind"]
        if name == "name":
            return self.env._("Wang Lei")
        if kind in ("item", "items"):
            # sudo: callcenter.dictionary.item - dictionaries are everybody's to read
            items = self.env["callcenter.dictionary"].sudo()._callcenter_items(target["dictionary"])
            return items[:1].name or ""
        if kind == "selection":
            return self.env["callcenter.contact"]._fields[name]._description_selection(self.env)[0][1]
        if kind == "boolean":
            return self.env._("yes")
        return EXAMPLES.get(name) or EXAMPLES.get(kind, "")

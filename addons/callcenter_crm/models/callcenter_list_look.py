from odoo import api, models
from odoo.exceptions import AccessError

from ..tools import importing
from ..tools.importing import numbers

SHOWN = 20
SAMPLES = 3
ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5", "cp1252")


class CallcenterListLook(models.Model):
    """A file is looked at: what it is, its first rows, and what its columns seem to be."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def import_look(self, options=None, template_id=None):
        """Return what the file is and how its columns are understood.

        :param options: what a person chose instead of what was found: any of ``{"encoding", "separator", "table",
            "header_line"}``
        :param template_id: the template to use, False for none; None: the one that fits the header
        :returns: ``{"file_name", "name", "campaign", "kind", "encoding", "encodings", "separator", "tables":
            [{"name", "rows"}], "table", "header_line", "total", "columns": [{"index", "header", "samples", "field",
            "certain"}], "rows", "bad": {row: [column]}, "template", "templates", "fields": [{"name", "label",
            "group", "required"}], "cleaning", "may_add_items", "error"}``; with ``error``, a sentence, without what
            lies behind it. ``rows`` and ``bad`` count from 0.
        """
        batch = self._import_check()
        self._import_check_not("queued", "running", "done")
        look = {
            "file_name": batch.file_name,
            "name": batch.name,
            "campaign": {"id": batch.campaign_id.id, "name": batch.campaign_id.name},
            "error": False,
        }
        try:
            with batch._import_path() as path:
                return look | self._import_looked(batch, path, options or {}, template_id)
        except importing.Refused as refused:
            return look | {"error": self._import_refusal(refused)}

    def _import_looked(self, batch, path, options, template_id):
        probe = importing.probe(path, batch.file_name)
        chosen = importing.Options.from_dict({**probe.options().to_dict(), **options})
        preview = importing.preview(path, chosen, limit=SHOWN, tables=probe.tables)
        batch.write(
            {"options": {**chosen.to_dict(), "header": preview.header}, "rows_total": preview.total or 0, "counted": {}}
        )
        targets = self._import_targets()
        template = self._import_template(preview.header, template_id)
        columns = self._import_guessed(preview, targets, template, batch.columns)
        return {
            "kind": chosen.kind,
            "encoding": chosen.encoding,
            "encodings": list(dict.fromkeys([probe.encoding, *ENCODINGS])) if chosen.kind == "csv" else [],
            "separator": chosen.separator,
            "tables": [{"name": table.name, "rows": table.rows} for table in probe.tables],
            "table": chosen.table,
            "header_line": chosen.header_line,
            "total": preview.total,
            "columns": columns,
            "rows": [[self._import_shown(cell) for cell in row] for row in preview.rows],
            "bad": self._import_bad(preview.rows, columns, batch._import_region()),
            "template": {"id": template.id, "name": template.name} if template else False,
            "templates": [
                {"id": row.id, "name": row.name} for row in self.env["callcenter.import.template"].search([])
            ],
            "fields": [
                {key: target[key] for key in ("name", "label", "group", "required", "kind")}
                for target in targets.values()
            ],
            "cleaning": batch._import_cleaning(batch.cleaning or template.cleaning),
            "may_add_items": self._import_may_add_items(),
        }

    @api.model
    def _import_template(self, header, template_id):
        templates = self.env["callcenter.import.template"]
        if template_id:
            template = templates.browse(template_id)
            template.check_access("read")
            return template
        return templates._fitting(header)[:1] if template_id is None else templates

    @api.model
    def _import_guessed(self, preview, targets, template, known):
        """Return the columns with their fields: from the template, else from earlier settings, else guessed."""
        said = self._import_said(template.columns or known or [], preview.header)
        if said and (template or len(said) == len(preview.header)):
            found = {index: (field, True) for index, field in said.items() if field in targets}
        else:
            samples = [[row[index] for row in preview.rows] for index in range(preview.width)]
            labels = {name: target["label"] for name, target in targets.items()}
            found = importing.guess(preview.header, samples, labels)
        columns = []
        for index in range(preview.width):
            field, certain = found.get(index, (False, False))
            cells = [row[index] for row in preview.rows if index < len(row) and row[index]]
            columns.append(
                {
                    "index": index,
                    "header": self._import_shown(preview.header[index]) if index < len(preview.header) else "",
                    "samples": [self._import_shown(cell) for cell in cells[:SAMPLES]],
                    "field": field,
                    "certain": certain,
                }
            )
        return columns

    @api.model
    def _import_said(self, columns, header):
        """Return ``{index: field}`` for the columns of ``header`` that ``columns`` knows; equal titles go in order."""
        waiting = {}
        for column in columns:
            waiting.setdefault(column["header"], []).append(column.get("field"))
        return {index: waiting[title].pop(0) for index, title in enumerate(header) if waiting.get(title)}

    @api.model
    def _import_bad(self, rows, columns, region):
        """Return ``{row: [column]}`` of the cells that should be numbers and are not."""
        wanted = [column["index"] for column in columns if column["field"] == "number"]
        bad = {}
        for place, row in enumerate(rows):
            cells = [index for index in wanted if numbers.clean(row[index] if index < len(row) else "", region)[1]]
            if cells:
                bad[place] = cells
        return bad

    def _import_region(self):
        return self.company_id.country_id.code or "CN"

    # who may see what

    @api.model
    def _import_numbers_hidden(self):
        return AccessError(self.env._("You may not see whole numbers, which this file holds."))

    @api.model
    def _import_shown(self, text):
        """Return a cell as the user may see it: numbers masked for who does not see whole ones."""
        user = self.env.user
        key, _problem = numbers.clean(text, self.env.company.country_id.code or "CN")
        return user._callcenter_number(text) if key else user._callcenter_shown(text)

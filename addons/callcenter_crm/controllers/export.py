import json
import re

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter

# what the writer of the file would make a formula or a way to another file; an address of the web may stay a link
_NO_TEXT = re.compile(r"\{?=|(internal|external|file):", re.IGNORECASE)


def note_export(model, count):
    """Write down that ``count`` rows of ``model`` leave the product. Raises AccessError for who may not export."""
    if not request.env.user.has_group("base.group_allow_export"):
        raise AccessError(request.env._("You may not export data. Ask your administrator for the right."))
    if request.env[model]._callcenter_audited("export"):
        request.env["callcenter.audit"]._note("export", model=model, count=count)


class PivotExport(TableExporter):
    """The table of a pivot as a file: for whoever may export, written down, and nothing in it is a formula."""

    @http.route(readonly=False)
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if not isinstance(table, dict) or table.get("model") not in request.env:
            raise request.not_found()
        note_export(table["model"], len(table.get("rows", ())))
        return super().export_xlsx(json.dumps(_plain_all(table)), **kw)


class ListExport(ExcelExport):
    """A list as a file: nothing in it is a formula."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, _plain_all(columns_headers), _plain_all(rows))

    def from_group_data(self, fields, columns_headers, groups):
        _plain_group(groups)
        return super().from_group_data(fields, _plain_all(columns_headers), groups)


def _plain(value):
    """Return ``value`` so that a sheet shows it as the text it is: names come from files and callers."""
    return f" {value}" if isinstance(value, str) and _NO_TEXT.match(value) else value


def _plain_all(value):
    """Return the dicts and lists of ``value`` with their texts plain."""
    if isinstance(value, dict):
        return {key: _plain_all(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain_all(each) for each in value]
    return _plain(value)


def _plain_group(group):
    """Make the texts of a group and of those below it plain; of a key that is a tuple the second part is shown."""
    group.data = _plain_all(group.data)
    group.children = {
        (key, _plain(key[1] if isinstance(key, tuple) else key)): child for key, child in group.children.items()
    }
    for child in group.children.values():
        _plain_group(child)

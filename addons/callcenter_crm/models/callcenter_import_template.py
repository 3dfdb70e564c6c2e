import hashlib
import unicodedata

from odoo import api, fields, models


class CallcenterImportTemplate(models.Model):
    """How the columns of a kind of file are mapped; offered again where a file has the same header."""

    _name = "callcenter.import.template"
    _description = "Import Template"
    _order = "last_used_at desc nulls last, id desc"

    name = fields.Char(required=True)
    signature = fields.Char(compute="_compute_signature", store=True, index=True, help="Tells the header that it fits.")
    columns = fields.Json("Mapping", required=True)
    options = fields.Json()
    cleaning = fields.Json()
    column_count = fields.Integer("Columns", compute="_compute_column_count")
    shared = fields.Boolean(default=True, help="Others may use it too.")
    user_id = fields.Many2one("res.users", "Made By", default=lambda self: self.env.user, required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    last_used_at = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.Constraint("UNIQUE (user_id, name)", "You have a template of this name already.")

    @api.depends("columns")
    def _compute_column_count(self):
        for template in self:
            template.column_count = len([column for column in template.columns or () if column.get("field")])

    @api.depends("columns")
    def _compute_signature(self):
        for template in self:
            template.signature = self._signature([column.get("header") for column in template.columns or ()])

    @api.model
    def _signature(self, header):
        """Return what tells a header: its titles in order, however they are spaced, cased or wide."""
        titles = ("".join(unicodedata.normalize("NFKC", title or "").split()).casefold() for title in header)
        return hashlib.sha256("\x1f".join(titles).encode()).hexdigest()[:32]

    @api.model
    def _fitting(self, header):
        """Return the templates of the user or shared ones that were made of ``header``, the last used one first."""
        return self.search([("signature", "=", self._signature(header))])

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.field_kinds import LINKS, NUMBERS, TYPES


class CallcenterField(models.Model):
    """The column of a custom field: made, labelled, indexed, counted, dropped."""

    _name = "callcenter.field"
    _inherit = ("callcenter.field",)

    def _callcenter_make_columns(self):
        # sudo: ir.model.fields - who may define custom fields need not be the system's administrator
        columns = self.env["ir.model.fields"].sudo().create([field._callcenter_column() for field in self])
        for field, column in zip(self, columns, strict=True):
            field.column_id = column

    def _callcenter_drop_columns(self):
        # sudo: ir.model.fields - see above
        self.column_id.sudo().unlink()

    def _callcenter_column(self):
        """Return the values of the column in ``ir.model.fields``."""
        ttype = TYPES.get(self.kind, self.kind)
        vals = {
            "name": self.name,
            # sudo: ir.model - reads the id of a model by its name
            "model_id": self.env["ir.model"].sudo()._get_id(self.model),
            "field_description": self.label,
            "help": self.help,
            "ttype": ttype,
            "relation": LINKS.get(self.kind),
            "copied": False,
        }
        if self.dictionary_id:
            vals["domain"] = f"[('dictionary_id', '=', {self.dictionary_id.id})]"
        if ttype == "many2one":
            vals["on_delete"] = "restrict" if self.kind == "item" else "set null"
        if ttype == "monetary":
            vals["currency_field"] = "callcenter_currency_id"
        return vals

    def _callcenter_label_columns(self):
        """Give the columns the labels and helps of the definitions, in every language."""
        for field in self:
            for lang in self._spoken_langs():
                said = field.with_context(lang=lang)
                # sudo: ir.model.fields - who may define custom fields need not be the system's administrator
                column = field.column_id.sudo().with_context(lang=lang)
                words = {"field_description": said.label, "help": said.help}
                if any(column[name] != word for name, word in words.items()):
                    column.write(words)
        self.env.registry.clear_all_caches()

    def _callcenter_table(self):
        """Return table and column that hold the values, as SQL."""
        model = self.env[self.model]
        if self.kind == "items":
            return SQL.identifier(model._fields[self.name].relation), SQL.identifier(model._fields[self.name].column1)
        return SQL.identifier(model._table), SQL.identifier(self.name)

    def _callcenter_count_used(self):
        """Return how many records have a value: zero, nothing and No are none."""
        self.ensure_one()
        if self.name not in self.env[self.model]._fields or not self.column_id:
            return 0
        self.env.flush_all()
        table, column = self._callcenter_table()
        if self.kind == "items":
            query = SQL("SELECT COUNT(DISTINCT %s) FROM %s", column, table)
        else:
            query = SQL("SELECT COUNT(*) FROM %s WHERE %s", table, self._callcenter_filled(column))
        return self.env.execute_query(query)[0][0]

    def _callcenter_filled(self, column):
        if self.kind in NUMBERS:
            return SQL("%s <> 0", column)
        if self.kind == "boolean":
            return SQL("%s", column)
        if self.kind in ("char", "text"):
            return SQL("btrim(%s) <> ''", column)
        return SQL("%s IS NOT NULL", column)

    # unique values

    def _callcenter_index(self):
        """Make or drop the unique indexes; UserError names what stands in the way."""
        for field in self:
            name = SQL.identifier(field._callcenter_index_name())
            self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", name))
            if field.unique:
                field._callcenter_check_no_twins()
                table, column = field._callcenter_table()
                query = SQL(
                    "CREATE UNIQUE INDEX %s ON %s ((%s)) WHERE %s",
                    name,
                    table,
                    field._callcenter_key(column),
                    field._callcenter_filled(column),
                )
                self.env.cr.execute(query)

    def _callcenter_index_name(self):
        return f"callcenter_field_{self.id}_unique"

    def _callcenter_key(self, column):
        """Return what of a value must be unique: texts by a short sum, as an index takes no long ones."""
        return SQL("md5(lower(btrim(%s)))", column) if self.kind == "char" else column

    def _callcenter_check_no_twins(self):
        table, column = self._callcenter_table()
        self.env.flush_all()
        query = SQL(
            """SELECT (array_agg(id ORDER BY id))[1:2], COUNT(*) OVER ()
                 FROM %s WHERE %s GROUP BY %s HAVING COUNT(*) > 1 LIMIT 3""",
            table,
            self._callcenter_filled(column),
            self._callcenter_key(column),
        )
        found = self.env.execute_query(query)
        if not found:
            return
        Model = self.env[self.model]
        pairs = [Model.browse(ids)._filtered_access("read").mapped("display_name") for ids, _total in found]
        raise UserError(
            self.env._(
                "%(count)s values of “%(label)s” stand in several records, for example: %(names)s.",
                count=found[0][1],
                label=self.label,
                names="; ".join(" = ".join(names) for names in pairs if names) or "-",
            )
        )

    def _callcenter_twin(self, model, values, own_ids):
        """Return (record, text) of another record of ``model`` with one of ``values``, or (none, None)."""
        table, column = self._callcenter_table()
        field = model._fields[self.name]
        model.env[model._name].flush_model([self.name])
        for value in values:
            query = SQL(
                "SELECT id FROM %s WHERE %s AND %s = %s AND id <> ALL(%s) LIMIT 1",
                table,
                self._callcenter_filled(column),
                self._callcenter_key(column),
                self._callcenter_key(SQL("%s", field.convert_to_column(value, model))),
                list(own_ids),
            )
            if found := self.env.execute_query(query):
                return model.browse(found[0][0]), value
        return model.browse(), None

from odoo import fields, models
from odoo.tools import SQL

from .callcenter_list_stage import STAGE, TAKEN


class CallcenterListWrite(models.Model):
    """Staged rows that are taken become rows of contacts, of their choices and of their history."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_defaults(self):
        """Return ``{field name: value}`` of the custom fields with a default; a list of ids for those with several."""
        contacts = self.env["callcenter.contact"]
        defaults = {}
        for spec in self.env["callcenter.field"]._callcenter_specs("callcenter.contact"):
            if spec.default and spec.name in contacts._fields:
                value = contacts._callcenter_default(spec)
                several = spec.kind == "items"
                defaults[spec.name] = (
                    value[0][2] if several else contacts._fields[spec.name].convert_to_column(value, contacts)
                )
        return defaults

    def _import_write_contacts(self, reader, cleaning, defaults, part):
        single = [(place, column) for place, column, _convert in reader.values if column.kind != "items"]
        names = {column.name: SQL.identifier("s", f"v{place}") for place, column in single}
        for name, value in defaults.items():
            if not isinstance(value, list):
                names[name] = SQL("coalesce(%s, %s)", names[name], value) if name in names else SQL("%s", value)
        # where the file says neither, the number tells region and city
        silent = SQL(" AND ").join(SQL("%s IS NULL", names[name]) for name in ("region", "city") if name in names)
        for name in ("region", "city"):
            told = SQL("CASE WHEN %s THEN %s END", silent or SQL("TRUE"), SQL.identifier("s", name))
            names[name] = SQL("coalesce(%s, %s)", names[name], told) if name in names else told
        # what the file does not say is said by the batch
        for name, value in (("source_id", self.source_id.id or None), ("priority", 0)):
            names[name] = SQL("coalesce(%s, %s)", names[name], value) if name in names else SQL("%s::int4", value)
        if cleaning["customers"] == "link":
            names["partner_id"] = self._import_linked()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO callcenter_contact
                       (id, campaign_id, list_id, department_id, state, attempts, created, number, number_2, %(names)s)
                SELECT t.id, %(campaign)s, %(list)s, %(department)s, 'new', 0, %(now)s, s.number, s.number_2, %(values)s
                  FROM %(taken)s t JOIN %(stage)s s ON s.line = t.line WHERE %(part)s ORDER BY t.id
                """,
                names=SQL(", ").join(map(SQL.identifier, names)),
                values=SQL(", ").join(names.values()),
                campaign=self.campaign_id.id,
                list=self.id,
                department=self.department_id.id or None,
                now=self.started_at or fields.Datetime.now(),
                taken=TAKEN,
                stage=STAGE,
                part=part,
            )
        )

    def _import_linked(self):
        """Return the SQL of the customer to link: one that the user may see, or none."""
        seen = self.env["res.partner"].sudo(False)._search([])
        return SQL("CASE WHEN t.customer IN %s THEN t.customer END", seen.subselect())

    def _import_write_choices(self, reader, defaults, part):
        """Write what contacts have in fields with several items: rows of relation tables."""
        values = {
            column.name: SQL.identifier("s", f"v{place}")
            for place, column, _convert in reader.values
            if column.kind == "items"
        }
        for name, items in defaults.items():
            if isinstance(items, list):
                values[name] = SQL("coalesce(%s, %s::int4[])", values.get(name, SQL("NULL")), items)
        for name, value in values.items():
            field = self.env["callcenter.contact"]._fields[name]
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO %(table)s (%(contact)s, %(item)s)
                    SELECT t.id, item FROM %(taken)s t JOIN %(stage)s s ON s.line = t.line
                     CROSS JOIN unnest(%(value)s) AS item WHERE item > 0 AND %(part)s
                    """,
                    table=SQL.identifier(field.relation),
                    contact=SQL.identifier(field.column1),
                    item=SQL.identifier(field.column2),
                    value=value,
                    taken=TAKEN,
                    stage=STAGE,
                    part=part,
                )
            )

    def _import_write_moves(self, part):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state, to_department_id)
                SELECT t.id, %s, %s, 'import', 'new', %s FROM %s t WHERE %s
                """,
                self.started_at or fields.Datetime.now(),
                self.user_id.id,
                self.department_id.id or None,
                TAKEN,
                part,
            )
        )

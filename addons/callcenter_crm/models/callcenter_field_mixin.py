from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.field_kinds import CUSTOM


class CallcenterFieldMixin(models.AbstractModel):
    """Rights on custom fields, on every way into the model."""

    _name = "callcenter.field.mixin"
    _description = "Model with Custom Fields"
    _callcenter_scoped = "customer"  # object of the roles' data scope that the records go by
    _callcenter_filled = False  # the pop has inputs for the fields of a new record, not the values of one that is there

    callcenter_currency_id = fields.Many2one("res.currency", "Call Center Currency", compute="_compute_cc_currency")

    @api.depends_context("company")
    def _compute_cc_currency(self):
        self.callcenter_currency_id = self.env.company.currency_id

    @api.model
    def _callcenter_field_model(self):
        """Return the model whose custom fields these are."""
        return self._name

    @api.model
    def _callcenter_layout(self):
        """Return what narrows the layout to the record's own sections: (path on the record, field of the section).

        A section with records in that field is shown only where the record's own is among them; None: all sections.
        """
        return

    @api.model
    def _callcenter_example_domain(self):
        """Return the domain of the records that examples are taken from."""
        return []

    @api.model
    def _callcenter_rights(self):
        return self.env["callcenter.field"]._callcenter_rights(self._callcenter_field_model())

    @api.model
    def _callcenter_specs(self):
        return self.env["callcenter.field"]._callcenter_specs(self._callcenter_field_model())

    def _callcenter_within(self, limits):
        """Return the records whose layout holds a section with ``limits`` (see ``Spec``)."""
        layout = self._callcenter_layout()
        ids = dict(limits).get(layout[1]) if layout else None
        return self.filtered(lambda record: record.mapped(layout[0]).id in ids) if ids else self

    @api.model
    def _has_field_access(self, field, operation):
        # asked for each value of a list: custom fields have no groups that the core would look at
        if not field.name.startswith(CUSTOM):
            return super()._has_field_access(field, operation)
        if self.env.su:
            return True
        rights = self.env["callcenter.field"]._callcenter_rights_of(self._callcenter_field_model(), self.env.uid)
        right = rights.get(field.name, "write")
        return right == "write" or (right == "read" and operation == "read")

    def _field_to_sql(self, alias, field_expr, query=None):
        fname = field_expr.split(".")[0]
        # the core looks through inherited fields as superuser: without this, grouping users by one tells it
        if fname.startswith(CUSTOM) and fname in self._fields:
            self._check_field_access(self._fields[fname], "read")
        if fname == "callcenter_currency_id" and "." not in field_expr:
            # sums of money ask for the currency of each row
            return SQL("%s::int", self.env.company.currency_id.id)
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        # the core asks for no right to a field of several records
        name = groupby_spec.split(":")[0].split(".")[0]
        if name.startswith(CUSTOM) and name in self._fields:
            self._check_field_access(self._fields[name], "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def copy_data(self, default=None):
        # the columns say "not copied", as the core copies before it asks for rights; what is unique is not copied
        rights = self._callcenter_rights()
        mine = [spec.name for spec in self._callcenter_specs() if not spec.unique and rights[spec.name] == "write"]
        vals_list = super().copy_data(default)
        for record, vals in zip(self, vals_list, strict=True):
            for name in mine if vals else ():
                vals.setdefault(name, record._fields[name].convert_to_write(record[name], record))
        return vals_list

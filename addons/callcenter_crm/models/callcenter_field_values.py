import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.field_kinds import CUSTOM

SKIP_REQUIRED = object()  # no request can carry it


class CallcenterFieldMixin(models.AbstractModel):
    """Values of custom fields: the default, what is required, what is unique, and items of the own dictionary."""

    _name = "callcenter.field.mixin"
    _inherit = ("callcenter.field.mixin",)

    # defaults

    @api.model
    def default_get(self, fields):
        rights = {} if self.env.su else self._callcenter_rights()
        asked = [name for name in fields if rights.get(name) != "hidden"]
        defaults = self._callcenter_defaults(asked)
        # what the caller's context and the user's own defaults say goes before
        return {**defaults, **super().default_get(asked)}

    @api.model
    def _add_missing_default_values(self, values):
        completed = super()._add_missing_default_values(values)
        # a field that the user may not see has its default all the same
        names = [spec.name for spec in self._callcenter_specs() if spec.name not in completed]
        return {**self._callcenter_defaults(names), **completed}

    @api.model
    def _callcenter_defaults(self, names):
        if self.env.context.get("callcenter_required") is SKIP_REQUIRED or not self._callcenter_places():
            return {}
        wanted = set(names)
        return {
            spec.name: self._callcenter_default(spec)
            for spec in self._callcenter_specs()
            if spec.default and spec.name in wanted
        }

    @api.model
    def _callcenter_default(self, spec):
        how, *what = spec.default
        if how == "items":
            return [(6, 0, list(what[0]))] if spec.kind == "items" else what[0][0]
        if how == "now":
            now = {"date": fields.Date.context_today, "datetime": lambda _model: fields.Datetime.now()}
            return now[spec.kind](self) if spec.kind in now else self.env.uid
        return what[0]

    # what is written

    @api.model_create_multi
    def create(self, vals_list):
        self._callcenter_check_unique(vals_list)
        records = super().create(vals_list)
        records._callcenter_check_required(None)
        records._callcenter_check_items({name for vals in vals_list for name in vals})
        return records

    def write(self, vals):
        if not any(name.startswith(CUSTOM) for name in vals):
            return super().write(vals)
        self._callcenter_check_unique([vals] * len(self))
        result = super().write(vals)
        self._callcenter_check_required(vals)
        self._callcenter_check_items(vals.keys())
        return result

    def _callcenter_check_unique(self, vals_list):
        """Refuse values that another record has; the record in the way is named to those who may see it."""
        for spec in self._callcenter_specs():
            if not spec.unique:
                continue
            values = [vals[spec.name] for vals in vals_list if vals.get(spec.name)]
            if not values:
                continue
            # sudo: callcenter.field, the model - whether there is such a value, whoever may see its record
            definition = self.env["callcenter.field"].sudo().browse(spec.id)
            twin, value = definition._callcenter_twin(self.sudo(), values, self._ids)
            keys = [str(each).strip().lower() for each in values]
            if twin:
                self._callcenter_refuse_twin(definition, twin, value)
            elif len(set(keys)) < len(keys):
                raise ValidationError(
                    self.env._("“%(label)s” must differ from record to record.", label=definition.label)
                )

    def _callcenter_refuse_twin(self, definition, twin, value):
        seen = twin.with_env(self.env)._filtered_access("read")
        shown = definition.env[definition.model]._fields[definition.name]
        if shown.type == "many2one":
            value = self.env[shown.comodel_name].browse(value).display_name
        if seen:
            raise ValidationError(
                self.env._(
                    "“%(label)s” must be unique: “%(record)s” has “%(value)s” already.",
                    label=definition.label,
                    record=seen.display_name,
                    value=value,
                )
            )
        raise ValidationError(
            self.env._(
                "“%(label)s” must be unique: a record that is not yours to see has “%(value)s” already.",
                label=definition.label,
                value=value,
            )
        )

    @api.model
    def _sql_error_to_message(self, exc):
        found = re.fullmatch(r"callcenter_field_(\d+)_unique", exc.diag.constraint_name or "")
        if not found:
            return super()._sql_error_to_message(exc)
        # sudo: callcenter.field - its label
        label = self.env["callcenter.field"].sudo().browse(int(found[1])).label
        return self.env._("“%(label)s” must be unique: another record has this value already.", label=label)

    def _callcenter_check_items(self, names):
        """Refuse items of another dictionary than the field's in the custom fields among ``names``."""
        for spec in self._callcenter_specs():
            if not spec.dictionary_id or spec.name not in names:
                continue
            # sudo: what was written is looked at, whoever may read it
            foreign = self.sudo()[spec.name].filtered(
                lambda item, spec=spec: item.dictionary_id.id != spec.dictionary_id
            )
            if foreign:
                # sudo: callcenter.field - its label
                label = self.env["callcenter.field"].sudo().browse(spec.id).label
                raise ValidationError(
                    self.env._(
                        "“%(item)s” is no item of the dictionary of “%(label)s”.",
                        item=foreign[0].display_name,
                        label=label,
                    )
                )

    def _callcenter_check_required(self, vals):
        """Refuse records without a required field; ``vals`` as written, or None for new records."""
        if self.env.su or self.env.context.get("callcenter_required") is SKIP_REQUIRED:
            return
        rights = self._callcenter_rights()
        for spec in self._callcenter_specs():
            if not spec.required or rights[spec.name] != "write" or (vals is not None and spec.name not in vals):
                continue
            # zero is a value, nothing is not
            if spec.kind in ("integer", "float", "monetary"):
                continue
            # sudo: the model itself - only whether there is a value
            if any(not row[spec.name] for row in self.sudo()._callcenter_within(spec.limits)):
                # sudo: callcenter.field - its label
                label = self.env["callcenter.field"].sudo().browse(spec.id).label
                raise ValidationError(self.env._("“%(label)s” must be filled in.", label=label))

import re

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

_ITEM = "callcenter.dictionary.item"
# kind: type of the column, model it links to
_COLUMNS = {
    "char": ("char", None),
    "text": ("text", None),
    "integer": ("integer", None),
    "float": ("float", None),
    "monetary": ("monetary", None),
    "date": ("date", None),
    "datetime": ("datetime", None),
    "boolean": ("boolean", None),
    "item": ("many2one", _ITEM),
    "items": ("many2many", _ITEM),
    "partner": ("many2one", "res.partner"),
    "user": ("many2one", "res.users"),
}
_WIDTHS = ("hidden", "read", "write")


class CallcenterField(models.Model):
    """Custom field, defined on the screen: a real column of its model, with a place and with rights by role."""

    _name = "callcenter.field"
    _description = "Custom Field"
    _order = "model, section_id, sequence, id"
    _rec_name = "label"

    model = fields.Selection("_selection_model", "Of", required=True, default="res.partner")
    label = fields.Char(required=True, translate=True)
    help = fields.Char("Explanation", translate=True, help="Shown when the mouse rests on the label.")
    code = fields.Char(required=True, help="Lower-case letters, digits and underscores; fixed once saved.")
    name = fields.Char("Technical Name", compute="_compute_name", store=True)
    kind = fields.Selection(
        [
            ("char", "Text"),
            ("text", "Long Text"),
            ("integer", "Whole Number"),
            ("float", "Decimal Number"),
            ("monetary", "Money"),
            ("date", "Date"),
            ("datetime", "Date and Time"),
            ("boolean", "Yes or No"),
            ("item", "One of a Dictionary"),
            ("items", "Several of a Dictionary"),
            ("partner", "Customer"),
            ("user", "User"),
        ],
        required=True,
        default="char",
        help="Fixed once saved: another kind is another field.",
    )
    dictionary_id = fields.Many2one("callcenter.dictionary", ondelete="restrict")
    required = fields.Boolean(help="Nobody who may write the field saves a record without it.")
    section_id = fields.Many2one("callcenter.field.section", ondelete="set null")
    sequence = fields.Integer(default=10)
    in_form = fields.Boolean("On the Form", default=True)
    in_list = fields.Boolean("In the List")
    in_search = fields.Boolean("In the Search", default=True)
    active = fields.Boolean(default=True, help="An archived field is nowhere shown; its data stays.")
    access_ids = fields.One2many("callcenter.field.access", "field_id", "Rights by Role")
    column_id = fields.Many2one("ir.model.fields", ondelete="set null", copy=False)

    _code_unique = models.Constraint("UNIQUE (model, code)", "Another field there has this code already.")

    @api.model
    def _selection_model(self):
        return [
            ("res.partner", self.env._("Customers")),
            ("callcenter.contact", self.env._("Campaign Contacts")),
        ]

    @api.depends("code")
    def _compute_name(self):
        for field in self:
            field.name = f"x_cc_{field.code}"

    @api.constrains("code", "kind", "dictionary_id")
    def _check_definition(self):
        for field in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", field.code):
                raise ValidationError(
                    self.env._("The code “%(code)s” is not made of lower-case letters, digits and _.", code=field.code)
                )
            if field.kind in ("item", "items") and not field.dictionary_id:
                raise ValidationError(
                    self.env._("Choose the dictionary that “%(label)s” takes from.", label=field.label)
                )

    @api.model_create_multi
    def create(self, vals_list):
        defined = super().create(vals_list)
        # sudo: ir.model.fields - who may define custom fields need not be the system's administrator
        columns = self.env["ir.model.fields"].sudo().create([field._callcenter_column() for field in defined])
        for field, column in zip(defined, columns, strict=True):
            field.column_id = column
        self.env.registry.clear_all_caches()
        return defined

    def write(self, vals):
        fixed = {"model", "code", "kind", "dictionary_id"} & vals.keys()
        for field in self:
            if any(field._fields[name].convert_to_write(field[name], field) != vals[name] for name in fixed):
                raise UserError(
                    self.env._("“%(label)s” holds data of its kind. Make another field instead.", label=field.label)
                )
        result = super().write(vals)
        if "label" in vals or "help" in vals:
            self._callcenter_label_columns()
        self.env.registry.clear_all_caches()
        return result

    @api.model
    def _callcenter_of_items(self, model):
        """Return the fields of ``model`` that take their values from a dictionary."""
        return self.search([("model", "=", model), ("kind", "in", ("item", "items"))])

    @api.ondelete(at_uninstall=False)
    def _unlink_archived(self):
        for field in self:
            if field.active:
                raise UserError(
                    self.env._(
                        "Archive “%(label)s” first: that hides it and keeps its data. "
                        "Deleting it afterwards deletes the data too.",
                        label=field.label,
                    )
                )

    def unlink(self):
        columns = self.column_id
        result = super().unlink()
        # sudo: ir.model.fields - the column goes with its definition
        columns.sudo().unlink()
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(field_name, translations, source_lang)
        self._callcenter_label_columns()
        return result

    def _callcenter_label_columns(self):
        """Give the columns the labels and helps of the definitions, in every language."""
        for field in self:
            for lang, _name in self.env["res.lang"].get_installed():
                said = field.with_context(lang=lang)
                # sudo: ir.model.fields - who may define custom fields need not be the system's administrator
                column = field.column_id.sudo().with_context(lang=lang)
                column.write({"field_description": said.label, "help": said.help})
        self.env.registry.clear_all_caches()

    def _callcenter_column(self):
        """Return the values of the column in ``ir.model.fields``."""
        ttype, relation = _COLUMNS[self.kind]
        vals = {
            "name": self.name,
            # sudo: ir.model - reads the id of a model by its name
            "model_id": self.env["ir.model"].sudo()._get_id(self.model),
            "field_description": self.label,
            "help": self.help,
            "ttype": ttype,
            "relation": relation,
            "copied": False,
        }
        if self.dictionary_id:
            vals["domain"] = f"[('dictionary_id', '=', {self.dictionary_id.id})]"
        if ttype == "many2one":
            vals["on_delete"] = "restrict" if relation == _ITEM else "set null"
        if ttype == "monetary":
            vals["currency_field"] = "callcenter_currency_id"
        return vals

    @api.model
    def _callcenter_rights(self, model):
        """Return {field name: hidden, read or write} of the model's custom fields, for the present user."""
        return self._callcenter_rights_of(model, tuple(sorted(self.env.user._get_group_ids())))

    @tools.ormcache("model", "group_ids")
    def _callcenter_rights_of(self, model, group_ids):
        # sudo: callcenter.field - the definitions say what the user may do
        defined = self.sudo().with_context(active_test=False).search([("model", "=", model)])
        # sudo: res.users.role - which roles these groups stand for
        roles = self.env["res.users.role"].sudo().search([("group_id", "in", group_ids)])
        return tools.frozendict({field.name: field._callcenter_right(roles) for field in defined})

    def _callcenter_right(self, roles):
        """Return the widest right that the roles give; what nobody restricted may be written."""
        if not self.active:
            return "hidden"
        rights = {row.role_id: row.right for row in self.access_ids}
        return max((rights.get(role, "write") for role in roles), key=_WIDTHS.index, default="write")

    @api.model
    def _callcenter_shown(self, model, place):
        """Return the fields of ``model`` that the present user may see at ``place``: form, list or search."""
        rights = self._callcenter_rights(model)
        # sudo: callcenter.field - the definitions are read for the view's sake
        shown = self.sudo().search([("model", "=", model), (f"in_{place}", "=", True)])
        return shown.filtered(lambda field: rights.get(field.name) != "hidden")

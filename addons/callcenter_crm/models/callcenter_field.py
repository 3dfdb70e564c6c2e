import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.field_kinds import KINDS, UNIQUE_KINDS

FIXED = {"model", "code"}
OF_KIND = {"kind", "dictionary_id"}


class CallcenterField(models.Model):
    """Custom field, defined on the screen: a real column of its model, with a place and with rights by role."""

    _name = "callcenter.field"
    _inherit = ("callcenter.spoken.mixin",)
    _description = "Custom Field"
    _order = "model, section_id, sequence, id"
    _rec_name = "label"

    model = fields.Selection("_selection_model", "Of", required=True, default="res.partner")
    label = fields.Char(required=True, translate=True)
    labels = fields.Json("Label in Each Language", compute="_compute_labels", inverse="_inverse_labels")
    help = fields.Char("Explanation", translate=True, help="Shown when the mouse rests on the label.")
    helps = fields.Json("Explanation in Each Language", compute="_compute_helps", inverse="_inverse_helps")
    code = fields.Char(
        required=True,
        help="Lower-case letters, digits and underscores; fixed once saved. Empty: made of the English label.",
    )
    name = fields.Char("Technical Name", compute="_compute_name", store=True)
    kind = fields.Selection(KINDS, required=True, default="char", help="Fixed as soon as a record has a value.")
    dictionary_id = fields.Many2one("callcenter.dictionary", ondelete="restrict")
    required = fields.Boolean(help="Nobody who may write the field saves a record without it.")
    unique = fields.Boolean(help="Two records never have the same value. Capital letters make no difference.")
    section_id = fields.Many2one(
        "callcenter.field.section", ondelete="set null", help="Page of the form. Without one: “Further Data”."
    )
    sequence = fields.Integer(default=10)
    in_form = fields.Boolean("On the Form", default=True)
    in_list = fields.Boolean("In the List")
    in_search = fields.Boolean("In the Search", default=True)
    in_pop = fields.Boolean(
        "In the Screen Pop",
        help="Beside a call and in the work list. Fields of follow-ups and of the wrap-up are filled in there.",
    )
    active = fields.Boolean(default=True, help="An archived field is nowhere shown; its data stays.")
    default_text = fields.Char("Default")
    default_number = fields.Float()
    default_yes = fields.Boolean()
    default_now = fields.Boolean(help="Dates: the moment at which the record is made. Users: who makes it.")
    default_item_ids = fields.Many2many(
        "callcenter.dictionary.item", string="Default Items", help="Empty: the default of the dictionary."
    )
    access_ids = fields.One2many("callcenter.field.access", "field_id", "Rights by Role", copy=False)
    column_id = fields.Many2one("ir.model.fields", ondelete="set null", copy=False)
    used_count = fields.Integer("Records with a Value", compute="_compute_used_count")

    _code_unique = models.Constraint("UNIQUE (model, code)", "Another field there has this code already.")

    @api.model
    def _selection_model(self):
        # sudo: callcenter.field.host - which records have custom fields is no secret
        return [(host.model, host.name) for host in self.env["callcenter.field.host"].sudo().search([])]

    @api.depends("code")
    def _compute_name(self):
        for field in self:
            field.name = f"x_cc_{field.code}"

    @api.depends_context("lang")
    @api.depends("label")
    def _compute_labels(self):
        self._spoken_read("label", "labels")

    @api.depends_context("lang")
    @api.depends("help")
    def _compute_helps(self):
        self._spoken_read("help", "helps")

    def _inverse_labels(self):
        self._spoken_write("label", "labels")

    def _inverse_helps(self):
        self._spoken_write("help", "helps")

    @api.depends("column_id")
    def _compute_used_count(self):
        for field in self:
            field.used_count = field._callcenter_count_used()

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

    @api.constrains("unique", "kind")
    def _check_unique_kind(self):
        for field in self:
            if field.unique and field.kind not in UNIQUE_KINDS:
                raise ValidationError(self.env._("“%(label)s” is of a kind that cannot be unique.", label=field.label))

    @api.constrains("section_id", "model")
    def _check_section(self):
        for field in self:
            hosts = field.section_id.host_ids
            if hosts and field.model not in hosts.mapped("model"):
                raise ValidationError(
                    self.env._(
                        "The section “%(section)s” is not on the form that “%(label)s” belongs to.",
                        section=field.section_id.name,
                        label=field.label,
                    )
                )

    @api.constrains("default_item_ids", "dictionary_id", "kind")
    def _check_default_items(self):
        for field in self:
            if field.default_item_ids.dictionary_id - field.dictionary_id:
                raise ValidationError(
                    self.env._("The default of “%(label)s” is of another dictionary.", label=field.label)
                )
            if field.kind == "item" and len(field.default_item_ids) > 1:
                raise ValidationError(self.env._("“%(label)s” takes one item only.", label=field.label))

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind not in ("item", "items"):
            self.dictionary_id = False
        if self.kind not in UNIQUE_KINDS:
            self.unique = False
        self.default_text = self.default_number = self.default_yes = self.default_now = False
        if self._origin and self._origin.kind != self.kind:
            return {
                "warning": {
                    "title": self.env._("Another kind"),
                    "message": self.env._("No record has a value yet: saving makes the field anew with this kind."),
                }
            }
        return {}

    @api.onchange("dictionary_id")
    def _onchange_dictionary_id(self):
        self.default_item_ids = False

    @api.model_create_multi
    def create(self, vals_list):
        defined = super().create([self._callcenter_vals(vals) for vals in vals_list])
        defined._callcenter_make_columns()
        self.env["callcenter.field.access"]._callcenter_complete()
        defined.filtered("unique")._callcenter_index()
        defined._callcenter_label_columns()
        self.env.registry.clear_all_caches()
        return defined

    def write(self, vals):
        for field in self:
            field._callcenter_check_fixed(vals)
        kind_changed = self.filtered(lambda field: any(field._callcenter_changes(name, vals) for name in OF_KIND))
        unique_changed = self.filtered(lambda field: field._callcenter_changes("unique", vals))
        kind_changed._callcenter_drop_columns()
        result = super().write(vals)
        kind_changed._callcenter_make_columns()
        (unique_changed | kind_changed)._callcenter_index()
        if {"label", "help"} & vals.keys() or kind_changed:
            self._callcenter_label_columns()
        self.env.registry.clear_all_caches()
        return result

    def _callcenter_changes(self, name, vals):
        return name in vals and self._fields[name].convert_to_write(self[name], self) != vals[name]

    def _callcenter_check_fixed(self, vals):
        if any(self._callcenter_changes(name, vals) for name in FIXED):
            raise UserError(
                self.env._(
                    "The code of “%(label)s” and whose field it is are fixed. Make another field.", label=self.label
                )
            )
        if any(self._callcenter_changes(name, vals) for name in OF_KIND) and self._callcenter_count_used():
            raise UserError(
                self.env._("“%(label)s” holds data of its kind. Make another field instead.", label=self.label)
            )

    @api.model
    def _callcenter_vals(self, vals):
        """Return ``vals`` of a new field with label and code, where these are given by the languages or not at all."""
        vals = self._spoken_vals(self._spoken_vals(vals, "label", "labels"), "help", "helps")
        if vals.get("code"):
            return vals
        words = vals.get("labels") or {}
        text = (words.get("en_US") or vals.get("label") or "").lower()
        stem = re.sub(r"[^a-z0-9]+", "_", text).strip("_")[:30]
        stem = stem if stem[:1].isalpha() else f"field_{stem}".strip("_")
        model = vals.get("model") or self.default_get(["model"]).get("model")
        # sudo: callcenter.field - codes are unique, whoever defined them
        taken = set(self.sudo().with_context(active_test=False).search([("model", "=", model)]).mapped("code"))
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}_{number}"
        return {**vals, "code": code}

    def copy_data(self, default=None):
        default = default or {}
        return [
            {
                **vals,
                "code": default.get("code") or False,
                "label": default.get("label") or self.env._("%(label)s (copy)", label=field.label),
            }
            for field, vals in zip(self, super().copy_data(default), strict=True)
        ]

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
            if not self.env.context.get("callcenter_data_too") and (count := field._callcenter_count_used()):
                raise UserError(
                    self.env._(
                        "%(count)s records have a value in “%(label)s”. Open it and choose “Delete with Its Data”.",
                        count=count,
                        label=field.label,
                    )
                )

    def unlink(self):
        columns = self.column_id
        result = super().unlink()
        # sudo: ir.model.fields - the column goes with its definition
        columns.sudo().unlink()
        self.env.registry.clear_all_caches()
        return result

    def action_delete_with_data(self):
        """Delete archived fields and their data: the button that asks."""
        self.with_context(callcenter_data_too=True).unlink()
        return self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_field_action")

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(field_name, translations, source_lang)
        self._callcenter_label_columns()
        return result

    @api.model
    def _callcenter_set_access(self, role, rights):
        """Give ``role`` the ``{field id: right}``, in rows that are there."""
        rows = self.env["callcenter.field.access"].search([("role_id", "=", role.id)])
        for right, of_right in rows.grouped(lambda row: rights.get(row.field_id.id, "write")).items():
            of_right.filtered(lambda row, right=right: row.right != right).right = right

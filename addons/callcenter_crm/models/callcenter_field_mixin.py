from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SKIP_REQUIRED = object()  # no request can carry it


class CallcenterFieldMixin(models.AbstractModel):
    """Rights on custom fields, on every way into the model, and their places in its views."""

    _name = "callcenter.field.mixin"
    _description = "Model with Custom Fields"

    callcenter_currency_id = fields.Many2one("res.currency", "Call Center Currency", compute="_compute_cc_currency")

    @api.depends_context("company")
    def _compute_cc_currency(self):
        self.callcenter_currency_id = self.env.company.currency_id

    @api.model
    def _callcenter_field_model(self):
        """Return the model whose custom fields these are."""
        return self._name

    @api.model
    def _callcenter_places(self):
        """Say whether the views of the model show its custom fields."""
        return True

    @api.model
    def _callcenter_rights(self):
        return self.env["callcenter.field"]._callcenter_rights(self._callcenter_field_model())

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or not field.name.startswith("x_cc_"):
            return True
        right = self._callcenter_rights().get(field.name, "write")
        return right == "write" or (right == "read" and operation == "read")

    def _field_to_sql(self, alias, field_expr, query=None):
        # the core looks through inherited fields as superuser: without this, grouping users by one tells it
        field = self._fields.get(field_expr.split(".")[0])
        if field and field.name.startswith("x_cc_"):
            self._check_field_access(field, "read")
        return super()._field_to_sql(alias, field_expr, query)

    def copy_data(self, default=None):
        # the columns say "not copied", as the core copies before it asks for rights
        mine = [name for name, right in self._callcenter_rights().items() if right == "write" and name in self._fields]
        vals_list = super().copy_data(default)
        for record, vals in zip(self, vals_list, strict=True):
            for name in mine if vals else ():
                vals.setdefault(name, record._fields[name].convert_to_write(record[name], record))
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._callcenter_check_required(None)
        records._callcenter_check_items({name for vals in vals_list for name in vals})
        return records

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("x_cc_") for name in vals):
            self._callcenter_check_required(vals)
            self._callcenter_check_items(vals.keys())
        return result

    def _callcenter_check_items(self, names):
        """Refuse items of another dictionary than the field's in the custom fields among ``names``."""
        names = {name for name in names if name.startswith("x_cc_")}
        if not names:
            return
        # sudo: callcenter.field - the definitions say which dictionary is meant
        fields_of_items = self.env["callcenter.field"].sudo()._callcenter_of_items(self._callcenter_field_model())
        for field in fields_of_items.filtered(lambda field: field.name in names):
            # sudo: what was written is looked at, whoever may read it
            foreign = self.sudo()[field.name].filtered(
                lambda item, field=field: item.dictionary_id != field.dictionary_id
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "“%(item)s” is no item of the dictionary of “%(label)s”.",
                        item=foreign[0].display_name,
                        label=field.label,
                    )
                )

    def _callcenter_check_required(self, vals):
        """Refuse records without a required field; ``vals`` as written, or None for new records."""
        if self.env.su or self.env.context.get("callcenter_required") is SKIP_REQUIRED:
            return
        rights = self._callcenter_rights()
        # sudo: callcenter.field - the definitions say what is required
        required = (
            self.env["callcenter.field"]
            .sudo()
            .search(
                [("model", "=", self._callcenter_field_model()), ("required", "=", True), ("kind", "!=", "boolean")]
            )
        )
        for field in required:
            if rights[field.name] != "write" or (vals is not None and field.name not in vals):
                continue
            # zero is a value, nothing is not
            # sudo: the model itself - only whether there is a value
            if any(
                not row[field.name] and row._fields[field.name].type not in ("integer", "float", "monetary")
                for row in self.sudo()
            ):
                raise ValidationError(self.env._("“%(label)s” must be filled in.", label=field.label))

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, tuple(sorted(self._callcenter_rights().items())))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        place = getattr(self, f"_callcenter_place_{view_type}", None) if self._callcenter_places() else None
        if place and (
            shown := self.env["callcenter.field"]._callcenter_shown(self._callcenter_field_model(), view_type)
        ):
            place(arch, shown)
        return arch, view

    def _callcenter_place_form(self, arch, shown):
        """Put the fields on the form: a page per section, or groups where the form has no pages."""
        found = arch.xpath("//notebook[not(ancestor::field)]") or arch.xpath("//sheet[not(ancestor::field)]") or [arch]
        place = found[0]
        for section, defined in shown.grouped("section_id").items():
            title = section.name or self.env._("Further Data")
            name = f"callcenter_section_{section.id or 0}"
            if place.tag == "notebook":
                page = etree.SubElement(place, "page", name=name, string=title)
                group = etree.SubElement(page, "group", col="2" if section.columns == "1" else "4")
            else:
                group = etree.SubElement(place, "group", name=name, string=title, col="4")
            etree.SubElement(group, "field", name="callcenter_currency_id", invisible="1")
            for field in defined:
                group.append(self._callcenter_node(field))

    def _callcenter_place_list(self, arch, shown):
        etree.SubElement(arch, "field", name="callcenter_currency_id", column_invisible="1")
        for field in shown:
            node = self._callcenter_node(field)
            node.set("optional", "show")
            arch.append(node)

    def _callcenter_place_search(self, arch, shown):
        groups = arch.xpath("//group[not(ancestor::field)]")
        group = groups[-1] if groups else etree.SubElement(arch, "group")
        for field in shown:
            group.addprevious(etree.Element("field", name=field.name))
            if field.kind not in ("text", "float", "monetary"):
                context = repr({"group_by": field.name})
                etree.SubElement(group, "filter", name=f"by_{field.name}", string=field.label, context=context)

    @api.model
    def _callcenter_node(self, field):
        node = etree.Element("field", name=field.name)
        if field.kind == "items":
            node.set("widget", "many2many_tags")
        if field.kind in ("item", "items"):
            node.set("options", "{'no_create': True, 'no_open': True, 'color_field': 'color'}")
        if self.env["callcenter.field"]._callcenter_rights(field.model)[field.name] == "read":
            node.set("readonly", "1")
        elif field.required:
            node.set("required", "1")
        return node

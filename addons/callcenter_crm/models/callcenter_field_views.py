from lxml import etree

from odoo import api, models


class CallcenterFieldMixin(models.AbstractModel):
    """Places of custom fields in the views: put in when a view is asked for, so that no stored view is edited."""

    _name = "callcenter.field.mixin"
    _inherit = ("callcenter.field.mixin",)

    @api.model
    def _callcenter_places(self):
        """Say whether the views of the model show its custom fields."""
        return True

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
        etree.SubElement(
            place if place.tag != "notebook" else arch, "field", name="callcenter_currency_id", invisible="1"
        )
        for section, defined in shown.grouped("section_id").items():
            title = section.name or self.env._("Further Data")
            columns = int(section.columns or "2")
            name = f"callcenter_section_{section.id or 0}"
            outer = etree.SubElement(place, "page" if place.tag == "notebook" else "group", name=name, string=title)
            group = etree.SubElement(outer, "group") if outer.tag == "page" else outer
            group.set("col", str(columns))
            outside = self._callcenter_outside(section)
            if outside:
                outer.set("invisible", outside)
                self._callcenter_add_once(arch, place, self._callcenter_layout()[0])
            # a form's columns are groups side by side: the fields go from left to right
            beside = [etree.SubElement(group, "group") for _column in range(columns)]
            for number, field in enumerate(defined):
                beside[number % columns].append(self._callcenter_node(field, outside))

    @api.model
    def _callcenter_outside(self, section):
        """Return the view's expression for records that the section is not meant for; empty: for all."""
        layout = self._callcenter_layout()
        ids = section._callcenter_limits().get(layout[1]) if layout and section else None
        return f"{layout[0]} not in {sorted(ids)}" if ids else ""

    @api.model
    def _callcenter_add_once(self, arch, place, name):
        if not arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]"):
            root = place if place.tag != "notebook" else arch
            etree.SubElement(root, "field", name=name, invisible="1")

    def _callcenter_place_list(self, arch, shown):
        if "monetary" in shown.mapped("kind"):
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
    def _callcenter_node(self, field, outside=""):
        node = etree.Element("field", name=field.name)
        if field.kind == "items":
            node.set("widget", "many2many_tags")
        if field.kind in ("item", "items"):
            node.set("options", "{'no_create': True, 'no_open': True, 'color_field': 'color'}")
        elif field.kind in ("partner", "user", "product"):
            node.set("options", "{'no_create': True}")
        if self.env["callcenter.field"]._callcenter_rights(field.model)[field.name] == "read":
            node.set("readonly", "1")
        elif field.required:
            node.set("required", f"not ({outside})" if outside else "1")
        return node

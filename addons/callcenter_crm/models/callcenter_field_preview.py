from odoo import api, models
from odoo.exceptions import AccessError

from ..tools import field_layout
from ..tools.masking import mask_text

EXAMPLES = 5
# how the values of standard fields are said, by the kind of custom field that is said the same way
_LIKE = {"many2one": "partner", "many2many": "items", "reference": "partner"}


class CallcenterField(models.Model):
    """Forms, lists and the pop as a role sees them, from the very methods that make them for its users."""

    _name = "callcenter.field"
    _inherit = ("callcenter.field",)

    @api.model
    def preview(self, model, place, role_id, lang, draft=None, res_id=False):
        """Return what users with one role see of the records ``model``, on an example that the caller may read.

        :param place: ``form``, ``pop`` or ``list``
        :param draft: the field that is being changed, see ``_callcenter_as``
        :param res_id: the example; without one the newest record with a value in the field is taken
        :return: ``{"id", "name": the example's, "masked", "sections": [{"id", "title", "columns", "standard",
            "outside": not for this example, "fields": [{"id", "name", "label", "readonly", "required", "value"}]}]}``;
            of a list ``{"masked", "columns": [such fields], "rows": [{"id", "values": {name: text}}]}``
        :raise AccessError: to everybody but business administrators
        """
        self.check_access("write")
        if model not in dict(self._selection_model()):
            raise AccessError(self.env._("These records have no custom fields."))
        role = self.env["res.users.role"].browse(role_id).exists()
        mine = self._callcenter_as(model, role, lang, draft or {})
        places = {"list": mine._callcenter_preview_list, "pop": mine._callcenter_preview_pop}
        examples = mine._callcenter_examples(model, res_id, 1 if place != "list" else EXAMPLES)
        shown = places.get(place, mine._callcenter_preview_form)(examples, role)
        return {"masked": mine.env.context["callcenter_masked"], **shown}

    @api.model
    def _callcenter_preview_form(self, record, role):
        arch, _view = record._get_view(view_type="form")
        defined = {field.name: field for field in self._callcenter_shown(record._name, "form")}
        sections = [
            self._callcenter_preview_section(
                record,
                section.id,
                section.title,
                section.columns,
                defined[section.nodes[0].get("name")].section_id._callcenter_limits(),
                [self._callcenter_preview_node(record, node, defined[node.get("name")]) for node in section.nodes],
            )
            for section in field_layout.sections(arch)
        ]
        return {
            **self._callcenter_head(record),
            "sections": [self._callcenter_form_head(record, arch, role), *sections],
        }

    def _callcenter_form_head(self, record, arch, role):
        """Return what stands on the form before its pages and has a value, as a section."""
        nodes = [
            node
            for node in field_layout.standard(arch, record._fields, self._callcenter_is_open(role))
            if not field_layout.page_of(node) and not field_layout.is_sometimes(node)
        ]
        fields = [field for field in self._callcenter_standard_nodes(record, nodes) if field["value"]]
        return {"id": "standard", "title": "", "columns": 2, "standard": True, "outside": False, "fields": fields}

    @api.model
    def _callcenter_preview_list(self, records, role):
        arch, _view = records._get_view(view_type="list")
        defined = {field.name: field for field in self._callcenter_shown(records._name, "list")}
        nodes = field_layout.standard(arch, records._fields, self._callcenter_is_open(role))
        nodes = [node for node in nodes if node.get("optional") != "hide" and node.getparent() is arch]
        empty = records.browse()
        columns = [
            *self._callcenter_standard_nodes(empty, nodes),
            *(
                self._callcenter_preview_node(empty, node, defined[node.get("name")])
                for node in field_layout.custom(arch)
            ),
        ]
        rows = [
            {
                "id": record.id,
                "values": {column["name"]: self._callcenter_seen(record, column["name"]) for column in columns},
            }
            for record in records
        ]
        return {"columns": columns, "rows": rows}

    @api.model
    def _callcenter_preview_pop(self, record, role):
        places = self._callcenter_pop_places(record._name)
        by_section = {}
        for place in places:
            # of what is filled in beside a call nobody is shown what he may not fill in
            if place.write or not record._callcenter_filled:
                by_section.setdefault((place.section, place.limits), []).append(place)
        sections = [
            self._callcenter_preview_section(
                record,
                number,
                title or self.env._("Further Data"),
                2,
                dict(limits),
                [
                    {
                        "id": place.id,
                        "name": place.name,
                        "label": place.label,
                        "readonly": not place.write,
                        "required": place.required,
                        "value": self._callcenter_seen(record, place.name),
                    }
                    for place in of_section
                ],
            )
            for number, ((title, limits), of_section) in enumerate(by_section.items())
        ]
        return {**self._callcenter_head(record), "sections": sections}

    # parts

    @api.model
    def _callcenter_is_open(self, role=None):
        """Return what says of the ``groups`` of a node or field whether users with ``role``, or this one, are in."""
        groups = self.env["res.groups"]._get_group_definitions()
        # sudo: res.users.role - which groups it stands for
        group_ids = role.sudo().group_id.all_implied_ids.ids if role else self.env.user._get_group_ids()
        return lambda names: groups.parse(names, raise_if_not_found=False).matches(group_ids)

    @api.model
    def _callcenter_preview_section(self, record, number, title, columns, limits, fields):
        # sudo: the model - only to which campaign the example belongs
        outside = bool(record) and not record.sudo()._callcenter_within(tuple(limits.items()))
        return {
            "id": number,
            "title": title,
            "columns": columns,
            "standard": False,
            "outside": outside,
            "fields": fields,
        }

    @api.model
    def _callcenter_preview_node(self, record, node, field):
        return {
            "id": field._origin.id,
            "name": field.name,
            "label": field.label,
            "readonly": bool(node.get("readonly")),
            "required": bool(node.get("required")),
            "value": self._callcenter_seen(record, field.name),
        }

    @api.model
    def _callcenter_standard_nodes(self, record, nodes):
        """Return the standard fields of ``nodes`` that the user may see himself, as the preview has them."""
        known = record.fields_get([node.get("name") for node in nodes], ["string", "type"])
        return [
            {
                "id": False,
                "name": name,
                "label": node.get("string") or known[name]["string"],
                "type": known[name]["type"],
                "readonly": False,
                "required": False,
                "value": self._callcenter_seen(record, name),
            }
            for node in nodes
            if (name := node.get("name")) in known
        ]

    @api.model
    def _callcenter_standard_fields(self, model):
        """Return the fields of the model's own form, for :meth:`design`."""
        record = self.env[model].browse()
        arch, _view = record._get_view(view_type="form")
        nodes = field_layout.standard(arch, record._fields, self._callcenter_is_open())
        titles = {node.get("name"): field_layout.page_of(node) for node in nodes}
        return [
            {**{key: field[key] for key in ("name", "label", "type")}, "title": titles[field["name"]]}
            for field in self._callcenter_standard_nodes(record, nodes)
        ]

    # values

    @api.model
    def _callcenter_examples(self, model, res_id, count):
        """Return so many records that the user may read: the one asked for, or those with a value in the draft."""
        records = self.env[model]
        if not records.has_access("read"):
            return records
        known = records.search([("id", "=", res_id)]) if res_id and count == 1 else records
        draft = self._callcenter_look().draft
        domain = records._callcenter_example_domain()
        if not known and draft._origin and records._has_field_access(records._fields[draft.name], "read"):
            known = records.search([*domain, (draft.name, "!=", False)], limit=count, order="id DESC")
        if len(known) < count:
            known |= records.search([*domain, ("id", "not in", known.ids)], limit=count - len(known), order="id DESC")
        return known

    @api.model
    def _callcenter_head(self, record):
        name = record.display_name or ""
        return {"id": record.id, "name": mask_text(name) if self.env.context["callcenter_masked"] else name}

    @api.model
    def _callcenter_seen(self, record, name):
        """Return the value as the role reads it, as far as the user may read it himself."""
        field = record._fields.get(name)
        if not record or field is None or not record._has_field_access(field, "read"):
            return ""
        # sudo: the model - names of linked records are shown as forms show them; rights were asked for above
        shown = record.sudo()
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(shown[name], "")
        text = self._callcenter_text(shown, name, _LIKE.get(field.type, field.type))
        return mask_text(text) if self.env.context["callcenter_masked"] else text

from odoo import api, models

# what a column of a file can become, beside the custom fields; the first is what makes a row a contact
TARGETS = (
    "number", "number_2", "name", "gender", "company_name", "region", "city", "address", "source_id", "priority",
    "remark",
)  # fmt: skip
# kinds of custom fields that a cell can be turned into
CUSTOM_KINDS = {
    "char", "text", "integer", "float", "monetary", "date", "datetime", "boolean", "item", "items", "user", "partner",
    "product",
}  # fmt: skip
# SQL types of the kinds of values
SQL_TYPES = {
    "char": "text",
    "text": "text",
    "selection": "text",
    "integer": "int4",
    "float": "float8",
    "monetary": "numeric",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "bool",
    "item": "int4",
    "items": "int4[]",
    "user": "int4",
}


class CallcenterListFields(models.Model):
    """What the columns of a file can become."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_targets(self):
        """Return what the present user may fill by an import.

        :returns: ``{field name: {"name", "label", "group", "required", "kind", "dictionary", "field"}}``: ``kind`` as
            those of custom fields, or ``selection`` and ``number``; ``dictionary`` the code of one or None; ``field``
            the ``callcenter.field`` of a custom field, else an empty one
        """
        contacts = self.env["callcenter.contact"].sudo(False)
        group = self.env._("Contact")
        targets = {}
        for name in TARGETS:
            field = contacts._fields.get(name)
            if field and contacts._has_field_access(field, "write"):
                targets[name] = {
                    "name": name,
                    "label": field.get_description(self.env, ["string"])["string"],
                    "group": group,
                    "required": name == "number",
                    "kind": self._import_kind(field),
                    "dictionary": "source" if name == "source_id" else None,
                    "field": self.env["callcenter.field"],
                }
        return targets | self._import_custom_targets()

    def _import_custom_targets(self):
        contacts = self.env["callcenter.contact"].sudo(False)
        # sudo: callcenter.field - what may be written is asked of the field itself, below
        definitions = self.env["callcenter.field"].sudo()
        targets = {}
        for spec in self._import_specs():
            field = contacts._fields.get(spec.name)
            if not field or spec.kind not in CUSTOM_KINDS or not contacts._has_field_access(field, "write"):
                continue
            custom = definitions.browse(spec.id)
            targets[custom.name] = {
                "name": custom.name,
                "label": custom.label,
                "group": custom.section_id.name or self.env._("Further Data"),
                "required": spec.required and not spec.default,
                "kind": custom.kind,
                "dictionary": custom.dictionary_id.code,
                "field": custom,
            }
        return targets

    def _import_specs(self):
        """Return the specs of the contacts' custom fields that the batch's campaign shows."""
        specs = self.env["callcenter.field"]._callcenter_specs("callcenter.contact")
        # sudo: callcenter.field - whether their sections are shown at all
        hidden = self.env["callcenter.field"].sudo().search([("section_id.active", "=", False)]).ids
        within = {spec.id: dict(spec.limits).get("campaign_ids") for spec in specs}
        return [
            spec
            for spec in specs
            if spec.id not in hidden
            and not (self.campaign_id and within[spec.id] and self.campaign_id.id not in within[spec.id])
        ]

    @api.model
    def _import_kind(self, field):
        if field.name in ("number", "number_2"):
            return "number"
        return "item" if field.type == "many2one" else field.type

    @api.model
    def _import_values(self, target):
        """Return what the values of a column with choices stand for: ``{text in lower case: value}``, in any language.

        Dictionary items go by name, code and whole path, users by login and name; a name that two have stands for
        neither.
        """
        match target["kind"]:
            case "selection":
                return self._import_selection(target["name"])
            case "item" | "items":
                return self._import_items(target["dictionary"])
            case "user":
                return self._import_users()
        return {}

    @api.model
    def _import_languages(self):
        return [code for code, _name in self.env["res.lang"].get_installed()]

    @api.model
    def _import_selection(self, name):
        values = {}
        for lang in self._import_languages():
            contacts = self.env["callcenter.contact"].with_context(lang=lang)
            for value, label in contacts._fields[name]._description_selection(contacts.env):
                values[value.casefold()] = values[label.casefold()] = value
        return values

    @api.model
    def _import_items(self, code):
        # sudo: callcenter.dictionary.item - dictionaries are everybody's to read
        items = self.env["callcenter.dictionary"].sudo()._callcenter_items(code)
        pairs = [(item.code, item.id) for item in items]
        for lang in self._import_languages():
            spoken = items.with_context(lang=lang)
            pairs += [(name, item.id) for item in spoken for name in (item.name, item.display_name)]
        return self._import_clear(pairs)

    @api.model
    def _import_users(self):
        # sudo: res.users - who may be named in a file is asked by login or name, nothing else is told
        users = (
            self.env["res.users"].sudo().search([("share", "=", False), ("company_ids", "in", self.env.company.ids)])
        )
        return self._import_clear([(text, user.id) for user in users for text in (user.login, user.name)])

    @api.model
    def _import_clear(self, pairs):
        """Return ``{text: value}`` of the pairs whose text stands for one value only."""
        values = {}
        for text, value in pairs:
            if text:
                values.setdefault(text.strip().casefold(), set()).add(value)
        return {text: found.pop() for text, found in values.items() if len(found) == 1}

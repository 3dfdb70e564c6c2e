from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date, format_datetime, formatLang

from ..tools.field_kinds import CUSTOM, LINKS
from ..tools.masking import STARS, mask_text


class Place(NamedTuple):
    """A field of the screen pop, as one user sees it."""

    id: int
    name: str
    kind: str
    label: str
    help: str
    required: bool
    write: bool
    section: str
    limits: tuple
    dictionary_id: int


class CallcenterField(models.Model):
    """Custom fields beside a call and in the work list: shown as text, filled in by inputs."""

    _name = "callcenter.field"
    _inherit = ("callcenter.field",)

    @api.model
    def inputs(self, model, res_id=False):
        """Return the fields of the pop that the user may write, for ``model`` or one record of it.

        ``[{"name", "label", "help", "kind", "section", "required", "campaigns", "value", "items", "relation"}]``:
        ``campaigns``: ids; where there are any, the field is for those only. ``items``: ``[{"id", "name", "level"}]``.
        ``value``: as the field is written; several items and records by their ids.
        """
        record = self._callcenter_record(model, res_id)
        return [self._callcenter_input(place, record) for place in self._callcenter_places_of(record) if place.write]

    @api.model
    def facts(self, model, res_id):
        """Return what the pop shows of a record that the user may read, see :meth:`_callcenter_facts`."""
        return self._callcenter_facts(self._callcenter_record(model, res_id))

    @api.model
    def fill(self, model, res_id, values):
        """Write custom fields of a record with the user's own rights; returns its facts anew."""
        record = self._callcenter_record(model, res_id)
        if not record or any(not name.startswith(CUSTOM) for name in values):
            raise AccessError(self.env._("Only custom fields are filled in here."))
        record.write(self._callcenter_written(values))
        return self._callcenter_facts(record)

    @api.model
    def _callcenter_record(self, model, res_id):
        if model not in dict(self._selection_model()):
            raise AccessError(self.env._("These records have no custom fields."))
        record = self.env[model].browse(res_id or False)
        record.check_access("read")
        return record

    @api.model
    def _callcenter_written(self, values):
        """Return ``values`` of inputs as the model takes them: only custom fields, lists of ids as commands."""
        return {
            name: [(6, 0, value)] if isinstance(value, list) else value
            for name, value in values.items()
            if name.startswith(CUSTOM)
        }

    # what is shown

    @api.model
    def _callcenter_facts(self, record, user=None):
        """Return the fields of the pop as ``user`` (default: the present one) may see them.

        ``[{"name", "label", "help", "kind", "section", "value", "write"}]`` by the form's order; values are texts.
        The caller has made sure that the user may know of ``record``.
        """
        if not record._callcenter_specs():
            return []
        user = user or self.env.user
        known = user.with_user(user).context_get()
        # sudo: the model - the rights on the fields are asked for one by one, that on the record by the caller
        record = record.with_user(user).sudo().with_context(lang=known["lang"], tz=known["tz"])
        return [
            {
                **{name: getattr(place, name) for name in ("name", "label", "help", "kind", "section", "write")},
                "value": self._callcenter_text(record, place.name, place.kind),
            }
            for place in self._callcenter_pop(record._name, user.id, known["lang"])
            if record._callcenter_within(place.limits)
        ]

    @api.model
    @tools.ormcache("model", "user_id", "lang")
    def _callcenter_pop(self, model, user_id, lang):
        user = self.env["res.users"].browse(user_id)
        return self.with_user(user).with_context(lang=lang)._callcenter_pop_places(model)

    @api.model
    def _callcenter_pop_places(self, model):
        """Return the :class:`Place` of each field that the user's pop shows of ``model``, in the order of the form."""
        rights = self._callcenter_rights(model)
        return tuple(
            Place(
                id=field._origin.id,
                name=field.name,
                kind=field.kind,
                label=field.label,
                help=field.help or "",
                required=field.required,
                write=rights.get(field.name) == "write",
                section=field.section_id.name or "",
                limits=tuple(field.section_id._callcenter_limits().items()) if field.section_id else (),
                dictionary_id=field.dictionary_id.id,
            )
            for field in self._callcenter_shown(model, "pop")
        )

    @api.model
    def _callcenter_text(self, record, name, kind):
        """Return the value of a field of that kind as a person reads it; empty text for none."""
        value = record[name]
        if kind == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if not value:
            return ""
        if kind == "monetary":
            return formatLang(record.env, value, currency_obj=record.callcenter_currency_id)
        if kind == "date":
            return format_date(record.env, value)
        if kind == "datetime":
            return format_datetime(record.env, value, dt_format="short")
        if kind in LINKS:
            return ", ".join(value.mapped("display_name"))
        return self._callcenter_masked(record.env.user, value) if kind in ("char", "text") else str(value)

    @api.model
    def _callcenter_masked(self, user, text):
        """Return ``text`` as ``user`` may read it: people write phone numbers into any field."""
        return text if user._callcenter_sees_numbers() else mask_text(text)

    # what is filled in

    @api.model
    def _callcenter_writable(self, model):
        """Return the names of the custom fields of ``model`` that the present user may write."""
        return {name for name, right in self._callcenter_rights(model).items() if right == "write"}

    @api.model
    def _callcenter_typed(self, record, user):
        """Return ``{name: value}`` of the fields of the pop that ``user`` fills in, as ``inputs`` gives them."""
        places = self._callcenter_pop(record._name, user.id, user.lang or "en_US")
        # sudo: the model - the rights on the fields stand in the places
        record = record.with_user(user).sudo()
        typed = {place.name: self._callcenter_value(place, record) for place in places if place.write}
        # masked text is not offered to be saved again
        return {name: value for name, value in typed.items() if not isinstance(value, str) or STARS not in value}

    @api.model
    def _callcenter_places_of(self, record):
        # sudo: the model - only to which campaign the record belongs; the rights stand in the places
        asked = record.sudo()
        places = self._callcenter_pop(record._name, self.env.uid, self.env.user.lang or "en_US")
        return [place for place in places if not asked or asked._callcenter_within(place.limits)]

    @api.model
    def _callcenter_input(self, place, record):
        names = ("name", "label", "help", "kind", "section", "required")
        return {
            **{name: getattr(place, name) for name in names},
            "campaigns": list(dict(place.limits).get("campaign_ids", ())),
            "value": self._callcenter_value(place, record),
            "items": self._callcenter_choices(place) if place.dictionary_id else [],
            "relation": LINKS.get(place.kind, False) if not place.dictionary_id else False,
        }

    @api.model
    def _callcenter_value(self, place, record):
        if not record:
            spec = next(spec for spec in record._callcenter_specs() if spec.name == place.name)
            value = record._callcenter_default(spec) if spec.default else False
            if place.kind == "items":
                return value[0][2] if value else []
        else:
            value = record[place.name]
            if place.kind in LINKS:
                return value.ids if place.kind == "items" else value.id
        if place.kind == "date":
            return fields.Date.to_string(value) if value else False
        if place.kind in ("char", "text"):
            return self._callcenter_masked(record.env.user, value)
        return fields.Datetime.to_string(value) if place.kind == "datetime" and value else value

    @api.model
    def _callcenter_choices(self, place):
        items = self.env["callcenter.dictionary.item"].search([("dictionary_id", "=", place.dictionary_id)])
        return [{"id": item.id, "name": item.name, "level": item.level} for item in items]

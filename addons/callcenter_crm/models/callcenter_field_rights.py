from typing import NamedTuple

from odoo import api, models, tools

from ..tools.field_kinds import NUMBERS

_WIDTHS = ("hidden", "read", "write")


class Spec(NamedTuple):
    """What the server keeps in memory of a field that is in use."""

    id: int
    name: str
    kind: str
    required: bool
    unique: bool
    dictionary_id: int
    limits: tuple  # pairs (name of a many2many of the section, ids): see _callcenter_limits
    default: tuple  # how (value, items, now) and what


class CallcenterField(models.Model):
    """What everybody's requests need to know of the custom fields."""

    _name = "callcenter.field"
    _inherit = ("callcenter.field",)

    @api.model
    @tools.ormcache("model")
    def _callcenter_specs(self, model):
        """Return the :class:`Spec` of each field of ``model`` that is not archived, in the order of the form."""
        # sudo: callcenter.field - the definitions say what the server does
        return tuple(field._callcenter_spec() for field in self.sudo().search([("model", "=", model)]))

    def _callcenter_spec(self):
        section = self.section_id
        return Spec(
            id=self.id,
            name=self.name,
            kind=self.kind,
            required=self.required and self.kind != "boolean" and (not section or section.active),
            unique=self.unique,
            dictionary_id=self.dictionary_id.id,
            limits=tuple(section._callcenter_limits().items()) if section else (),
            default=self._callcenter_default(),
        )

    def _callcenter_default(self):
        """Return how to fill new records: ``("value", v)``, ``("items", ids)``, ``("now",)`` or ``()``."""
        if self.kind in ("item", "items"):
            items = self.default_item_ids or self.dictionary_id.item_ids.filtered("is_default")
            return ("items", items.filtered("active")._ids) if items else ()
        if self.kind in ("date", "datetime", "user"):
            return ("now",) if self.default_now else ()
        if self.kind == "boolean":
            return ("value", True) if self.default_yes else ()
        if self.kind in NUMBERS:
            number = round(self.default_number) if self.kind == "integer" else self.default_number
            return ("value", number) if number else ()
        return ("value", self.default_text) if self.kind in ("char", "text") and self.default_text else ()

    # rights

    @api.model
    def _callcenter_rights(self, model):
        """Return {field name: hidden, read or write} of the model's custom fields, for the present user."""
        return self._callcenter_rights_of(model, self.env.uid)

    @api.model
    @tools.ormcache("model", "user_id")
    def _callcenter_rights_of(self, model, user_id):
        # sudo: res.users - which groups the user has
        user = self.env["res.users"].sudo().browse(user_id)
        # sudo: callcenter.field - the definitions say what the user may do
        defined = self.sudo().with_context(active_test=False).search([("model", "=", model)])
        # sudo: res.users.role - which roles these groups stand for
        roles = self.env["res.users.role"].sudo().search([("group_id", "in", user._get_group_ids())])
        return tools.frozendict({field.name: field._callcenter_right(user, roles) for field in defined})

    def _callcenter_right(self, user, roles):
        """Return the right of a user with these roles: the widest of them.

        Who has no role in the call center has the narrowest that any role has, administrators of the system write,
        and people from outside see nothing.
        """
        if not self.active or not user._is_internal():
            return "hidden"
        rights = {row.role_id: row.right for row in self.access_ids}
        if roles:
            return max((rights.get(role, "write") for role in roles), key=_WIDTHS.index)
        if user.has_group("base.group_system") or user.has_group("callcenter_crm.group_admin"):
            return "write"
        return min(rights.values(), key=_WIDTHS.index, default="write")

    # places

    @api.model
    def _callcenter_shown(self, model, place):
        """Return the fields of ``model`` that the present user may see at ``place``: form, list, search or pop."""
        rights = self._callcenter_rights(model)
        domain = [("model", "=", model), "|", ("section_id", "=", False), ("section_id.active", "=", True)]
        # who must fill a field in is shown it
        wanted = [(f"in_{place}", "=", True)]
        if place in ("form", "pop"):
            wanted = ["|", ("required", "=", True), *wanted]
        # sudo: callcenter.field - the definitions are read for the view's sake
        shown = self.sudo().search([*domain, *wanted])
        if any(field.name not in rights for field in shown):
            # kept in memory by a thread whose transaction began before one of them was made
            self.env.registry.clear_all_caches()
            rights = self._callcenter_rights(model)
        return shown.filtered(lambda field: rights.get(field.name) != "hidden")

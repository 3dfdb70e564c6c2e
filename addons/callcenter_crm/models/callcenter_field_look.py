from typing import NamedTuple

from odoo import api, models

# what of a field that is being changed a preview goes by
DRAFTED = ("label", "help", "kind", "required", "section_id", "sequence", "in_form", "in_list", "in_pop")


class Look(NamedTuple):
    """Whose eyes a preview sees with: a role's rights, and a field as it will be when it is saved.

    It stands in the context, and no request can carry it there.
    """

    rights: dict
    draft: models.BaseModel


def _order(field):
    """Sort like the model's ``_order``: what is in no section, and what is not saved yet, comes last."""
    section = field.section_id
    return (not section, section.sequence, section.id, field.sequence, field._origin.id or float("inf"))


class CallcenterField(models.Model):
    """Rights and places as another role has them, for a preview."""

    _name = "callcenter.field"
    _inherit = ("callcenter.field",)

    @api.model
    def _callcenter_rights(self, model):
        look = self._callcenter_look()
        return look.rights if look else super()._callcenter_rights(model)

    @api.model
    def _callcenter_shown(self, model, place):
        shown = super()._callcenter_shown(model, place)
        look = self._callcenter_look()
        if not look or not look.draft:
            return shown
        rest = shown - look.draft._origin
        if look.rights[look.draft.name] == "hidden" or not look.draft._callcenter_is_at(place):
            return rest
        return (rest | look.draft).sorted(_order)

    def _callcenter_look(self):
        look = self.env.context.get("callcenter_look")
        return look if isinstance(look, Look) else None

    @api.model
    def _callcenter_as(self, model, role, lang, values):
        """Return the model as it is for users who have ``role`` alone and speak ``lang``.

        :param values: of the field that is being changed: ``{"id", "right": of that role}`` and any of ``DRAFTED``
        """
        # sudo: callcenter.field - the definitions are read as the views read them
        defined = self.sudo().with_context(active_test=False, lang=lang).search([("model", "=", model)])
        rights = {field.name: field._callcenter_right(self.env.user, role) for field in defined}
        draft = defined.browse()
        if values.get("kind"):
            saved = defined.filtered(lambda field: field.id == values.get("id"))
            changed = {name: values[name] for name in DRAFTED if name in values}
            draft = defined.new({"model": model, "code": saved.code or "new", **changed}, origin=saved)
            rights[draft.name] = values.get("right") or "write"
        # the draft is not of the context that holds it
        return self.with_context(lang=lang, callcenter_masked=self._callcenter_masks(role)).with_context(
            callcenter_look=Look(rights, draft)
        )

    def _callcenter_is_at(self, place):
        """Return whether the field is shown at ``place`` to those who may see it, as ``_callcenter_shown`` searches."""
        section = self.section_id
        return (self[f"in_{place}"] or (self.required and place in ("form", "pop"))) and (not section or section.active)

    @api.model
    def _callcenter_masks(self, role):
        """Return whether the user, or one of this company with ``role``, gets masked numbers."""
        numbers = self.env.ref("callcenter_crm.group_numbers")
        # sudo: res.groups - what the role gives
        hidden = self.env.company.callcenter_mask_numbers and numbers not in role.sudo().group_id.all_implied_ids
        return hidden or not self.env.user._callcenter_sees_numbers()

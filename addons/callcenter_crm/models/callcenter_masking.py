from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.masked_fields import (
    TYPED,
    MaskedNumber,
    _MaskedTextField,
    digits_of,
    hides_numbers,
    number_behind,
    text_behind,
)
from ..tools.masking import STARS, is_masked, mask, mask_text, unmask_text


class CallcenterMasking(models.AbstractModel):
    """Records with masked numbers (see :mod:`tools.masked_fields`): nothing is lost when masked text comes back.

    It stands first in ``_inherit``: what comes back is a number again before anybody else looks at it.
    """

    _name = "callcenter.masking"
    _description = "Records With Masked Numbers"

    @api.model_create_multi
    def create(self, vals_list):
        # a copy is made by the record that it copies
        unmasked = self.browse()._callcenter_unmasked
        return super().create([unmasked(vals) for vals in vals_list])

    def write(self, vals):
        if not any(isinstance(value, str) and STARS in value for value in vals.values()):
            if hides_numbers(self.env):
                self._callcenter_unmasked(vals)
            return super().write(vals)
        for record in self:
            super(CallcenterMasking, record).write(record._callcenter_unmasked(vals))
        return True

    def onchange(self, values, field_names, fields_spec):
        if hides_numbers(self.env):
            typed = self._callcenter_typed(values)
            # what somebody has just typed is shown to him or her as the server spells it; it is compared as well
            self.env.cr.cache.setdefault(TYPED, set()).update(map(digits_of, typed))
            self.env.user._callcenter_use_lookup(typed)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _callcenter_typed(self, values):
        """Return the whole numbers in what a form sends, those in its lines too."""
        typed = []
        for name, value in values.items():
            field = self._fields.get(name)
            if isinstance(field, MaskedNumber) and isinstance(value, str):
                typed += [value] if digits_of(value) and STARS not in value else []
            elif (
                field
                and field.type in ("one2many", "many2many")
                and hasattr(lines := self.env[field.comodel_name], "_callcenter_typed")
            ):
                rows = [row[2] for row in value or () if isinstance(row, list | tuple) and len(row) > 2]
                typed += [number for row in rows if isinstance(row, dict) for number in lines._callcenter_typed(row)]
        return typed

    def callcenter_unmask(self, names=None):
        """Show a masked number, which is written down: returns ``{field: number}`` of this record.

        :param names: fields; all that hold a number when not given
        :raise AccessError: whoever may neither see the record nor unmask
        """
        self.ensure_one()
        self.check_access("read")
        numbers = [name for name, field in self._fields.items() if isinstance(field, MaskedNumber)]
        names = [name for name in numbers if names is None or name in names]
        if not self.env.user.has_group("callcenter_crm.group_unmask"):
            raise AccessError(self.env._("You may not show masked numbers."))
        # sudo: the record's numbers - the user has just been let in
        shown = {name: self.sudo()[name] for name in names if self._has_field_access(self._fields[name], "read")}
        if hides_numbers(self.env):
            self.env["callcenter.audit"]._note("unmask", self, detail=", ".join(shown))
        return shown

    @api.model
    def _callcenter_search_numbers(self, domain, field_names=(), **kwargs):
        """Search by whole numbers that the server knows, whoever the user is; what is found is the user's to see."""
        if not hides_numbers(self.env):
            return self.search_fetch(domain, field_names, **kwargs)
        mine = Domain(domain) & self.env["ir.rule"]._compute_domain(self._name, "read")
        # sudo: the model's own - by the user's own rules, for the user the column is masked
        return self.sudo().search_fetch(mine, field_names, **kwargs).with_env(self.env)

    def _fetch_query(self, query, fields):
        # the cache holds the numbers; they are masked on the way out of it
        if not hides_numbers(self.env):
            return super()._fetch_query(query, fields)
        # sudo: the query's own model - which records and fields these are has been checked before
        whole = self.sudo().with_context(callcenter_masked=False)
        return super(CallcenterMasking, whole)._fetch_query(query, fields).with_env(self.env)

    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        # names of linked records are read in superuser mode: they too are made for the user
        if not self.env.user._callcenter_sees_numbers():
            for record in self:
                record.display_name = mask_text(record.display_name)
        return result

    def _callcenter_unmasked(self, vals):
        """Return ``vals`` with the masked numbers in it as they were before they were given out.

        A number of the record itself is left as it is; one that this transaction has read elsewhere (a copy, a lead
        that becomes a customer) goes along whole.

        :raise UserError: a masked number of which nobody knows any more what it stands for
        """
        result, typed = dict(vals), []
        for name, value in vals.items():
            field = self._fields.get(name)
            if not isinstance(value, str):
                continue
            if STARS not in value:
                if isinstance(field, MaskedNumber) and digits_of(value) and field.store:
                    typed.append(value)
                continue
            if isinstance(field, MaskedNumber):
                if not is_masked(value) or not self._callcenter_keep(field, value, result):
                    raise UserError(self.env._("“%(number)s”: type the whole number.", number=value))
            elif isinstance(field, _MaskedTextField):
                # sudo: the user's own text with the numbers that it had
                before = self.sudo()[name] if self else ""
                # else one that the server itself takes along: an address of a company for its people
                result[name] = text_behind(self.env, unmask_text(value, before))
        # what is stored may be compared, by a rule against doubles, say
        if hides_numbers(self.env):
            self.env.user._callcenter_use_lookup(typed)
        return result

    def _callcenter_keep(self, field, shown, vals):
        """Take the masked text ``shown`` out of ``vals`` or put its number there; False where it is not known."""
        # sudo: the field itself - compared only
        if self and mask(self.sudo()[field.name]) == shown:
            del vals[field.name]
            return True
        number = number_behind(self.env, shown, field.name) or self._callcenter_number_of(shown)
        if number:
            vals[field.name] = number
            return True
        if not self and field.compute:
            # computed from what the record is made with
            del vals[field.name]
            return True
        return False

    @api.model
    def _callcenter_number_of(self, shown):
        """Return the number of the record from which a form with ``shown`` was opened, None where it has another.

        The context says which: ``callcenter_number_of``, ``[model, id, field]``.
        """
        model, record_id, name = self.env.context.get("callcenter_number_of") or (None, None, None)
        if model not in self.env or not isinstance(self.env[model]._fields.get(name), MaskedNumber):
            return None
        record = self.env[model].browse(record_id).exists()
        record.check_access("read")
        # sudo: the record's number - it goes where the user sees it masked again
        number = record.sudo()[name]
        return number if mask(number) == shown else None

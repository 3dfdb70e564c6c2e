from odoo import api, models
from odoo.api import SUPERUSER_ID

from ..tools import auditing
from ..tools.masked_fields import MaskedNumber


class Base(models.AbstractModel):
    """Writes acts upon records into ``callcenter.audit`` where a rule asks for it: a row an act, not a row a record.

    What the system does by itself is no person's act. Set-based acts in SQL write their own row.
    """

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._callcenter_audited("create"):
            self.env["callcenter.audit"]._note("create", records, detail=_set(records, vals_list))
        return records

    def write(self, vals):
        if not self or not self._callcenter_audited("change"):
            return super().write(vals)
        names = [name for name in vals if name in self._fields and name not in auditing.UNTOLD]
        # sudo: the record's own values - the log keeps what was there, whoever may read it
        records = self.sudo()
        few = len(self) <= auditing.MOST
        before = [{name: auditing.shown(record, name) for name in names} for record in records] if few else []
        result = super().write(vals)
        self._callcenter_audit_change(records, names, before)
        return result

    def unlink(self):
        if not self or not self._callcenter_audited("delete"):
            return super().unlink()
        Audit = self.env["callcenter.audit"]
        # sudo: the record's own name - the log says what was deleted, whoever may read its name
        name = Audit._names(self.sudo())
        result = super().unlink()
        Audit._note("delete", self, name=name)
        return result

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        if self._callcenter_audited("export"):
            self.env["callcenter.audit"]._note("export", self, detail={"fields": list(fields_to_export)})
        return result

    def _read_format(self, fnames, load="_classic_read"):
        if self and not self.env.su and self._callcenter_audited("see"):
            self._callcenter_audit_look(fnames)
        return super()._read_format(fnames, load)

    def _callcenter_audited(self, act):
        """Return the limits of the rule by which the user's ``act`` upon this model is to be written down, or None."""
        if self.env.uid == SUPERUSER_ID or self._transient or not self.env.registry.ready:
            return None
        return self.env["callcenter.audit.rule"]._limits(act, self._name)

    def _callcenter_audit_change(self, records, names, before):
        if not before:
            detail = {"set": {name: auditing.shown(records[0], name) for name in names}}
            self.env["callcenter.audit"]._note("change", records, detail=detail)
            return
        after = [{name: auditing.shown(record, name) for name in names} for record in records]
        changed = {
            record.id: change
            for record, old, new in zip(records, before, after, strict=True)
            if (change := auditing.changes(old, new))
        }
        # a password is written, never compared
        secret = [name for name in names if auditing.is_secret(name)]
        if not changed and not secret:
            return
        if len(records) == 1:
            detail = {"changed": changed.get(records.id, {})} | ({"fields": secret} if secret else {})
        else:
            detail = {"each": changed}
        touched = records.browse(changed) if changed else records
        self.env["callcenter.audit"]._note("change", touched, detail=detail)

    def _callcenter_audit_look(self, fnames):
        """Write down a look at one record or a list, if their numbers are among what is read."""
        numbers = {name for name, field in self._fields.items() if isinstance(field, MaskedNumber)}
        seen = numbers & set(fnames)
        # what a form computes while it is filled in has no id of its own, and has been looked at already
        if self and all(self._ids) and (seen or not numbers):
            full = seen and self.env.user._callcenter_sees_numbers()
            self.env["callcenter.audit"]._note_looks(self, seen if full else ())


def _set(records, vals_list):
    """Return what a single record was made with; of several their ids are enough."""
    if len(records) != 1:
        return None
    # sudo: the record's own values - as above
    record = records.sudo()
    values = {name: auditing.shown(record, name) for name in vals_list[0] if name in record._fields}
    return {"set": {name: value for name, value in values.items() if value not in (None, "", False)}}

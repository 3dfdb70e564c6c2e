from odoo import models

from ..tools.field_kinds import CUSTOM
from ..tools.masked_fields import hides_numbers

# whose value is the column's, whoever asks; of several records some may be out of sight
BARE = frozenset({"boolean", "date", "datetime", "float", "integer", "many2one", "monetary"})
# may hold numbers
TEXTS = frozenset({"char", "text"})


class Base(models.AbstractModel):
    """Lists with many custom fields: the right to a field is asked for once, not for each value."""

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _read_format(self, fnames, load="_classic_read"):
        bare = [] if self.env.su else [name for name in fnames if name.startswith(CUSTOM) and self._is_bare(name)]
        if not bare:
            return super()._read_format(fnames, load)
        for name in bare:
            self._check_field_access(self._fields[name], "read")
        rows = super()._read_format([name for name in fnames if name not in bare], load)
        # sudo: the model's own - nothing is fetched any more, and the rights to these fields have just been asked for
        columns = super(Base, self.sudo())._read_format(bare, load)
        found = {row["id"]: row for row in columns}
        return [row | found[row["id"]] for row in rows if row["id"] in found]

    def _is_bare(self, name):
        """Return whether the values of the field are in memory, where the user's rights have let them in."""
        field = self._fields[name]
        bare = field.type in BARE or (field.type in TEXTS and not hides_numbers(self.env))
        return bare and all(self._ids) and not any(field._cache_missing_ids(self))

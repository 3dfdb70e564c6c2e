from odoo import api, models
from odoo.exceptions import AccessError, UserError

# what is chosen where nobody has chosen yet
CLEANING = {
    "file": "first",  # first | none_kept | keep
    "campaign": True,
    "campaigns": False,
    "customers": "keep",  # drop | keep | link
    "blacklist": True,
    "bad": "drop",
    "values": "drop",  # drop | empty: what does not fit its column
    "items": "empty",  # drop | empty | add: unknown items of a dictionary, users, customers, products
    "required": [],  # fields without which a row is not taken, beside the number and those required anyway
}
CHOICES = {
    "file": ("first", "none_kept", "keep"),
    "customers": ("drop", "keep", "link"),
    "bad": ("drop",),
    "values": ("drop", "empty"),
    "items": ("drop", "empty", "add"),
}


class CallcenterListSettings(models.Model):
    """Columns and cleaning as a browser sends them: taken over when they are sound and within the user's rights."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_columns(self, columns, complete=True):
        """Return ``[{"index", "header", "field"}]`` of what a browser sent, ``field`` False for what is left out.

        :param complete: whether a column for each required field must be there
        :raise AccessError: a field that the user may not write
        :raise UserError: no such field, one twice, a required one missing
        """
        targets = self._import_targets()
        clean, taken = [], set()
        for column in columns or ():
            field = column.get("field") or False
            if field and field not in targets:
                raise AccessError(self.env._("You may not fill the field “%(field)s”.", field=field))
            if field in taken:
                raise UserError(
                    self.env._("Two columns are mapped to “%(label)s”. Choose one.", label=targets[field]["label"])
                )
            taken |= {field} - {False}
            index = max(int(column["index"]), 0)
            clean.append({"index": index, "header": str(column.get("header") or ""), "field": field})
        if complete:
            missing = [target["label"] for name, target in targets.items() if target["required"] and name not in taken]
            if missing:
                raise UserError(self.env._("Choose the column for: %(labels)s.", labels=", ".join(missing)))
        return clean

    @api.model
    def _import_cleaning(self, cleaning):
        """Return the cleaning with every choice made; what is unknown or impossible becomes the default."""
        clean = dict(CLEANING)
        for name, value in (cleaning or {}).items():
            if name in CHOICES and value in CHOICES[name]:
                clean[name] = value
            elif name in ("campaign", "campaigns", "blacklist"):
                clean[name] = bool(value)
            elif name == "required":
                clean[name] = [str(field) for field in value or ()]
        return clean

    @api.model
    def _import_check_cleaning(self, cleaning):
        """Return the cleaning; AccessError where it adds dictionary items and the user may not."""
        clean = self._import_cleaning(cleaning)
        if clean["items"] == "add" and not self._import_may_add_items():
            raise AccessError(self.env._("Managers add items to dictionaries by an import."))
        return clean

    @api.model
    def _import_may_add_items(self):
        return self.env.user.has_group("callcenter_crm.group_manager")

    @api.model
    def _import_limit(self, name, default):
        """Return the whole number above 0 that the system parameter ``name`` says, else ``default``."""
        # sudo: ir.config_parameter - a limit is no secret
        text = self.env["ir.config_parameter"].sudo().get_param(name) or ""
        return int(text) if text.strip().isdecimal() and int(text) else default

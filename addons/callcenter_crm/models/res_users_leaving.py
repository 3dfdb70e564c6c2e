from odoo import api, models
from odoo.exceptions import UserError


class ResUsersLeaving(models.Model):
    """A leaver's work is handed over before the leaver goes, whichever way the user is archived.

    Addons that give people work add it to :meth:`_callcenter_holdings` and name it in
    :meth:`_callcenter_holding_labels`; the handover then moves it (see ``callcenter.handover._move``).
    """

    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def write(self, vals):
        leaving = "active" in vals and not vals["active"] and not self.env.su
        refusal = leaving and self._callcenter_refusal()
        result = super().write(vals)
        # behind it: who may not archive them does not learn what they hold
        if refusal:
            raise UserError(refusal)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_holders(self):
        if not self.env.su and (refusal := self._callcenter_refusal()):
            raise UserError(refusal)

    def _callcenter_refusal(self):
        """Return why one of these may not leave: still holds work; empty where nobody does."""
        labels = self._callcenter_holding_labels()
        # sudo: res.users - whether the user belongs to the call center
        for user in self.sudo().filtered("active"):
            held = {name: len(records) for name, records in user._callcenter_holdings().items() if records}
            if held and user.has_group("callcenter_crm.group_callcenter"):
                return self.env._(
                    "%(user)s still has work (%(work)s). Hand it over first: Call Center, Configuration, Users, "
                    "Archive.",
                    user=user.name,
                    work=", ".join(f"{labels[name]}: {count}" for name, count in held.items()),
                )
        return ""

    def _callcenter_holdings(self):
        """Return what somebody must take over from the user: ``{name: records}``, all in superuser mode."""
        self.ensure_one()
        # sudo: all of them - what a leaver has is moved as a whole, whatever the administrator's own scope is
        env = self.sudo().with_context(active_test=False).env
        mine = [("user_id", "=", self.id)]
        return {
            "customers": env["res.partner"].search(mine),
            "contacts": env["callcenter.contact"].search([*mine, ("state", "in", ("new", "open", "pending"))]),
            "shared": env["callcenter.contact"].search([("share_user_id", "=", self.id)]),
            "followups": env["callcenter.followup"].search([("next_user_id", "=", self.id), ("state", "=", "open")]),
            "leads": env["crm.lead"].search([*mine, ("won_status", "=", "pending"), ("active", "=", True)]),
            "quotations": env["sale.order"].search([*mine, ("state", "in", ("draft", "sent"))]),
            "activities": env["mail.activity"].search([*mine, ("active", "=", True)]),
        }

    @api.model
    def _callcenter_holding_labels(self):
        """Return how people call what :meth:`_callcenter_holdings` returns: ``{name: label}``."""
        return {
            "customers": self.env._("Customers"),
            "contacts": self.env._("Campaign contacts"),
            "shared": self.env._("Contacts shared with the user"),
            "followups": self.env._("Promised contacts"),
            "leads": self.env._("Open opportunities"),
            "quotations": self.env._("Quotations"),
            "activities": self.env._("Activities"),
        }

from itertools import combinations

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError


class CallcenterDuplicate(models.TransientModel):
    """Customers who may be one and the same, as the rules say; found anew whenever somebody looks.

    The search runs with the user's own rights: who is beyond the user's scope is not compared.
    """

    _name = "callcenter.duplicate"
    _description = "Possible Duplicates"
    _order = "id"

    rule_id = fields.Many2one("callcenter.duplicate.rule", "What Is the Same", readonly=True, ondelete="cascade")
    partner_ids = fields.Many2many("res.partner", string="Customers", readonly=True)
    number = fields.Integer("How Many", readonly=True)

    @api.model
    def action_search(self):
        """Look for duplicates by all rules and show what was found."""
        self._callcenter_check()
        found = self._callcenter_find()
        # sudo: callcenter.duplicate - the user's own list, made anew; rules and rights were applied in the search
        mine = self.sudo().search([("create_uid", "=", self.env.uid)])
        mine.unlink()
        self.create(
            [
                {"rule_id": rule.id, "partner_ids": [Command.set(ids)], "number": len(ids)}
                for rule, groups in found
                for ids in groups
            ]
        )
        return self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_duplicate_action_found")

    @api.model
    def _callcenter_find(self):
        """Return ``[(rule, [ids])]``; a group that an earlier rule has found is not repeated."""
        Partner = self.env["res.partner"]
        customers = Partner._search([("partner_share", "=", True), ("callcenter_company_ids", "=", False)])
        different = self.env["callcenter.duplicate.exception"].sudo()._pairs()  # sudo: what is known holds for all
        seen, found = set(), []
        for rule in self.env["callcenter.duplicate.rule"].search([]):
            groups = []
            for ids in rule._groups(customers):
                pairs = set(combinations(ids, 2))
                if tuple(ids) not in seen and pairs - different:
                    seen.add(tuple(ids))
                    groups.append(ids)
            found.append((rule, groups))
        return found

    @api.model
    def _callcenter_check(self):
        if not self.env.user.has_group("callcenter_crm.group_leader"):
            raise AccessError(self.env._("Team leaders and above look for duplicates."))

    def action_merge(self):
        """Open the merge of these customers; the row is gone once they are one."""
        self.ensure_one()
        return self.partner_ids.action_callcenter_merge()

    def action_different(self):
        """Write down that these are different people, and ask no more."""
        self._callcenter_check()
        for row in self:
            row.partner_ids.check_access("read")
            # sudo: callcenter.duplicate.exception - leaders decide on customers that they see
            self.env["callcenter.duplicate.exception"].sudo()._note(row.partner_ids.ids)
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

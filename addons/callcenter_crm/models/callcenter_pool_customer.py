from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.masked_fields import MaskedName


class CallcenterPoolCustomer(models.Model):
    """What may be known of customers in pools before they are claimed. Same ids as ``res.partner``."""

    _name = "callcenter.pool.customer"
    _description = "Customer in the Pool"
    _auto = False
    _order = "level_sequence, pooled_at desc, id"

    name = MaskedName(readonly=True)
    pool_id = fields.Many2one("callcenter.pool", readonly=True)
    level_id = fields.Many2one("callcenter.dictionary.item", readonly=True)
    level_sequence = fields.Integer(readonly=True, aggregator=None)
    lifecycle_id = fields.Many2one("callcenter.dictionary.item", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", "Region", readonly=True)
    city = fields.Char(readonly=True)
    last_contact_at = fields.Datetime("Last Contact", readonly=True)
    pooled_at = fields.Datetime("In the Pool since", readonly=True)
    color = fields.Integer(related="level_id.color")

    @property
    def _table_query(self):
        return """
            SELECT p.id, p.name, p.callcenter_pool_id AS pool_id, p.callcenter_level_id AS level_id,
                   COALESCE(level.sequence, 10000) AS level_sequence, p.callcenter_lifecycle_id AS lifecycle_id,
                   p.country_id, p.state_id, p.city, p.callcenter_last_contact_at AS last_contact_at,
                   p.callcenter_pooled_at AS pooled_at
              FROM res_partner p
              LEFT JOIN res_partner above ON above.id = p.parent_id
              LEFT JOIN callcenter_dictionary_item level ON level.id = p.callcenter_level_id
             WHERE p.callcenter_pool_id IS NOT NULL AND p.user_id IS NULL AND p.active
               AND above.callcenter_pool_id IS NULL
        """

    def action_claim(self):
        """Claim these customers; says how many more there may be, with a link to the one that was claimed."""
        if not self.env.user.has_group("callcenter_crm.group_agent"):
            raise AccessError(self.env._("Only agents claim customers."))
        self.env.flush_all()
        if self.search_count([("id", "in", self.ids)]) < len(self):
            raise UserError(self.env["callcenter.pool"]._gone())
        partners = self.env["callcenter.pool"]._claim(self.ids)
        self.env.invalidate_all()
        left = self.claim_state()["left"]
        count = len(partners)
        if left is None:
            message = self.env._("Claimed: %(count)s.", count=count)
        else:
            message = self.env._("Claimed: %(count)s. Left today: %(left)s.", count=count, left=left)
        links = [
            {"label": row.name, "url": f"/odoo/callcenter-customers/{row.id}"} for row in partners[:1] if count == 1
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message + (" %s" if links else ""), "links": links},
        }

    @api.model
    def claim_state(self):
        """Return what the user may still claim: see ``callcenter.pool.limit._state``."""
        return self.env["callcenter.pool.limit"]._state(self.env.user)

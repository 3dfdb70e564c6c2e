from odoo import api, fields, models
from odoo.tools import SQL

WHAT = [
    ("rule", "Dial rule"),
    ("do_not_call", "Do-not-call list"),
    ("hours", "Outside of calling hours"),
    ("per_day", "Called too often today"),
    ("campaign", "Campaign does not call now"),
    ("route", "No trunk"),
]


class CallcenterDialBlock(models.Model):
    """Somebody wanted to dial, and a rule forbade it. No attempt: nothing of it is in the calls."""

    _name = "callcenter.dial.block"
    _description = "Blocked Dialling"
    _order = "at desc, id desc"
    _rec_name = "number"
    _log_access = False

    key = fields.Char(readonly=True, help="Of what a phone dialled by itself.")
    at = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="cascade")
    extension = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True, ondelete="set null")
    number = fields.Char(readonly=True)
    what = fields.Selection(WHAT, "Kept by", required=True, readonly=True)
    rule_id = fields.Many2one("callcenter.dial.rule", readonly=True, ondelete="set null")
    campaign_id = fields.Many2one("callcenter.campaign", readonly=True, ondelete="set null", index="btree_not_null")

    _key_uniq = models.UniqueIndex("(key) WHERE key IS NOT NULL", "This is counted already.")
    _at_index = models.Index("(at DESC)")

    @api.model
    def _ledger_blocked(self, node, blocked, names):
        """Count what the node's own rules kept phones from dialling (ledger.Blocked); again changes nothing."""
        for row in blocked:
            party = names.agents.get(row.agent)
            what, rule = self._meant(row.rule)
            campaign = int(row.campaign) if row.campaign.isdecimal() else 0
            self.env.cr.execute(
                SQL(
                    """INSERT INTO callcenter_dial_block
                           (key, at, node_id, extension, user_id, number, what, rule_id, campaign_id)
                       VALUES (%s, to_timestamp(%s) AT TIME ZONE 'UTC', %s, %s, %s, %s, %s,
                               (SELECT id FROM callcenter_dial_rule WHERE id = %s),
                               (SELECT id FROM callcenter_campaign WHERE id = %s))
                       ON CONFLICT DO NOTHING""",
                    row.key,
                    row.at,
                    node,
                    row.agent[:40],
                    party and party.user_id,
                    row.number[:40],
                    what,
                    rule,
                    campaign,
                )
            )

    @api.model
    def _meant(self, code):
        """Return (what, rule id) of the code that the node gives."""
        if code in dict(WHAT):
            return code, 0
        return "rule", int(code[1:]) if code[1:].isdecimal() else 0

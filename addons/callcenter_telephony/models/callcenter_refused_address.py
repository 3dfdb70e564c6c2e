from datetime import UTC, datetime, timedelta

from odoo import api, fields, models

KEEP_DAYS = 365
SERVICES = {"PJSIP": "phone", "AMI": "manager"}


def _moment(epoch):
    return epoch and datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None, microsecond=0)


class CallcenterRefusedAddress(models.Model):
    """An address from which passwords were guessed. The node refuses it by itself; here is told and lifted."""

    _name = "callcenter.refused.address"
    _description = "Refused Address"
    _order = "last desc, id desc"
    _rec_name = "address"

    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="cascade", index=True)
    address = fields.Char(required=True, readonly=True)
    service = fields.Selection([("phone", "Phones"), ("manager", "Manager")], "Password of", readonly=True)
    count = fields.Integer("Wrong passwords", readonly=True)
    accounts = fields.Char("Tried as", readonly=True)
    since = fields.Datetime("First", required=True, readonly=True)
    last = fields.Datetime(required=True, readonly=True)
    until = fields.Datetime("Refused until", readonly=True)
    lifted_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("refused", "Refused"), ("over", "Over"), ("lifted", "Lifted"), ("told", "Not refused")],
        compute="_compute_state",
        help="Not refused: a registered phone, a trunk or one of the server's own networks has this address.",
    )

    @api.depends("until", "lifted_by_id")
    def _compute_state(self):
        now = fields.Datetime.now()
        for row in self:
            if not row.until:
                row.state = "told"
            elif row.lifted_by_id:
                row.state = "lifted"
            else:
                row.state = "refused" if row.until > now else "over"

    def action_lift(self):
        """Let the addresses in again; they may guess anew."""
        self.check_access("read")
        self.env["callcenter.node"].check_access("write")
        for row in self.filtered(lambda row: row.state == "refused"):
            self.env["callcenter.command"]._send(row.node_id, "lift_address", {"address": row.address})
            # sudo: callcenter.refused.address - rows are the connector's; who may change the server may lift
            row.sudo().lifted_by_id = self.env.user

    @api.model
    def _book(self, node, guess):
        """Book a guard.Guess of ``node``; the same again changes nothing."""
        known = [("node_id", "=", node.id), ("address", "=", guess.address), ("last", "=", _moment(guess.last))]
        if self.search_count(known, limit=1):
            return
        told = {
            "count": guess.count,
            "accounts": ", ".join(guess.accounts),
            "since": _moment(guess.since),
            "until": _moment(guess.until),
        }
        row = self.create(
            {
                "node_id": node.id,
                "address": guess.address,
                "service": SERVICES.get(guess.service),
                "last": _moment(guess.last),
                **told,
            }
        )
        self.env["callcenter.audit"]._note("refuse", row, detail={"set": told})

    @api.autovacuum
    def _gc_addresses(self):
        self.search([("last", "<", fields.Datetime.now() - timedelta(days=KEEP_DAYS))], limit=100_000).unlink()

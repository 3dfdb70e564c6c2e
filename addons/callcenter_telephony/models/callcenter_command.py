from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..connector.refusals import SENTENCES

KEEP_DAYS = 30
MAX_AGE = timedelta(seconds=60)
LATE_IS_FINE = ("configure", "sign_out", "numbers", "serve", "callback_cancel", "lift_address")


def clean(value):
    """Return ``value`` (plain JSON) with every CR, LF and NUL taken out of its texts."""
    if isinstance(value, str):
        return value.translate({0: None, 10: None, 13: None})
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return value


class CallcenterCommand(models.Model):
    """The outbox: what the connector is to do on a node. No web request speaks to a node itself."""

    _name = "callcenter.command"
    _description = "Command to a node"
    _order = "id desc"

    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="cascade", index=True)
    name = fields.Char("Command", required=True, readonly=True)
    args = fields.Json(readonly=True)
    args_text = fields.Char("Details", compute="_compute_args_text")
    state = fields.Selection(
        [("queued", "Queued"), ("sent", "Sent"), ("done", "Done"), ("failed", "Failed"), ("expired", "Expired")],
        required=True,
        readonly=True,
        default="queued",
    )
    message = fields.Char("Technical message", readonly=True, help="In English, as the connector's log has it.")
    refusal = fields.Json(readonly=True, help="Code and values of what the person who asked was told.")
    result_text = fields.Char("Message", compute="_compute_result_text")
    user_id = fields.Many2one("res.users", "Requested by", readonly=True, index="btree_not_null")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="set null")
    sent_at = fields.Datetime(readonly=True)
    done_at = fields.Datetime(readonly=True)

    _open_idx = models.Index("(node_id, id) WHERE state IN ('queued', 'sent')")

    @api.depends("args")
    def _compute_args_text(self):
        for command in self:
            command.args_text = ", ".join(f"{key}: {value}" for key, value in (command.args or {}).items())

    @api.depends("refusal", "message")
    def _compute_result_text(self):
        for command in self:
            command.result_text = command._sentence()

    @api.depends("name")
    def _compute_display_name(self):
        for command in self:
            command.display_name = f"{command.name} #{command.id}"

    @api.model
    def _send(self, node, name, args, partner=None):
        """Put a command into the outbox of ``node``; the connector is woken with the commit.

        ``args`` is plain JSON; ``partner`` is the customer that a call is made to. Returns the new row.
        """
        # sudo: callcenter.command - agents may ask for acts without a right on the outbox
        command = self.sudo().create(
            {
                "node_id": node.id,
                "name": name,
                "args": clean(args),
                "user_id": self.env.uid,
                "partner_id": partner.id if partner else False,
            }
        )
        # sudo: callcenter.node - the code only
        channel = f"callcenter_{node.sudo().code}"
        self.env.cr.execute("SELECT pg_notify(%s, %s)", (channel, str(command.id)))
        return command

    @api.model
    def _send_once(self, node, name):
        """As ``_send`` without args, unless this very transaction has asked for the same already."""
        # in SQL: a domain compares whole seconds, and another transaction of this second may have been carried out
        self.env.cr.execute(
            SQL(
                """SELECT id FROM callcenter_command
                    WHERE node_id = %s AND name = %s AND create_date = now() AT TIME ZONE 'UTC' LIMIT 1""",
                node.id,
                name,
            )
        )
        known = self.env.cr.fetchone()
        return self.browse(known) if known else self._send(node, name, {})

    # for the connector

    @api.model
    def _take(self, node, limit):
        """Return the oldest queued commands of ``node``, now marked sent; what is too old is marked expired."""
        self.env.cr.execute(
            SQL(
                """SELECT id FROM callcenter_command WHERE node_id = %s AND state = 'queued'
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                node.id,
                limit,
            )
        )
        queued = self.browse(row[0] for row in self.env.cr.fetchall())
        now = fields.Datetime.now()
        late = queued.filtered(lambda row: row.name not in LATE_IS_FINE and now - row.create_date > MAX_AGE)
        late._close("expired", SENTENCES["expired"], {"code": "expired", "values": {}})
        (queued - late).write({"state": "sent", "sent_at": now})
        return queued - late

    @api.model
    def _unfinished(self, node):
        """Return the commands of ``node`` that were taken and never reported."""
        return self.search([("node_id", "=", node.id), ("state", "=", "sent")], order="id")

    def _finish(self, ok, message, refusal=None):
        """Book how commands ended; ``refusal``: what the person is told who gave one, see connector/refusals.py."""
        self._close("done" if ok else "failed", message, refusal)

    def _close(self, state, message, refusal=None):
        """Set the final state and tell the browser of who asked, in that user's language."""
        self.write(
            {
                "state": state,
                "message": message or False,
                "refusal": refusal or False,
                "done_at": fields.Datetime.now(),
            }
        )
        for command in self.filtered(lambda row: row.name != "configure"):
            told = command.with_context(lang=command.user_id.lang)._sentence()
            command.user_id._bus_send("callcenter/command", {"id": command.id, "ok": state == "done", "message": told})

    def _sentence(self):
        """Return how the command ended in the language of the environment; English where no code says it."""
        code, values = (self.refusal or {}).get("code"), (self.refusal or {}).get("values") or {}
        try:
            SENTENCES[code] % values
        except (KeyError, TypeError, ValueError):
            return self.message or ""
        return self.env._(SENTENCES[code], **values)

    @api.autovacuum
    def _gc_commands(self):
        """Remove finished commands after 30 days."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = self.search([("state", "in", ("done", "failed", "expired")), ("create_date", "<", limit)], limit=100_000)
        old.unlink()

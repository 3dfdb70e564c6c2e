from odoo import fields, models

from ..connector.notices import REASONS, SENTENCES


class CallcenterNodeStatus(models.Model):
    """What the connector reports of a node, in a row of its own.

    It is written every few seconds; in the node's row each of these writes would collide with a
    person who is just saving the node's form.
    """

    _name = "callcenter.node.status"
    _description = "Status of a node"
    _log_access = False

    node_id = fields.Many2one("callcenter.node", required=True, readonly=True, ondelete="cascade")
    last_seen = fields.Datetime(readonly=True)
    status = fields.Json(readonly=True)
    given_up_at = fields.Datetime(readonly=True, help="Not heard of since: what it left open was closed.")
    snapshot = fields.Text(readonly=True, groups="base.group_system", help="Memory of the connector, opaque.")

    _node_uniq = models.Constraint("UNIQUE (node_id)", "A node has one status.")

    def _attention(self):
        """Return the connector's messages in the user's language, a sentence a line."""
        if self.given_up_at:
            return self.env._(
                "Not heard of since %(time)s: its calls count as cut off, its agents as signed out. Check the machine, "
                "Asterisk and the connector.",
                time=fields.Datetime.context_timestamp(self, self.given_up_at).strftime("%Y-%m-%d %H:%M"),
            )
        rows = (self.status or {}).get("messages") or []
        return "\n".join(self._sentence(**row) for row in rows)

    def _sentence(self, code, text, values=None, **_other):
        """Return what a message says; ``text``, in English, when it is of a connector of another version."""
        values = dict(values or {})
        if values.get("reason") in REASONS:
            values["reason"] = self.env._(values["reason"])
        try:
            SENTENCES[code] % values
        except (KeyError, TypeError, ValueError):
            return text
        return self.env._(SENTENCES[code], **values)

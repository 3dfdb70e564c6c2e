from odoo import api, models
from odoo.exceptions import AccessError

from ..moments import ms

SHOWN = 8


class CallcenterAgentCallbacks(models.AbstractModel):
    """Whom the agent is to call back: the list of the workspace."""

    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def today(self):
        return {**super().today(), "callbacks": self._me()._callbacks()}

    @api.model
    def callback_done(self, callback_id):
        """Take a row off the list; AccessError when it is not on the user's."""
        row = self.env["callcenter.callback"].browse(callback_id).exists()
        if not row:
            raise AccessError(self.env._("This call-back is not on your list."))
        row.action_done()
        return True

    def _callbacks(self):
        """Return ``count`` and ``rows`` (see ``_callback``), the first due first; ``messages`` are [{id, seconds}],
        moments ms since the epoch, ``number`` and ``source`` are for ``dial``."""
        Row = self.env["callcenter.callback"].with_user(self.user_id)
        domain = [("state", "=", "open"), ("node_id", "=", self.node_id.id)]
        rows = Row.search(domain, limit=SHOWN)
        return {"count": Row.search_count(domain), "rows": [self._callback(row) for row in rows]}

    def _callback(self, row):
        shown = row.number or False
        return {
            "id": row.id,
            "kind": row.kind,
            "at": ms(row.at),
            "due": ms(row.due),
            "overdue": row.overdue,
            # sudo: callcenter.queue, res.partner - names only
            "queue": row.sudo().queue_id.name or False,
            "name": row.sudo().partner_id.display_name or False,
            "partner_id": row.partner_id.id or False,
            "number": shown,
            "display_number": self._shown(shown) if shown else False,
            "attempts": row.attempts,
            "source": {"model": row._name, "id": row.id, "name": "number"},
            "messages": [{"id": one.id, "seconds": round(one.seconds)} for one in row._messages()],
        }

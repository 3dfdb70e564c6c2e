from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime


class CallcenterAllocationTold(models.Model):
    """What the screen says of the act done last: how many went where, how many an undo would take back."""

    _inherit = "callcenter.allocation"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def last_told(self):
        """Return the user's last act of the last 24 hours that stands, as :meth:`told` does; False without one."""
        since = fields.Datetime.now() - timedelta(days=1)
        act = self.search([("user_id", "=", self.env.user.id), ("at", ">", since)], limit=1)
        return act.told() if act and not act.undone else False

    def told(self):
        """Return ``{"id", "kind", "text", "undone"}`` of an act."""
        self.ensure_one()
        text = self.summary
        if not self.undone and not self.sharing and self.kind in ("allocate", "reassign", "recall"):
            text = " ".join(filter(None, [self._went_text(), self._back_text()]))
        return {"id": self.id, "kind": self.kind, "text": text, "undone": self.undone}

    def _went_text(self):
        if self.kind == "recall":
            return self._done_text()
        self.env.cr.execute(
            SQL(
                "SELECT count(DISTINCT to_user_id), count(DISTINCT to_department_id) FROM callcenter_contact_move"
                " WHERE act_id = %s",
                self.id,
            )
        )
        agents, departments = self.env.cr.fetchone()
        values = {
            "count": self._number(self.count),
            "targets": agents or departments,
            "time": format_datetime(self.env, self.at, dt_format="HH:mm"),
        }
        if agents:
            return self.env._("%(count)s contacts went to %(targets)s agents at %(time)s.", **values)
        return self.env._("%(count)s contacts went to %(targets)s departments at %(time)s.", **values)

    def _back_text(self):
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT count(*) FROM %s", self._untouched()))
        back = self.env.cr.fetchone()[0]
        if back == self.count:
            return ""
        return self.env._(
            "%(stayed)s have been called or moved since; an undo takes back the other %(back)s.",
            stayed=self._number(self.count - back),
            back=self._number(back),
        )

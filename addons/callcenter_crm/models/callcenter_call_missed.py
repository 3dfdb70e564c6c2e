import logging

import psycopg2

from odoo import api, models

from .callcenter_call import MISSED

_logger = logging.getLogger(__name__)


class CallcenterCallMissed(models.Model):
    """Nobody has to look for missed calls: whoever is in charge of the caller is reminded of each."""

    _inherit = "callcenter.call"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _ledger_written(self, calls):
        result = super()._ledger_written(calls)
        ended = calls.filtered(lambda call: call.end and call.number)
        missed = ended.filtered(lambda call: call.direction == "inbound" and call.result in MISSED)
        talked = ended.filtered(lambda call: call.direction != "internal" and call.talk_s > 0)
        if missed or talked:
            self._callcenter_remind(missed, talked)
        return result

    @api.model
    def _callcenter_remind(self, missed, talked):
        """Remind of ``missed`` calls, and no more of those whom ``talked`` has reached since.

        A fault here is logged: it must not cost the ledger a call.
        """
        Followup = self.env["callcenter.followup"]
        try:
            with self.env.cr.savepoint():
                Followup._callcenter_called_back(talked)
                for call in missed.sorted("start"):
                    Followup._callcenter_missed(call)
        except psycopg2.OperationalError:
            raise
        except Exception:  # pylint: disable=broad-exception-caught
            _logger.exception("Reminders of missed calls: %s", missed.ids)

    def _callcenter_leader(self):
        """Return who answers for those who should have taken this call; higher addons know more of them."""
        self.ensure_one()
        Followup = self.env["callcenter.followup"]
        users = self.last_user_id | self.user_id
        return next(
            filter(None, (Followup._leader(user.callcenter_department_id, user) for user in users)), users.browse()
        )

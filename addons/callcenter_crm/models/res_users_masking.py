import hmac
from datetime import timedelta

from odoo import fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tools import SQL, ormcache

from ..tools.masked_fields import MaskedNumber, digits_of
from ..tools.masking import mask, mask_all

# how a whole number that somebody gave stands in the audit log
LOOKUP = "callcenter.number"


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    phone = MaskedNumber()

    @ormcache("self.id")
    def _callcenter_sees_numbers(self):
        """Return whether the user sees telephone numbers whole.

        Masked they are for internal users without the right as soon as one of their companies masks them.
        """
        if not self.id or self.id == SUPERUSER_ID:
            return True
        # sudo: res.users - rights and companies are not the user's own to read
        user = self.sudo()
        return user.share or user._callcenter_may_see_numbers()

    def _callcenter_may_see_numbers(self):
        """Return whether roles and companies of the user give whole numbers, by what the records say now: what is kept
        in memory may be of before a change."""
        masking = [("user_ids", "in", self.ids), ("callcenter_mask_numbers", "=", True)]
        masks = self.env["res.company"].search_count(masking, limit=1)
        return not masks or self.env.ref("callcenter_crm.group_numbers") in self.all_group_ids

    def _callcenter_number(self, number):
        """Return ``number`` as the user may see it."""
        return number if self._callcenter_sees_numbers() else mask(number)

    def _callcenter_shown(self, value):
        """Return ``value`` (text, or lists and dictionaries of them) as the user may see it: numbers in it masked."""
        return value if self._callcenter_sees_numbers() else mask_all(value)

    def _callcenter_use_lookup(self, numbers):
        """Count whole numbers that a user for whom they are masked has given to be compared with those that we have.

        The answer tells whose a number is; without a limit all numbers behind a masked one could be tried.

        :param numbers: texts
        :raise UserError: more than the company allows in an hour
        """
        if not numbers or self._callcenter_sees_numbers():
            return
        Audit = self.env["callcenter.audit"]
        # two at once count one after the other
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('callcenter_lookup'), %s)", self.id))
        # sudo: callcenter.audit - one's own look-ups of the last hour
        rows = Audit.sudo().search(
            [
                ("user_id", "=", self.id),
                ("at", ">", fields.Datetime.now() - timedelta(hours=1)),
                ("model", "=", LOOKUP),
            ]
        )
        used = set(rows.mapped("detail"))
        new = {self._callcenter_lookup_key(number) for number in numbers} - used
        if new and len(used) + len(new) > self.env.company.callcenter_lookups:
            raise UserError(
                self.env._(
                    "You have entered %(count)s whole numbers within an hour; more are not compared. Ask your team "
                    "leader.",
                    count=len(used),
                )
            )
        for key in new:
            Audit._note("see", model=LOOKUP, count=1, detail=key)

    def _callcenter_lookup_key(self, number):
        """Return ``number`` as it stands in the log: masked, with a mark by which it is known again."""
        # sudo: ir.config_parameter - without the secret the mark could be tried out
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret") or ""
        digits = digits_of(number)
        mark = hmac.new(secret.encode(), digits.encode(), "sha256").hexdigest()[:8]
        return f"{mask(number)} #{mark}"

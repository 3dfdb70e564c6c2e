import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

NUMBER = re.compile(r"[0-9]{3,20}")
PIN = re.compile(r"[0-9]{4,12}")
ROUNDS = 60_000  # some 30 ms, of the half second that a flow waits


def hashed(pin, salt=None):
    """Return ``salt$hash`` of a PIN."""
    salt = salt or secrets.token_hex(16)
    return f"{salt}${hashlib.pbkdf2_hmac('sha256', pin.encode(), bytes.fromhex(salt), ROUNDS).hex()}"


NOBODY = hashed("0000")


class CallcenterMember(models.Model):
    """A customer's member number and PIN, by which a flow knows who is calling. The PIN itself is kept nowhere."""

    _name = "callcenter.member"
    _description = "Member Number"
    _order = "number"
    _rec_name = "number"

    number = fields.Char("Member number", required=True)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    pin = fields.Char("New PIN", compute="_compute_pin", inverse="_inverse_pin", help="4 to 12 digits; never shown.")
    pin_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    has_pin = fields.Boolean("PIN set", compute="_compute_has_pin", compute_sudo=True)
    failures = fields.Integer("Wrong PINs", readonly=True, copy=False, help="In a row.")
    locked_until = fields.Datetime(readonly=True, copy=False)
    locked = fields.Boolean(compute="_compute_locked")
    active = fields.Boolean(default=True)

    _number_uniq = models.Constraint("UNIQUE (company_id, number)", "Another customer has this member number.")

    @api.constrains("number")
    def _constrain_number(self):
        for member in self:
            if not NUMBER.fullmatch(member.number):
                raise ValidationError(self.env._("Member number: 3 to 20 digits."))

    def _compute_pin(self):
        self.pin = False

    def _inverse_pin(self):
        for member in self.filtered("pin"):
            if not PIN.fullmatch(member.pin):
                raise ValidationError(self.env._("PIN: 4 to 12 digits."))
            # sudo: callcenter.member - who may change a member may set its PIN, but read the hash nobody
            member.sudo().pin_hash = hashed(member.pin)

    @api.depends("pin_hash")
    def _compute_has_pin(self):
        for member in self:
            member.has_pin = bool(member.pin_hash)

    @api.depends("locked_until")
    def _compute_locked(self):
        now = fields.Datetime.now()
        for member in self:
            member.locked = bool(member.locked_until and member.locked_until > now)

    def action_unlock(self):
        """Let the customer try again at once."""
        self.check_access("write")
        self.write({"failures": 0, "locked_until": False})

    @api.model
    def _check_pin(self, company, number, pin, lock_after, lock_minutes):
        """Return ``(ok | failed | locked, customer's id or False)``; a wrong PIN is counted, also of calls at once."""
        self.env.cr.execute(
            SQL(
                """SELECT id, partner_id, pin_hash, COALESCE(failures, 0),
                          locked_until > clock_timestamp() AT TIME ZONE 'UTC'
                     FROM callcenter_member WHERE company_id = %s AND number = %s AND active FOR UPDATE""",
                company.id,
                number,
            )
        )
        member, partner, known, failures, locked = self.env.cr.fetchone() or (False, False, None, 0, False)
        if locked:
            return "locked", False
        known = known or NOBODY  # as much work for a number that nobody has
        right = hmac.compare_digest(hashed(pin, known.partition("$")[0]), known) and known is not NOBODY
        if member and (failures or not right):
            self._count(member, 0 if right else failures + 1, lock_after, lock_minutes)
        if right:
            return "ok", partner
        return ("locked" if member and failures + 1 >= lock_after else "failed"), False

    def _count(self, member, failures, lock_after, lock_minutes):
        locked = failures >= lock_after
        until = fields.Datetime.now() + timedelta(minutes=lock_minutes) if locked else None
        self.env.cr.execute(
            SQL(
                "UPDATE callcenter_member SET failures = %s, locked_until = %s WHERE id = %s",
                0 if locked else failures,
                until,
                member,
            )
        )
        self.browse(member).invalidate_recordset(["failures", "locked_until"])

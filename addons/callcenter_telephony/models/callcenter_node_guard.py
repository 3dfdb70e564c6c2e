import ipaddress

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterNodeGuard(models.Model):
    """When an address that guesses passwords is refused, and which never are."""

    _inherit = "callcenter.node"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    guard_failures = fields.Integer(
        "Wrong passwords until refused", default=10, help="Of one address within the time below; 0: never refused."
    )
    guard_within_min = fields.Integer("Within (min)", default=10)
    guard_refuse_min = fields.Integer("Refused for (min)", default=60)
    own_networks = fields.Text(
        "Never refused",
        help="Addresses or networks, one a line, such as 192.168.1.0/24: offices, and a proxy of the browser phones. "
        "Trunks and addresses from which phones are registered are never refused.",
    )

    @api.constrains("guard_failures", "guard_within_min", "guard_refuse_min")
    def _constrain_guard(self):
        for node in self:
            if not 0 <= node.guard_failures <= 1000 or not 1 <= node.guard_within_min <= 1440:
                raise ValidationError(self.env._("Wrong passwords: 0 to 1000 within 1 to 1440 minutes."))
            if not 1 <= node.guard_refuse_min <= 43200:
                raise ValidationError(self.env._("Refused for: 1 to 43200 minutes."))

    @api.constrains("own_networks")
    def _constrain_own_networks(self):
        for text in self._lines("own_networks"):
            try:
                ipaddress.ip_network(text, strict=False)
            except ValueError as error:
                raise ValidationError(
                    self.env._("“%(text)s” is no IP address or network such as 192.0.2.0/24.", text=text)
                ) from error

    def _guard(self):
        """Return the fields of a guard.GuardRule."""
        self.ensure_one()
        # sudo: callcenter.trunk - addresses only
        trunks = self.sudo()._source().trunk_ids
        allowed = [text for trunk in trunks for text in trunk._allowed()]
        return {
            "failures": self.guard_failures,
            "within_s": self.guard_within_min * 60,
            "refuse_s": self.guard_refuse_min * 60,
            "never": (*self._lines("own_networks"), *allowed),
        }

    def _lines(self, name):
        return [line.strip() for node in self for line in (node[name] or "").splitlines() if line.strip()]

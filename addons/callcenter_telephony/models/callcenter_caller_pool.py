from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render
from . import callcenter_config_mixin as mixin

NUMBER = mixin.re.compile(r"\+?[0-9]{3,15}")


class CallcenterCallerPool(models.Model):
    """Numbers that the people called see: of a campaign or of a department."""

    _name = "callcenter.caller.pool"
    _inherit = "callcenter.node.part"
    _description = "Caller Numbers"
    _order = "name, id"
    _not_configured = frozenset({"name"})

    name = fields.Char(required=True)
    numbers = fields.Text(required=True, help="One a line, as the carrier wants them, such as 075588880000.")
    in_turn = fields.Boolean("One after the other", help="Off: always the first.")
    campaign_ids = fields.One2many("callcenter.campaign", "caller_pool_id", "Campaigns")
    department_ids = fields.One2many("callcenter.department", "caller_pool_id", "Departments")

    @api.constrains("numbers")
    def _constrain_numbers(self):
        for pool in self:
            wrong = next((number for number in pool._numbers() if not NUMBER.fullmatch(number)), None)
            if wrong:
                raise ValidationError(self.env._("“%(number)s”: write digits only, one number a line.", number=wrong))
            if not pool._numbers():
                raise ValidationError(self.env._("Write at least one number."))

    def _numbers(self):
        return tuple(line.strip() for line in (self.numbers or "").splitlines() if line.strip())

    def _as_pool(self):
        return render.CallerPool(str(self.id), self._numbers(), self.in_turn)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.callcenter_crm.tools import location

from ..render import model as render
from . import callcenter_config_mixin as mixin

ACTS = [("forbid", "Forbid"), ("allow", "Allow"), ("route", "Choose the trunk")]
NUMBER_KINDS = [
    ("mobile", "Mobile numbers"),
    ("fixed", "Fixed numbers"),
    ("short", "Short numbers"),
    ("abroad", "Other countries"),
]
BEGINNING = mixin.re.compile(r"\+?[0-9]{1,15}")
SEPARATORS = mixin.re.compile(r"[\s,，、;；]+")


class CallcenterDialRule(models.Model):
    """What may be dialled and by which trunk it goes.

    Of the rules that allow or forbid, the first that holds decides; of those that choose a trunk, too. A rule holds
    where all that it says holds; what it leaves empty does not matter.
    """

    _name = "callcenter.dial.rule"
    _inherit = "callcenter.node.part"
    _description = "Dial Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="Agents read it when the rule forbids their call.")
    sequence = fields.Integer(default=10)
    act = fields.Selection(ACTS, "Then", required=True, default="forbid")
    prefixes = fields.Char(
        "Numbers that begin with",
        help="Short numbers as they are, others with their country: 110, 119, +86168. Several with commas between.",
    )
    number_kind = fields.Selection(NUMBER_KINDS, "Kind of number")
    places = fields.Char("Where they belong", help="Provinces and cities, such as 广东, 深圳; Chinese numbers only.")
    campaign_ids = fields.Many2many("callcenter.campaign", string="Campaigns")
    department_ids = fields.Many2many("callcenter.department", string="Departments", help="With all below them.")
    trunk_id = fields.Many2one("callcenter.trunk", domain="[('node_id', '=', node_id)]", ondelete="restrict")
    fallback_trunk_id = fields.Many2one(
        "callcenter.trunk",
        "Else by",
        domain="[('node_id', '=', node_id), ('id', '!=', trunk_id)]",
        ondelete="restrict",
        help="Where the first one has no free line or is away. It stays one call.",
    )

    @api.constrains("prefixes")
    def _constrain_prefixes(self):
        for rule in self:
            wrong = next((text for text in _parts(rule.prefixes) if not BEGINNING.fullmatch(text)), None)
            if wrong:
                raise ValidationError(self.env._("“%(text)s” is not the beginning of a number.", text=wrong))

    @api.constrains("places")
    def _constrain_places(self):
        for rule in self:
            unknown = next((place for place in _parts(rule.places) if not location.beginnings(place)), None)
            if unknown:
                raise ValidationError(
                    self.env._("No number belongs to “%(place)s”: write a Chinese province or city.", place=unknown)
                )

    @api.constrains("act", "trunk_id", "fallback_trunk_id", "node_id")
    def _constrain_trunks(self):
        for rule in self:
            if rule.act == "route" and not rule.trunk_id:
                raise ValidationError(self.env._("Choose a trunk."))
            if (rule.trunk_id | rule.fallback_trunk_id).node_id - rule.node_id:
                raise ValidationError(self.env._("The trunk belongs to another server."))

    def _trunks(self):
        return (self.trunk_id | self.fallback_trunk_id).filtered("active")

    def _as_rule(self):
        departments = self.env["callcenter.department"].search([("id", "child_of", self.department_ids.ids)])
        beginnings = [part for place in _parts(self.places) for part in location.beginnings(place)]
        return render.DialRule(
            code=f"r{self.id}",
            act=self.act,
            prefixes=_parts(self.prefixes),
            kinds=(self.number_kind,) if self.number_kind else (),
            places=tuple(sorted(set(beginnings))),
            campaigns=tuple(str(campaign) for campaign in self.campaign_ids.ids),
            departments=tuple(str(department) for department in departments.ids) if self.department_ids else (),
            trunks=tuple(self._trunks().mapped("code")) if self.act == "route" else (),
        )


def _parts(text):
    return tuple(part for part in SEPARATORS.split(text or "") if part)

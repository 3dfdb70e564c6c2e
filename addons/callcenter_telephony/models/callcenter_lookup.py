import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PIECE = re.compile(r"\{([a-z0-9_.]+)(?::([a-z]+))?\}")
WAYS = ("digits", "number", "amount", "date", "choice")


class CallcenterLookup(models.Model):
    """What a flow can find out for a caller, and how it is said. ``{field:way}`` in a sentence is a value of the record
    found; ways: digits, number, amount, date, choice."""

    _name = "callcenter.lookup"
    _inherit = ("callcenter.config.mixin", "callcenter.used.mixin")
    _description = "Look-up"
    _order = "name"
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model", "Looks in", required=True, ondelete="cascade", domain="[('transient', '=', False)]"
    )
    model = fields.Char(related="model_id.model", string="Model")
    search_field = fields.Char(
        "Found by", help="Field that holds the number typed, such as name. Empty: the caller's own, by “customer”."
    )
    match = fields.Selection(
        [("exact", "The whole value"), ("digits", "Its digits, leading letters and zeros aside")],
        "Compared",
        required=True,
        default="exact",
    )
    partner_field = fields.Char(
        "Customer", default="partner_id", help="Field with the customer, such as partner_id; of customers: id."
    )
    own_only = fields.Boolean(
        "Own records only",
        default=True,
        help="Say it to the customer it belongs to alone: known by member number and PIN, else by the number called "
        "from. Off: to anybody who knows the number.",
    )
    domain = fields.Char(default="[]", help="Records outside are not found.")
    order = fields.Char(default="id desc", help="Of several the first is said.")
    sentence_zh = fields.Text("Sentence in Chinese")
    sentence_en = fields.Text("Sentence in English")

    _code_uniq = models.Constraint("UNIQUE (code)", "Another look-up has this code already.")

    @api.model
    def _used_by(self):
        return {"callcenter.ivr.step": ("lookup_id",)}

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains("active")
    def _constrain_archive(self):
        gone = self.filtered(lambda lookup: not lookup.active)
        users = self.env["callcenter.ivr.version"]._using("lookup_id", gone)
        if users:
            raise ValidationError(
                self.env._("Published flows still use this look-up: %(names)s.", names=", ".join(users))
            )

    def _configured_nodes(self):
        # sudo: callcenter.node - whoever changes a look-up, the nodes follow
        return self.env["callcenter.node"].sudo().search([])

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterNumber(models.Model):
    """A number at which a customer is reached: what an incoming call is matched with.

    ``origin`` tells where it comes from: ``phone`` rows mirror the contact's own phone field, ``manual`` rows are
    further numbers that people add. With ``callcenter_sync`` in the context the numbers given are keys already, and
    nothing is mirrored in turn.
    """

    _name = "callcenter.number"
    _description = "Customer's Number"
    _rec_name = "number"
    _order = "partner_id, origin desc, id"
    _log_access = False

    number = fields.Char(required=True, help="Stored in international form; extensions as they are.")
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [("mobile", "Mobile"), ("landline", "Landline"), ("home", "Home"), ("work", "Work"), ("other", "Other")],
        default="mobile",
        required=True,
    )
    origin = fields.Selection([("phone", "Phone Field"), ("manual", "Added")], default="manual", required=True)

    _number_index = models.Index("(number)")
    _number_unique = models.Constraint("UNIQUE (partner_id, number)", "This customer has this number already.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("callcenter_sync"):
            default = self.env.context.get("default_partner_id")
            for vals in vals_list:
                partner = self.env["res.partner"].browse(vals.get("partner_id", default))
                vals["number"] = self._normalized(vals.get("number"), partner)
        return super().create(vals_list)

    def write(self, vals):
        if "number" not in vals:
            return super().write(vals)
        for row in self:
            super(CallcenterNumber, row).write({**vals, "number": self._normalized(vals["number"], row.partner_id)})
        return True

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        if not self.env.context.get("callcenter_sync"):
            partners.exists()._callcenter_sync_numbers()
        return result

    @api.model
    def _search_display_name(self, operator, value):
        return super()._search_display_name(operator, self.env.company._callcenter_search_term(value))

    def _normalized(self, text, partner):
        number = partner._callcenter_normalize(text)
        if not number:
            raise ValidationError(self.env._("“%(text)s” is not a phone number.", text=text or ""))
        return number

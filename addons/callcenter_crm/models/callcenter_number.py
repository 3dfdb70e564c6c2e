from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import phone
from ..tools.masked_fields import MaskedName


class CallcenterNumber(models.Model):
    """A number at which a customer is reached: what an incoming call is matched with.

    ``origin`` tells where it comes from: ``phone`` rows mirror the contact's own phone field, ``manual`` rows are
    further numbers that people add. With ``callcenter_sync`` in the context the numbers given are keys already, and
    nothing is mirrored in turn.
    """

    _name = "callcenter.number"
    _inherit = "callcenter.located.mixin"
    _description = "Customer's Number"
    _rec_name = "number"
    _order = "partner_id, origin desc, id"
    _log_access = False

    number = fields.Char(required=True, help="Stored in international form; extensions as they are.")
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="cascade", index=True)
    kind_id = fields.Many2one(
        "callcenter.dictionary.item",
        domain=[("dictionary_id.code", "=", "number_kind")],
        ondelete="restrict",
        help="Where it is left empty the number itself tells mobile from fixed.",
    )
    note = MaskedName(help="Whose it is, when to call.")
    main = fields.Boolean(compute="_compute_main", help="The number that is called and texted first.")
    origin = fields.Selection([("phone", "Phone Field"), ("manual", "Added")], default="manual", required=True)

    _number_index = models.Index("(number)")
    _number_unique = models.Constraint("UNIQUE (partner_id, number)", "This customer has this number already.")

    @api.depends("partner_id.callcenter_numbers.origin")
    def _compute_main(self):
        for row in self:
            row.main = row == row.partner_id.callcenter_numbers[:1]

    @api.constrains("kind_id")
    def _check_kind(self):
        # sudo: callcenter.dictionary - only which dictionary it is
        if any(row.kind_id and row.kind_id.dictionary_id.code != "number_kind" for row in self.sudo()):
            raise ValidationError(self.env._("Choose one of the kinds of number."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("callcenter_sync"):
            default = self.env.context.get("default_partner_id")
            for vals in vals_list:
                partner = self.env["res.partner"].browse(vals.get("partner_id", default))
                vals["number"] = self._normalized(vals.get("number"), partner)
        if any(not vals.get("kind_id") for vals in vals_list):
            kinds = {item.code: item.id for item in self.env["callcenter.dictionary"]._callcenter_items("number_kind")}
            for vals in vals_list:
                vals["kind_id"] = vals.get("kind_id") or kinds.get(phone.kind(vals["number"]))
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

    def action_make_main(self):
        """Make this the customer's own phone; what that was before becomes a further number."""
        self.ensure_one()
        self.check_access("write")
        self.partner_id.check_access("write")
        if self.main:
            return
        # sudo: callcenter.number - numbers of a customer whom the user may write change places
        row = self.sudo().with_context(callcenter_sync=True)
        partner, number, kept = row.partner_id, row.number, {"kind_id": row.kind_id.id, "note": row.note}
        partner.callcenter_numbers.filtered(lambda each: each.origin == "phone").origin = "manual"
        row.unlink()
        partner.phone = number
        partner.callcenter_numbers.filtered(lambda each: each.number == number).write(kept)

    @api.model
    def _search_display_name(self, operator, value):
        return super()._search_display_name(operator, self.env.company._callcenter_search_term(value))

    def _normalized(self, text, partner):
        number = partner._callcenter_normalize(text)
        if not number:
            raise ValidationError(self.env._("“%(text)s” is not a phone number.", text=text or ""))
        return number

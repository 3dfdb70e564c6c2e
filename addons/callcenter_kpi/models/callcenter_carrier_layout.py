from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class CallcenterCarrierLayout(models.Model):
    """How one carrier writes its bills, and how closely they have to agree with the calls booked here."""

    _name = "callcenter.carrier.layout"
    _description = "Layout of a Carrier's Bill"
    _order = "name, id"

    name = fields.Char("Carrier", required=True)
    number_column = fields.Char("Customer's Number", required=True, help="What stands above the column in the file.")
    start_column = fields.Char("Begin", required=True, help="What stands above the column in the file.")
    seconds_column = fields.Char("Duration", required=True, help="What stands above the column in the file.")
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.company._callcenter_tz(),
    )
    directions = fields.Selection(
        [("outbound", "Outbound"), ("inbound", "Inbound"), ("both", "Both")],
        "Calls",
        required=True,
        default="outbound",
        help="Which calls this carrier bills.",
    )
    answered_only = fields.Boolean(default=True, help="Calls to customers that nobody took are not on the bill.")
    begins = fields.Selection(
        [("dialled", "When Dialled"), ("answered", "When Answered")],
        "Begin Means",
        required=True,
        default="answered",
    )
    start_tolerance_s = fields.Float(
        "Begin May Differ by (s)", default=10.0, help="A line and a call further apart are two calls."
    )
    duration_tolerance_s = fields.Float("Duration May Differ by (s)", default=1.0)
    bill_ids = fields.One2many("callcenter.carrier.bill", "layout_id", "Bills", readonly=True)

    _tolerances_positive = models.Constraint(
        "CHECK (start_tolerance_s BETWEEN 0 AND 600 AND duration_tolerance_s BETWEEN 0 AND 3600)",
        "The begin may differ by at most 600 s, the duration by at most 3,600 s.",
    )

    def write(self, vals):
        done = super().write(vals)
        self.bill_ids._have_compared()
        return done

    def _billed(self):
        """Return the directions of calls on its bills."""
        return {"both": ["inbound", "outbound"]}.get(self.directions, [self.directions])

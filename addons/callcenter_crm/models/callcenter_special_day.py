from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [("holiday", "Public holiday"), ("workday", "Make-up workday")]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CallcenterSpecialDay(models.Model):
    """Days on which the working hours of the week do not hold: public holidays, and days worked in their place."""

    _name = "callcenter.special.day"
    _description = "Holiday or Make-up Workday"
    _order = "date_from desc, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="holiday")
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date(
        "Last Day", required=True, compute="_compute_date_to", store=True, precompute=True, readonly=False
    )
    like_weekday = fields.Selection(
        WEEKDAYS, "Hours of", default="0", help="A make-up workday has the working hours of this day of the week."
    )
    calendar_ids = fields.Many2many("resource.calendar", string="Working hours", help="Empty: all.")
    company_id = fields.Many2one("res.company", help="Empty: all companies.")
    active = fields.Boolean(default=True)

    @api.depends("date_from")
    def _compute_date_to(self):
        for day in self:
            if not day.date_to or (day.date_from and day.date_to < day.date_from):
                day.date_to = day.date_from

    @api.constrains("date_from", "date_to")
    def _constrain_dates(self):
        for day in self:
            if day.date_to < day.date_from or (day.date_to - day.date_from).days > 60:
                raise ValidationError(self.env._("%(name)s: it ends 0 to 60 days after its first day.", name=day.name))

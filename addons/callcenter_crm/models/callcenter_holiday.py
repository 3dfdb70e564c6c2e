from odoo import api, fields, models


class CallcenterHoliday(models.Model):
    """A festival or holiday, with its day in each year."""

    _name = "callcenter.holiday"
    _description = "Holiday"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    day_ids = fields.One2many("callcenter.holiday.day", "holiday_id", "Dates")
    next_day = fields.Date("Next", compute="_compute_next_day", help="Empty: enter the day of the next year.")

    _name_unique = models.Constraint("UNIQUE (name)", "Another holiday has this name already.")

    @api.depends("day_ids.day")
    def _compute_next_day(self):
        today = fields.Date.context_today(self)
        for holiday in self:
            days = [day for day in holiday.day_ids.mapped("day") if day and day >= today]
            holiday.next_day = min(days, default=False)

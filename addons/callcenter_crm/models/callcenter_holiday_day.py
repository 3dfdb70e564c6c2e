from odoo import fields, models


class CallcenterHolidayDay(models.Model):
    """The day of a holiday in one year."""

    _name = "callcenter.holiday.day"
    _description = "Day of a Holiday"
    _rec_name = "day"
    _order = "day desc"

    holiday_id = fields.Many2one("callcenter.holiday", required=True, ondelete="cascade")
    day = fields.Date(required=True)

    _day_unique = models.Constraint("UNIQUE (holiday_id, day)", "The holiday has this day already.")
    _day_index = models.Index("(day)")

from odoo import fields, models


class CallcenterRatingLevel(models.Model):
    """What a key pressed after a call means. Ratings keep the meaning that their key had when they were given."""

    _name = "callcenter.rating.level"
    _description = "Rating Level"
    _order = "score desc, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(required=True, size=1, help="The key that the customer presses.")
    score = fields.Float(required=True, help="What the level counts in the average.")
    satisfied = fields.Boolean(help="Counts as satisfied in the satisfaction rate.")
    low = fields.Boolean(help="Work orders of calls rated so are always visited again, where their rule says so.")
    active = fields.Boolean(default=True)

    _key_unique = models.UniqueIndex("(key) WHERE active", "Another rating level has this key already.")

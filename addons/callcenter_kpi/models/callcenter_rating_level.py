from odoo import fields, models


class CallcenterRatingLevel(models.Model):
    """What a key pressed after a call means. Ratings keep the meaning that their key had when they were given."""

    _name = "callcenter.rating.level"
    _description = "Rating Level"
    _order = "score desc, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(required=True, size=1, help="The key that the customer presses.")
    score = fields.Float(required=True, help="From 0 to 100: what the level counts in the average.")
    satisfied = fields.Boolean(help="Counts as satisfied in the satisfaction rate.")
    low = fields.Boolean(help="Work orders of calls rated so are always visited again, where their rule says so.")
    active = fields.Boolean(default=True)

    _score_range = models.Constraint("CHECK (score BETWEEN 0 AND 100)", "Score: 0 to 100.")
    _key_unique = models.UniqueIndex("(key) WHERE active", "Another rating level has this key already.")

    def _rating(self, key):
        """Return the values of a rating by ``key``; None where no level of ``self`` has it."""
        level = self.filtered(lambda level: level.key == key)
        return self._values(level, level.score, level.satisfied) if level else None

    def _rating_of_answer(self, score, satisfied):
        """Return the values of a rating on a queue's own scale; None where ``self`` is empty.

        Its level is the one with the nearest score of those that are ``satisfied`` as the answer is.
        """
        alike = self.filtered(lambda level: level.satisfied == satisfied) or self
        level = min(alike, key=lambda level: abs(level.score - score), default=None)
        return level and self._values(level, score, satisfied)

    @staticmethod
    def _values(level, score, satisfied):
        return {"rating_level_id": level.id, "rating_score": score, "rating_satisfied": satisfied}

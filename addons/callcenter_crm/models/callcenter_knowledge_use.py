from odoo import fields, models


class CallcenterKnowledgeUse(models.Model):
    """How often somebody opened an article on a day."""

    _name = "callcenter.knowledge.use"
    _description = "Use of an Article"
    _order = "day desc, id desc"
    _log_access = False
    _rec_name = "article_id"

    article_id = fields.Many2one("callcenter.knowledge.article", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True)
    times = fields.Integer("Times Opened", required=True, readonly=True)

    _once_a_day = models.Constraint("UNIQUE (article_id, user_id, day)", "There is one row a day.")
    _day_index = models.Index("(day)")

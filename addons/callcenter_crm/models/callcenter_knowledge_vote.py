from odoo import fields, models


class CallcenterKnowledgeVote(models.Model):
    """Whether an article was useful to somebody; each user has one vote, which may change."""

    _name = "callcenter.knowledge.vote"
    _description = "Vote on an Article"
    _order = "id desc"
    _rec_name = "article_id"

    article_id = fields.Many2one("callcenter.knowledge.article", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    useful = fields.Boolean(readonly=True)

    _once = models.Constraint("UNIQUE (article_id, user_id)", "Each user has one vote on an article.")

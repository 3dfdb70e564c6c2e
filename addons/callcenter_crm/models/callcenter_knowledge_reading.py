from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

RECENT_DAYS = 90


class CallcenterKnowledgeReading(models.Model):
    """What readers do with an article: they open it, and say whether it was useful."""

    _inherit = "callcenter.knowledge.article"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    use_count = fields.Integer(
        "Times Opened", readonly=True, copy=False, help="Times in the last 90 days; counted each night."
    )
    useful_count = fields.Integer("Useful", compute="_compute_votes", help="Readers whom it helped.")
    useless_count = fields.Integer("Not Useful", compute="_compute_votes", help="Readers whom it did not help.")

    def _compute_votes(self):
        # sudo: callcenter.knowledge.vote - how many, not who
        votes = self.env["callcenter.knowledge.vote"].sudo()
        groups = votes._read_group([("article_id", "in", self.ids)], ["article_id", "useful"], ["__count"])
        counts = {(article.id, useful): count for article, useful, count in groups}
        for article in self:
            article.useful_count = counts.get((article.id, True), 0)
            article.useless_count = counts.get((article.id, False), 0)

    def open_article(self, count=True):
        """Return what the reading panel shows, and count the opening unless it is the same one shown again.

        :returns: ``{"id", "name", "category", "body": html, "tags", "files": [{"id", "name", "mimetype"}], "number",
            "published_at", "valid_to", "vote": True, False or None}``
        """
        self.ensure_one()
        self.check_access("read")
        if count:
            self._count_use()
        # sudo: callcenter.knowledge.vote - the own one
        vote = self.env["callcenter.knowledge.vote"].sudo().search(self._own_vote())
        return {
            **{name: self[name] or False for name in ("id", "name", "body", "number")},
            "category": self.category_id.display_name,
            "tags": self.tag_ids.mapped("name"),
            "files": self.attachment_ids.read(["name", "mimetype"]),
            "published_at": fields.Datetime.to_string(self.published_at) or False,
            "valid_to": fields.Date.to_string(self.valid_to) or False,
            "vote": vote.useful if vote else None,
        }

    def vote(self, useful):
        """Say whether the article was useful; None takes the vote back. Returns the vote as it is now."""
        self.ensure_one()
        self.check_access("read")
        # sudo: callcenter.knowledge.vote - the own one, on an article that the user may read
        votes = self.env["callcenter.knowledge.vote"].sudo()
        vote = votes.search(self._own_vote())
        if useful is None:
            vote.unlink()
        elif vote:
            vote.useful = bool(useful)
        else:
            votes.create({"article_id": self.id, "user_id": self.env.uid, "useful": bool(useful)})
        return useful if useful is None else bool(useful)

    def _own_vote(self):
        return [("article_id", "=", self.id), ("user_id", "=", self.env.uid)]

    def _count_use(self):
        # a row of the user's own: readers of one article do not wait for each other
        query = SQL(
            """INSERT INTO callcenter_knowledge_use (article_id, user_id, day, times) VALUES (%s, %s, %s, 1)
               ON CONFLICT (article_id, user_id, day) DO UPDATE SET times = callcenter_knowledge_use.times + 1""",
            self.id,
            self.env.uid,
            fields.Date.context_today(self),
        )
        self.env.cr.execute(query)

    @api.model
    def _cron_count_use(self):
        """Count how often each article was opened lately; by this those of the same rank are sorted."""
        since = fields.Date.today() - timedelta(days=RECENT_DAYS)
        query = SQL(
            """UPDATE callcenter_knowledge_article article SET use_count = counted.times
                 FROM (SELECT a.id, COALESCE(sum(u.times), 0) AS times FROM callcenter_knowledge_article a
                         LEFT JOIN callcenter_knowledge_use u ON u.article_id = a.id AND u.day >= %s GROUP BY a.id
                      ) counted
                WHERE counted.id = article.id AND article.use_count IS DISTINCT FROM counted.times""",
            since,
        )
        self.env.cr.execute(query)
        self.invalidate_model(["use_count"])

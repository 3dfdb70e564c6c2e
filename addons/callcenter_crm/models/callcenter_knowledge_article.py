from odoo import api, fields, models
from odoo.exceptions import AccessError

STATES = [
    ("draft", "Draft"),
    ("review", "In Review"),
    ("published", "Published"),
    ("expired", "Expired"),
    ("archived", "Archived"),
]
# what a publication brings
CONTENT = ("name", "keywords", "category_id", "tag_ids", "body", "owner_id", "valid_from", "valid_to")


class CallcenterKnowledgeArticle(models.Model):
    """What readers see of an article: the version that was published last. Written by publishing only.

    Whoever writes works on a version of its own (``callcenter.knowledge.version``); until that is published, readers
    keep what they have.
    """

    _name = "callcenter.knowledge.article"
    _inherit = ("mail.thread", "mail.activity.mixin")
    _description = "Knowledge Article"
    _order = "category_id, name, id"

    name = fields.Char("Title", required=True, readonly=True)
    keywords = fields.Char(readonly=True)
    category_id = fields.Many2one(
        "callcenter.knowledge.category", required=True, readonly=True, ondelete="restrict", index=True
    )
    tag_ids = fields.Many2many("callcenter.knowledge.tag", string="Tags", readonly=True)
    body = fields.Html("Article Text", readonly=True, prefetch=False)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", readonly=True, copy=False)
    owner_id = fields.Many2one(
        "res.users",
        "Article Owner",
        readonly=True,
        index=True,
        help="Keeps the article right; is reminded before it expires.",
    )
    valid_from = fields.Date(readonly=True, help="Readers see it from this day on.")
    valid_to = fields.Date(readonly=True, index="btree_not_null", help="The last day on which readers see it.")
    version_id = fields.Many2one(
        "callcenter.knowledge.version", "Published Version", readonly=True, copy=False, ondelete="set null"
    )
    published_at = fields.Datetime("Published On", related="version_id.published_at", store=True)
    number = fields.Integer("Version", related="version_id.number", store=True, aggregator=None)
    version_ids = fields.One2many(
        "callcenter.knowledge.version", "article_id", "Versions", groups="callcenter_crm.group_knowledge_author"
    )
    draft_id = fields.Many2one(
        "callcenter.knowledge.version",
        compute="_compute_draft_id",
        groups="callcenter_crm.group_knowledge_author",
    )
    draft_state = fields.Selection(
        STATES[:2], "Draft Status", compute="_compute_draft_id", groups="callcenter_crm.group_knowledge_author"
    )
    state = fields.Selection(STATES, "Status", compute="_compute_state", store=True, index=True)
    active = fields.Boolean(default=True, readonly=True)
    reminded = fields.Boolean("Owner Reminded", readonly=True, copy=False)

    def _compute_draft_id(self):
        drafts = self.env["callcenter.knowledge.version"].search(
            [("article_id", "in", self.ids), ("state", "in", ("draft", "review"))]
        )
        by_article = {draft.article_id: draft for draft in drafts}
        for article in self:
            draft = by_article.get(article, drafts.browse())
            article.draft_id, article.draft_state = draft, draft.state

    @api.depends("active", "version_id", "valid_to", "version_ids.state")
    def _compute_state(self):
        today = self._today()
        for article in self:
            if not article.active:
                article.state = "archived"
            elif article.version_id:
                article.state = "expired" if article.valid_to and article.valid_to < today else "published"
            else:
                article.state = "review" if "review" in article.version_ids.mapped("state") else "draft"

    def action_archive(self):
        """Take the articles from their readers; the versions stay."""
        self._check_keeper()
        # sudo: callcenter.knowledge.article - nobody writes articles by hand; approvers take them away, checked above
        articles = self.sudo()
        articles._done("review", "expiry")
        return super(CallcenterKnowledgeArticle, articles).action_archive()

    def action_unarchive(self):
        """Give the articles back to their readers, as they were."""
        self._check_keeper()
        # sudo: callcenter.knowledge.article - see above
        return super(CallcenterKnowledgeArticle, self.sudo()).action_unarchive()

    def action_revise(self):
        """Open the draft of the article; without one it begins with what is published."""
        self.ensure_one()
        Version = self.env["callcenter.knowledge.version"]
        Version.check_access("create")
        return (self._open_draft() or Version._begin(self, self.version_id))._open()

    def _open_draft(self):
        """Return the draft there is now, wherever it stands: an article has one."""
        # sudo: callcenter.knowledge.version - also one that somebody has moved to a category the user does not read
        Version = self.env["callcenter.knowledge.version"].sudo()
        return Version.search([("article_id", "=", self.id), ("state", "in", ("draft", "review"))]).with_env(self.env)

    def action_versions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_knowledge_version_action")
        return {**action, "domain": [("article_id", "=", self.id)], "context": {"article_id": self.id}}

    def action_compare(self):
        """Open what changed between the last two versions; others can be chosen there."""
        self.ensure_one()
        compare = self.env["callcenter.knowledge.compare"].create({"article_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Versions"),
            "res_model": compare._name,
            "res_id": compare.id,
            "view_mode": "form",
            "target": "new",
        }

    def _drop_empty(self):
        """Delete those of which nothing is left: a first draft was thrown away."""
        # sudo: callcenter.knowledge.article - nobody ever read them
        self.sudo().filtered(lambda article: not article.version_ids).unlink()

    def _check_keeper(self):
        if not self.env.su and not self.env.user.has_group("callcenter_crm.group_knowledge_approver"):
            raise AccessError(self.env._("Only who approves articles archives them or brings them back."))
        self.check_access("read")

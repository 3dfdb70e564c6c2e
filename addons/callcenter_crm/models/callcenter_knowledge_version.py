from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .callcenter_knowledge_article import CONTENT

WRITTEN = {*CONTENT, "attachment_ids", "note"}
OPEN = ("draft", "review")


class CallcenterKnowledgeVersion(models.Model):
    """An article as somebody writes it: a draft, under review, then published and kept for good."""

    _name = "callcenter.knowledge.version"
    _description = "Version of an Article"
    _order = "article_id, number desc, id desc"

    article_id = fields.Many2one(
        "callcenter.knowledge.article", readonly=True, required=True, ondelete="cascade", index=True
    )
    number = fields.Integer("Version", readonly=True, aggregator=None, help="Counted when it is published.")
    state = fields.Selection(
        [("draft", "Draft"), ("review", "In Review"), ("published", "Published"), ("replaced", "Replaced")],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    name = fields.Char("Title", required=True)
    keywords = fields.Char(help="Words that people search for and that the text may lack; between blanks.")
    category_id = fields.Many2one("callcenter.knowledge.category", required=True, ondelete="restrict")
    tag_ids = fields.Many2many("callcenter.knowledge.tag", string="Tags")
    body = fields.Html("Article Text", sanitize_style=True, prefetch=False)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", copy=False)
    owner_id = fields.Many2one(
        "res.users",
        "Article Owner",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Keeps the article right; is reminded before it expires.",
    )
    valid_from = fields.Date(help="Readers see it from this day on. Empty: at once.")
    valid_to = fields.Date(help="The last day on which readers see it. Empty: until it is archived.")
    note = fields.Char("What Changed", help="One line for the history.")
    author_id = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.user)
    writer_ids = fields.Many2many(
        "res.users", string="Written By", readonly=True, help="Everybody who has changed it; they do not approve it."
    )
    refusal = fields.Text("Why Sent Back", readonly=True)
    publisher_id = fields.Many2one("res.users", "Approved By", readonly=True)
    published_at = fields.Datetime("Published On", readonly=True)

    _one_draft = models.UniqueIndex(
        "(article_id) WHERE state IN ('draft', 'review')", "There is a draft of this article already."
    )
    _valid = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)",
        "The last day is not before the first.",
    )

    @api.depends("name", "number")
    def _compute_display_name(self):
        for version in self:
            number = self.env._("version %(number)s", number=version.number) if version.number else self.env._("draft")
            version.display_name = f"{version.name}, {number}"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_vals(vals_list)
        for vals in vals_list:
            if not vals.get("article_id"):
                vals["article_id"] = self._new_article(vals).id
        versions = super().create(vals_list)
        versions._written()
        return versions

    def write(self, vals):
        self._check_vals([vals])
        written = WRITTEN & vals.keys()
        if written and not self.env.su and any(version.state != "draft" for version in self):
            raise UserError(self.env._("Only drafts are changed. Take it back to draft first."))
        result = super().write(vals)
        if written and not self.env.su:
            self._written()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if any(version.state not in OPEN for version in self):
            raise UserError(self.env._("What was published is kept. Archive the article instead."))

    def unlink(self):
        articles = self.article_id
        result = super().unlink()
        articles._done("review", "refused")
        articles._drop_empty()
        return result

    def copy_data(self, default=None):
        # a copy is an article of its own
        return [
            {**vals, "article_id": False, "name": self.env._("%(name)s (copy)", name=vals["name"])}
            for vals in super().copy_data(default)
        ]

    def action_discard(self):
        """Throw the draft away; goes back to the article, or to the list where there is none any more."""
        self.ensure_one()
        article = self.article_id if self.article_id.version_id else False
        self.unlink()
        if article:
            return article.get_formview_action()
        return self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_knowledge_draft_action")

    def action_restore(self):
        """Begin a draft with what this version says."""
        self.ensure_one()
        self.check_access("write")
        if self.article_id._open_draft():
            name = self.article_id.name
            raise UserError(
                self.env._("There is a draft of “%(name)s” already. Publish or discard it first.", name=name)
            )
        return self._begin(self.article_id, self)._open()

    @api.model
    def _begin(self, article, version):
        """Return a new draft of ``article`` that begins with what ``version`` says."""
        values = version._content()
        if not version.owner_id.active or not version.owner_id.has_group("callcenter_crm.group_knowledge_author"):
            values["owner_id"] = self.env.uid
        # sudo: ir.attachment - the files of a version that the user may read
        files = [file.copy({"res_model": self._name, "res_id": 0}).id for file in version.attachment_ids.sudo()]
        # sudo: callcenter.knowledge.version - of this article; the right to write was checked by who calls
        draft = self.sudo().create(
            {**values, "article_id": article.id, "note": False, "attachment_ids": [Command.set(files)]}
        )
        return draft.with_env(self.env)

    def _content(self):
        """Return what a version says, as values of the article or another version."""
        values = self._convert_to_write({name: self[name] for name in CONTENT})
        return {**values, "tag_ids": [Command.set(self.tag_ids.ids)]}

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _check_vals(self, vals_list):
        """Refuse what only the acts of the workflow write."""
        if not self.env.su and any(vals.keys() - WRITTEN for vals in vals_list):
            raise AccessError(self.env._("Drafts are written by their fields only; the rest follows from the acts."))

    @api.model
    def _new_article(self, vals):
        values = {name: vals.get(name) for name in ("name", "category_id", "owner_id")}
        # sudo: callcenter.knowledge.article - an empty one that nobody reads before it is published
        return self.env["callcenter.knowledge.article"].sudo().create(values)

    def _written(self):
        """Note who wrote; a title that readers do not see yet is the article's, and files belong to the draft."""
        for version in self:
            version.attachment_ids.check_access("read")
            # sudo: ir.attachment - files that were uploaded before the draft was saved; theirs were checked above
            files = version.attachment_ids.sudo().filtered(lambda file: not file.res_id)
            files.write({"res_model": self._name, "res_id": version.id})
            # sudo: callcenter.knowledge.version - nobody says by hand who wrote
            version.sudo().writer_ids = [Command.link(self.env.uid)]
            # sudo: callcenter.knowledge.article - see above
            article = version.article_id.sudo()
            if not article.version_id:
                article.write({name: version[name] for name in ("name", "category_id", "owner_id")})

    @api.constrains("owner_id")
    def _check_owner(self):
        for version in self:
            if not version.owner_id.has_group("callcenter_crm.group_knowledge_author"):
                raise ValidationError(
                    self.env._("%(name)s does not write articles and cannot keep one.", name=version.owner_id.name)
                )

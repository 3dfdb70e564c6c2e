from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.knowledge_text import folded, pairs, plain


class CallcenterKnowledgeApproval(models.Model):
    """The way of a draft to its readers: submitted, approved by somebody else, published; or sent back."""

    _inherit = "callcenter.knowledge.version"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    may_publish = fields.Boolean(compute="_compute_may_publish", help="The user approves, and has not written it.")

    def _compute_may_publish(self):
        for version in self:
            version.may_publish = not version._hindrance()

    def action_submit(self):
        """Give the drafts to whoever approves."""
        self.check_access("write")
        for version in self:
            if version.state != "draft":
                raise UserError(self.env._("“%(name)s” is no draft.", name=version.name))
            version._check_complete()
            # sudo: callcenter.knowledge.version - the state follows from the act, checked above
            version.sudo().write({"state": "review", "refusal": False})
            article = version.article_id
            article._done("refused")
            article._tell_reviewers()

    def action_withdraw(self):
        """Take what waits for approval back, to write on."""
        self.check_access("write")
        self._back_to_draft({})

    def action_refuse(self, reason):
        """Send what waits for approval back to its author with ``reason``."""
        self._check_approver()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why, so that the author knows what to change."))
        self._back_to_draft({"refusal": reason})
        for version in self:
            version.article_id._tell("refused", version.author_id, reason)

    def action_ask_refusal(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Back"),
            "res_model": "callcenter.knowledge.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_version_id": self.id},
        }

    def action_publish(self):
        """Give what waits for approval to the readers; what they read before is kept as a version."""
        self.check_access("read")
        for version in self:
            if hindrance := version._hindrance():
                raise AccessError(hindrance)
            version._check_complete()
            # sudo: callcenter.knowledge.version, callcenter.knowledge.article - nobody publishes by hand, checked above
            version.sudo()._publish(self.env.user)
        return self[:1].article_id.get_formview_action() if len(self) == 1 else True

    def _publish(self, user):
        article = self.article_id
        article.version_id.state = "replaced"
        number = max(article.version_ids.mapped("number")) + 1
        now = fields.Datetime.now()
        self.write({"state": "published", "number": number, "publisher_id": user.id, "published_at": now})
        files = [file.copy({"res_model": article._name, "res_id": article.id}).id for file in self.attachment_ids]
        article.attachment_ids.unlink()
        article.write(
            {
                **self._content(),
                **self._search_columns(),
                "version_id": self.id,
                "attachment_ids": [Command.set(files)],
                "reminded": False,
            }
        )
        article._done("review", "refused", "expiry")

    def _search_columns(self):
        """Return the texts by which the article is found, see ``search_articles``."""
        text = plain(self.body)
        head = folded(f"{self.name} {self.keywords or ''}")
        whole = f"{head} {text}"
        return {
            "text": text,
            "search_name": folded(self.name),
            "search_head": head,
            "search_text": folded(whole),
            "search_pairs": pairs(whole),
        }

    def _check_complete(self):
        if not plain(self.body) and not self.attachment_ids:
            raise UserError(self.env._("“%(name)s” is empty. Write the text or add a file first.", name=self.name))
        if self.valid_to and self.valid_to < fields.Date.context_today(self):
            raise UserError(self.env._("“%(name)s” would be over already. Give a later last day.", name=self.name))

    def _hindrance(self):
        """Return why the user may not publish this version; False if nothing is in the way."""
        if not self.env.user.has_group("callcenter_crm.group_knowledge_approver"):
            return self.env._("You may write articles, but not approve them.")
        if self.state != "review":
            return self.env._("“%(name)s” does not wait for approval.", name=self.name)
        own_allowed = any(category.self_approval for category in self.category_id._lineage())
        if self.env.user in self.writer_ids and not own_allowed:
            return self.env._("You have written in it yourself. Somebody else approves it.")
        return False

    def _check_approver(self):
        self.check_access("read")
        if not self.env.user.has_group("callcenter_crm.group_knowledge_approver"):
            raise AccessError(self.env._("You may write articles, but not approve them."))

    def _back_to_draft(self, vals):
        if any(version.state != "review" for version in self):
            raise UserError(self.env._("Only what waits for approval goes back."))
        # sudo: callcenter.knowledge.version - the state follows from the act, checked by who calls
        self.sudo().write({**vals, "state": "draft"})
        self.article_id._done("review")

from .common import CallcenterCase


class KnowledgeCase(CallcenterCase):
    """A leader who writes, a manager who approves, a shelf for all and one for another department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["callcenter.knowledge.version"].search([]).article_id.active = False
        cls.author, cls.approver = cls.users["leader"], cls.users["manager"]
        cls.stranger = cls._new_user("cc_stranger", "agent")
        cls.other_leader = cls._new_user("cc_other_leader", "leader")
        cls.other_team = cls._new_team(cls.other_leader, cls.stranger)
        categories = cls.env["callcenter.knowledge.category"]
        cls.open = categories.create({"name": "Fees", "approver_ids": [(6, 0, cls.approver.ids)]})
        cls.closed = categories.create({"name": "Internal", "department_ids": [(6, 0, cls.other_team.ids)]})
        cls.below = categories.create({"name": "Deeper", "parent_id": cls.closed.id})

    def draft(self, user=None, **vals):
        vals = {"name": "Refunds", "category_id": self.open.id, "body": "<p>Ask the back office.</p>", **vals}
        return self.env["callcenter.knowledge.version"].with_user(user or self.author).create(vals)

    def publish(self, version, approver=None):
        version.action_submit()
        version.with_user(approver or self.approver).action_publish()
        return version.article_id.with_env(self.env)

    def published(self, **vals):
        return self.publish(self.draft(**vals))

    def revise(self, article, user=None, **vals):
        """Begin a new draft of a published article, as the button does, and write in it."""
        user = user or self.author
        action = article.with_user(user).action_revise()
        draft = self.env["callcenter.knowledge.version"].with_user(user).browse(action["res_id"])
        draft.write(vals)
        return draft

    def read_by(self, user):
        """Return the titles that the user finds by typing the beginning of "Refund"."""
        found = self.rpc(user, "callcenter.knowledge.article", "search_articles", "refun")
        return ["".join(piece for piece, _hit in row["name"]) for row in found]

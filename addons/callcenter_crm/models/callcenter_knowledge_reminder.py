from datetime import timedelta

from odoo import api, fields, models

KINDS = ("review", "refused", "expiry")


class CallcenterKnowledgeReminder(models.Model):
    """Who is told what of an article: a task that goes away with what it asks for."""

    _inherit = "callcenter.knowledge.article"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Return "write", which nobody may: tasks and messages tell of drafts, readers of the article have no part."""
        return dict.fromkeys(self, "write")

    @api.model
    def _cron_validity(self):
        """Expire what is over, begin what was to begin, and remind owners of what will be over soon."""
        today = self._today()
        ended = self.search([("state", "=", "published"), ("valid_to", "<", today)])
        self.env.add_to_compute(self._fields["state"], ended)
        for article in ended:
            article._done("expiry")
            article._tell("expired", article._keepers())
        self._remind(today)

    @api.model
    def _remind(self, today):
        coming = self.search([("state", "=", "published"), ("valid_to", ">=", today), ("reminded", "=", False)])
        for article in coming:
            ahead = timedelta(days=article.category_id.remind_days)
            if ahead and article.valid_to - ahead <= today:
                article.reminded = True
                article._tell("expiry", article._keepers(), deadline=article.valid_to)

    @api.model
    def _today(self):
        """Return the company's day: jobs have no zone of their own."""
        return fields.Date.context_today(self.with_context(tz=self.env.company._callcenter_tz()))

    def _keepers(self):
        """Return the owner; whoever hears of reviews where the owner has left."""
        owner = self.owner_id
        return owner if owner.active and self._is_kept_by(owner) else self._reviewers()

    def _reviewers(self):
        return self.category_id._inherited("approver_ids").filtered(lambda user: user.active and self._is_kept_by(user))

    def _is_kept_by(self, user):
        return user.has_group("callcenter_crm.group_knowledge_author") and self.with_user(user).has_access("read")

    def _tell_reviewers(self):
        # sudo: callcenter.knowledge.category - who hears of a review does not depend on who asks for it
        reviewers = self.sudo()._reviewers()
        self._tell("review", reviewers - self.env.user)

    def _tell(self, kind, users, note="", deadline=None):
        """Give each of ``users`` a task, in the own language."""
        # sudo: mail.activity - readers of an article have no tasks to give on it
        article = self.sudo().with_context(mail_activity_quick_update=True)  # the task tells, no message besides
        for user in users:
            article.activity_schedule(
                f"callcenter_crm.activity_type_knowledge_{'expiry' if kind == 'expired' else kind}",
                date_deadline=deadline or self._today(),
                summary=article.with_context(lang=user.lang)._told(kind),
                note=note,
                user_id=user.id,
            )

    def _told(self, kind):
        return {
            "review": self.env._("Waits for approval"),
            "refused": self.env._("Sent back to you"),
            "expiry": self.env._("Expires soon"),
            "expired": self.env._("Has expired"),
        }[kind]

    def _done(self, *kinds):
        """Take the tasks of ``kinds`` away: what they asked for was done."""
        # sudo: mail.activity - tasks of others too
        self.sudo().activity_unlink([f"callcenter_crm.activity_type_knowledge_{kind}" for kind in kinds])

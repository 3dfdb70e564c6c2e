from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

URGED = "callcenter_crm.activity_type_urged"


class HelpdeskTicketUrge(models.Model):
    """The customer asks again: the owner hears of it at once and has a task until the order is closed."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def action_urge(self, note=""):
        """The customer asks again: the owner hears of it at once, from some time on the leader too."""
        self.ensure_one()
        # sudo: helpdesk.ticket - who may see an order, or the customer who asks for it, may urge it
        order = self.sudo()
        if not self.has_access("read"):
            order.partner_id.with_env(self.env).ensure_one().check_access("read")
        if order.closed:
            raise UserError(self.env._("%(number)s is closed. Reopen it instead.", number=order.number))
        order.write({"urges": order.urges + 1, "last_urge": fields.Datetime.now()})
        self._note_step("urged", note)
        users = order._urged_users()
        order._task_urged(users, note)
        order._tell(users, "urged")
        return order.urges

    def _urged_users(self):
        leader = self.env["callcenter.followup"]._leader(self.department_id, self.user_id)
        leader_from = self.category_id._inherited("urge_leader_from")
        users = self.user_id or leader
        return users | leader if leader_from and self.urges >= leader_from else users

    def _task_urged(self, users, note):
        """Give each of ``users`` one task, that of the urge before said anew; who has it urges nobody else."""
        tasks = self._urge_tasks()
        for user in users - self.env.user:
            words = {
                "summary": self.with_context(lang=user.lang)._told("urged"),
                "note": plaintext2html(note) if note else False,
                "date_deadline": fields.Date.context_today(self.with_context(tz=user.tz)),
            }
            mine = tasks.filtered(lambda one, user=user: one.user_id == user)[:1]
            if mine:
                mine.write(words)
            else:
                self.activity_schedule(URGED, user_id=user.id, **words)

    def _urge_tasks(self):
        return self.activity_search([URGED])

    def _hand_over_urges(self, before):
        """The task goes with the order from its owner ``before`` to the new one; without one it is nobody's."""
        tasks = self._urge_tasks()
        mine = tasks.filtered(lambda one: one.user_id == before) if before else tasks.browse()
        owner = self.user_id
        if before == owner or not mine:
            return
        if owner and owner not in tasks.user_id:
            # without the mail of the core: who gets the order is told already
            mine.with_context(mail_activity_quick_update=True).write({"user_id": owner.id})
        else:
            mine.unlink()

    def _end_urges(self):
        """What was urged for is done: the order is closed."""
        for order in self.filtered("activity_ids"):
            order._urge_tasks().action_feedback()

from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicketActs(models.Model):
    """What people do with a work order. Each act checks who may, moves it, writes a step and tells the new owner."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def action_take(self):
        """Become the owner; of an order that nobody has, its first stage is left."""
        for ticket in self:
            ticket._check_act()
            before = ticket.user_id
            ticket._move("taken", user=self.env.user, department=ticket.department_id or self._own_department())
            if before:
                ticket.sender_id = before
            ticket._leave_first_stage()

    def _hand_on(self, department, user, note=""):
        """Give the order to a department (whoever takes it there) or to a person."""
        self._check_act()
        if not department and not user:
            raise UserError(self.env._("Choose a department or a person."))
        sender = self.env.user
        self._move("handed", note, user=user, department=department or user.callcenter_department_id)
        self.sender_id = sender

    def _send_back(self, reason):
        """Return the order to whom it came from, with a reason."""
        self._check_act()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you send it back."))
        if not self.sender_id:
            raise UserError(self.env._("Nobody sent you %(number)s. Hand it on instead.", number=self.number))
        sender = self.sender_id
        self._move("sent_back", reason, user=sender, department=sender.callcenter_department_id or self.department_id)
        self.sender_id = self.env.user

    def _escalate(self, note=""):
        """Give the order to who leads the department, or the one above where the leader has it already."""
        self._check_act()
        leader = self.env["callcenter.followup"]._leader(self.department_id, self.user_id)
        if not leader:
            raise UserError(self.env._("Nobody leads this department or one above it."))
        priorities = [key for key, _label in self._fields["priority"].selection]
        higher = priorities[min(priorities.index(self.priority or priorities[0]) + 1, len(priorities) - 1)]
        sender = self.user_id or self.env.user
        self._move("escalated", note, user=leader, department=leader.callcenter_department_id or self.department_id)
        self.write({"priority": higher, "sender_id": sender.id})

    def _close(self, result, text=""):
        """Close the order with what came of it."""
        self._check_act()
        if self._asks_result() and not result:
            raise UserError(self.env._("Choose the result of %(number)s.", number=self.number))
        stage = self.category_id._stages().filtered("closed")[:1]
        if not stage:
            raise UserError(self.env._("The type has no stage for closed orders. Ask the administrator to add one."))
        vals = {"stage_id": stage.id, "result_id": result.id, "result_text": text}
        self.with_context(callcenter_act=text or True).write(vals)

    def _reopen(self, reason):
        """Open a closed order again; its last result stays to be read until the next."""
        if not self.closed:
            return
        stage = self.category_id._stages().filtered(lambda one: not one.closed and not one.unattended)[:1]
        stage = stage or self.category_id._stages()[:1]
        self.with_context(callcenter_act=reason).write({"stage_id": stage.id})

    # the parts of an act

    def _check_act(self):
        self.ensure_one()
        self.check_access("write")
        if self.closed:
            raise UserError(self.env._("%(number)s is closed. Reopen it first.", number=self.number))

    def _own_department(self):
        return self.env.user.callcenter_department_id

    def _move(self, act, note="", user=None, department=None):
        user = user or self.env["res.users"]
        moved = {
            "from_user_id": self.user_id.id,
            "to_user_id": user.id,
            "from_department_id": self.department_id.id,
            "to_department_id": department.id,
        }
        # sudo: helpdesk.ticket - the one who hands on may not see it afterwards
        order, before = self.sudo(), self.user_id
        order.write({"user_id": user.id, "department_id": department.id})
        self._note_step(act, note, **moved)
        order._hand_over_urges(before)
        if user and user != self.env.user:
            order._tell(user, act)

    def _leave_first_stage(self):
        stages = self.category_id._stages()
        if self.stage_id.unattended:
            ahead = stages.filtered(lambda one: not one.unattended and not one.closed)[:1]
            if ahead:
                self.with_context(callcenter_act=True).stage_id = ahead

    def _tell(self, users, act):
        """Tell ``users`` at once, each in the own language."""
        for user in users - self.env.user:
            title = self.with_context(lang=user.lang)._told(act)
            message = {"type": "info", "title": title, "message": f"{self.number} {self.name}", "sticky": True}
            user._bus_send("simple_notification", message)

    def _told(self, act):
        return {
            "urged": self.env._("Urged by the customer (%(times)s×)", times=self.urges),
            "sent_back": self.env._("Work order sent back to you"),
            "escalated": self.env._("Work order escalated to you"),
            "reopened": self.env._("Work order opened again"),
            "unmerged": self.env._("Work order no longer merged"),
        }.get(act) or self.env._("Work order for you")

    @api.model
    def _open_of(self, partner):
        """Return the customer's open orders for whoever has the customer before them: [{id, number, name, stage,
        owner, department, urges, due}]; also those outside the own scope."""
        partner.check_access("read")
        # sudo: helpdesk.ticket - an agent who has the customer on the line is asked about all of them
        orders = self.sudo().search([("partner_id", "=", partner.id), ("stage_id.closed", "=", False)], limit=20)
        return [
            {
                "id": order.id,
                "number": order.number,
                "name": order.name,
                "stage": order.stage_id.name,
                "owner": order.user_id.name or "",
                "department": order.department_id.name or "",
                "urges": order.urges,
                "due": fields.Datetime.to_string(order.sla_due) if order.sla_due else False,
            }
            for order in orders
        ]

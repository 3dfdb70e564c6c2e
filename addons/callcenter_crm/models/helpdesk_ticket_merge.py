from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

# of a merge that was made before its facts were written down
NOTHING = {"messages": [], "attachments": [], "calls": [], "stage": False, "result_text": "", "linked": True}


class HelpdeskTicketMerge(models.Model):
    """Two orders that are one: what one has goes to the other, and can go back."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _merge_into(self, other):
        """Put this order's messages, attachments and calls to ``other``'s and close it as its duplicate."""
        self._check_act()
        other._check_act()
        if other == self:
            raise UserError(self.env._("Choose another order that is open."))
        # sudo: helpdesk.ticket - both orders were checked above
        order, into = self.sudo(), other.sudo()
        moved = order._merge_facts(into)
        other.message_post_with_source(
            "mail.message_origin_link", render_values={"self": other, "origin": self}, subtype_xmlid="mail.mt_note"
        )
        self.message_change_thread(other)
        order.attachment_ids.write({"res_id": other.id})
        into.call_ids |= order.call_ids
        order._link_both(into)
        order.duplicate_id = other
        stage = self.category_id._stages().filtered("closed")[:1]
        self.with_context(callcenter_act=True).write({"stage_id": stage.id, "result_text": other.number})
        self._note_step("merged", other.number, moved=moved)
        other._note_step("merged", self.number)

    def _merge_facts(self, other):
        """Return what has to be known to undo the merge into ``other``."""
        return {
            "into": other.id,
            "messages": self.message_ids.ids,
            "attachments": self.attachment_ids.ids,
            "calls": (self.call_ids - other.call_ids).ids,
            "stage": self.stage_id.id,
            "result_text": self.result_text or "",
            "linked": other in self.related_ids,
        }

    def action_unmerge(self):
        """Undo the merge: what came from this order goes back, and it is open as it was before."""
        for order in self:
            order._unmerge()

    def _unmerge(self):
        self.check_access("write")
        # sudo: helpdesk.ticket, callcenter.workorder.step - checked above and below; what was moved is the system's
        order = self.sudo()
        other = order.duplicate_id
        if not other:
            raise UserError(self.env._("%(number)s is not merged.", number=self.number))
        other.with_env(self.env).check_access("write")
        if other.duplicate_id:
            raise UserError(self.env._("%(number)s was merged itself since. Undo that first.", number=other.number))
        moved = order._moved_to(other)
        order._take_back(other, moved)
        self.with_context(callcenter_act=True, callcenter_unmerge=True).write({"stage_id": order._stage_back(moved)})
        order.write({"duplicate_id": False, "result_text": moved["result_text"]})
        self._note_step("unmerged", other.number)
        other.with_env(self.env)._note_step("unmerged", self.number)
        for one in order | other:
            one._tell(one.user_id, "unmerged")

    def _moved_to(self, other):
        """Return the facts of the last merge into ``other``; where there are none, what had moved stays there."""
        facts = [step.moved for step in self.step_ids.sorted("id") if step.act == "merged" and step.moved]
        return facts[-1] if facts and facts[-1]["into"] == other.id else NOTHING

    def _take_back(self, other, moved):
        """Take from ``other`` what is still there of what it got; what has been deleted since is gone."""
        messages = self.env["mail.message"].browse(moved["messages"]).exists()
        messages.filtered(lambda one: one.model == self._name and one.res_id == other.id).res_id = self.id
        attachments = self.env["ir.attachment"].browse(moved["attachments"]).exists()
        attachments.filtered(lambda one: one.res_model == self._name and one.res_id == other.id).res_id = self.id
        other.call_ids = [Command.unlink(call_id) for call_id in moved["calls"] if call_id in other.call_ids.ids]
        if not moved["linked"]:
            self._unlink_both(other)

    def _stage_back(self, moved):
        """Return the id of the stage before the merge, the type's first where that is no longer there or closed."""
        stages = self.category_id._stages()
        return (stages.filtered(lambda one: one.id == moved["stage"] and not one.closed) or stages)[:1].id

from odoo import api, models
from odoo.exceptions import UserError


class CallcenterAgentWrapUp(models.AbstractModel):
    """How a wrap-up ends before its time, and what has to be filled in for that."""

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def ready(self):
        """As before. In a wrap-up: save its form as far as it was typed, and end it.

        :returns: ``{"command"}``, in a wrap-up with ``saved``, the key of the call; or with ``missing``, a sentence,
            where the form cannot be saved like that: being ready stays a wish then
        """
        me = self._signed_in()
        if me.state != "wrap_up":
            return super().ready()
        try:
            with self.env.cr.savepoint():
                return self._ready_from_wrap_up(me)
        except UserError as error:
            return {**super().ready(), "missing": str(error)}

    @api.model
    def save_wrap_up(self, call_key, values, next=False):
        """As before; not without an outcome where the queue demands one."""
        me = self._me()
        call = me._own_call(call_key)
        chosen = values.get("disposition_id", call.disposition_id.id)
        if not chosen and me._my_leg(call).queue_id.outcome_required:
            raise UserError(self.env._("Choose an outcome first."))
        return super().save_wrap_up(call_key, values, next)

    # helpers

    @api.model
    def _ready_from_wrap_up(self, me):
        call = me.call_id
        if not call:  # not in the record yet: nothing can be asked of it
            return me._end_wrap_up("ready", False)
        typed = me._cards(call)[0]["draft"]
        return {**self.save_wrap_up(call.key, typed, "ready"), "saved": call.key}

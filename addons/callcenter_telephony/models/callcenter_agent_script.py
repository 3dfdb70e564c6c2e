from odoo import api, models
from odoo.exceptions import AccessError


class CallcenterAgentScript(models.AbstractModel):
    """The call script beside the own call: what to say, what was answered, where it goes on."""

    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def script(self, call_key, script_id=False):
        """Return what the screen shows of the script of an own call: see ``callcenter.script.run._shown``; and its
        ``choices`` ``[{"id", "name"}]``. Without an ``id`` where no script fits; False while the ledger lacks the call.

        :param script_id: one of the choices; without it the one that is running, else the first
        """
        me = self._me()
        call = me._own_call(call_key, missing_ok=True)
        if not call:
            return False
        run = me._script_run(call, script_id)
        return me._shown_script(call, run) if run else {"id": False}

    @api.model
    def script_answer(self, call_key, script_id, step_id, value=False):
        """Take the answer to a step of an own call's script and go on; returns as :meth:`script`."""
        me = self._me()
        call = me._own_call(call_key)
        run = me._script_run(call, script_id, begin=True)
        run._answer(step_id, value, me.user_id)
        return me._shown_script(call, run)

    @api.model
    def script_back(self, call_key, script_id, restart=False):
        """Go back one step in an own call's script, or to its beginning; returns as :meth:`script`."""
        me = self._me()
        call = me._own_call(call_key)
        run = me._script_run(call, script_id, begin=True)
        if restart:
            run._restart()
        else:
            run._back()
        return me._shown_script(call, run)

    def _script_run(self, call, script_id, begin=False):
        """Return the run of a script that fits the call, in memory only unless it is to ``begin``; none fits: none."""
        scripts = self._fitting_scripts(call)
        running = self.env["callcenter.script.run"].search([("call_id", "=", call.id)])
        if script_id and script_id not in (scripts | running.script_id).ids:
            raise AccessError(self.env._("This script is not for this call."))
        script = scripts.browse(script_id) if script_id else running[:1].script_id or scripts[:1]
        if not script:
            return running.browse()
        run = running.filtered(lambda run: run.script_id == script)
        return run or (running._begin(call, script) if begin else running._ahead(call, script))

    def _fitting_scripts(self, call):
        scripts = self.env["callcenter.script"].with_context(lang=self.user_id.lang)
        return scripts._for_call(call, self._my_leg(call).queue_id or call.queue_id)

    def _shown_script(self, call, run):
        run = run.with_context(lang=self.user_id.lang)
        choices = run.script_id | self._fitting_scripts(call)
        return {
            **run._shown(self._script_values(call)),
            "choices": [{"id": script.id, "name": script.name} for script in choices.sorted()],
        }

    def _script_values(self, call):
        """Return ``{place: text}``: nothing that the agent's card does not show."""
        card = self._cards(call)[0]
        partner, contact = card["partner"] or {}, card["contact"] or {}
        facts = [*card["custom"], *contact.get("facts", ())]
        return {
            "name": contact.get("name") or partner.get("name") or card["name"],
            "company": partner.get("company"),
            "city": partner.get("city"),
            "campaign": contact.get("campaign"),
            "agent": self.user_id.name,
            "firm": self.node_id.company_id.name,
            **{fact["name"]: fact["value"] for fact in facts if fact["value"]},
        }

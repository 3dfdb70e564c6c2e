from datetime import timedelta

from odoo import fields, models

JUST_NOW = timedelta(minutes=5)


class CallcenterPrompt(models.Model):
    """Prompts spoken into a phone."""

    _inherit = "callcenter.prompt"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def record_by_phone(self):
        """Ring the calling user's own phone: what is said after the tone, up to #, becomes the prompt's sound, and is
        played back; hanging up before leaves the prompt as it was. Returns the command's id."""
        self.ensure_one()
        self.check_access("write")
        agent = self.env["callcenter.agent"]._own_phone(self._configured_nodes())
        args = {"agent": agent.extension, "interface": agent._interface(), "prompt": self.id}
        return agent._command("record_prompt", args).id

    def action_record(self):
        """As ``record_by_phone``, and say so."""
        self.record_by_phone()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.env._("Your phone rings: speak after the tone and press #."), "type": "info"},
        }

    def _recorded_by(self):
        """Return the names of others who have begun to speak this prompt a moment ago: who presses # last is heard."""
        domain = [
            ("name", "=", "record_prompt"),
            ("create_date", ">=", fields.Datetime.now() - JUST_NOW),
            ("state", "!=", "failed"),
            ("user_id", "!=", self.env.uid),
        ]
        # sudo: callcenter.command, res.users - who else records it, by name
        commands = self.env["callcenter.command"].sudo().search(domain)
        return sorted({one.user_id.name for one in commands if one.args.get("prompt") == self.id})

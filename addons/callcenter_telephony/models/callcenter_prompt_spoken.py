from odoo import fields, models
from odoo.exceptions import UserError

from .callcenter_node_flows import LANGUAGES


class CallcenterPrompt(models.Model):
    """Prompts read by a voice, spoken into a phone, or in more than one language."""

    _inherit = "callcenter.prompt"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    language = fields.Selection(LANGUAGES, required=True, default="zh")
    sound_ids = fields.One2many("callcenter.prompt.sound", "prompt_id", "Other languages", copy=True)

    def action_speak(self):
        """Have the text read by the voice of the prompt's language."""
        for prompt in self:
            prompt._take(self.env["callcenter.speech"]._sound(prompt.language, prompt.text))

    def record_by_phone(self):
        """Ring the calling user's own phone: what is said after the tone, up to #, becomes the prompt's sound, and is
        played back. Returns the command's id."""
        self.ensure_one()
        self.check_access("write")
        nodes = self._configured_nodes()
        agent = next((one for node in nodes if (one := self._phone_on(node))), None)
        if not agent:
            raise UserError(
                self.env._("You have no phone on this server. Make yourself an agent with an extension first.")
            )
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

    def _phone_on(self, node):
        # sudo: callcenter.agent - the domain says whose row it is
        rows = self.env["callcenter.agent"].sudo()
        return rows.search(
            [("user_id", "=", self.env.uid), ("node_id", "=", node.id), ("endpoint_id.active", "=", True)], limit=1
        )

import re
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .callcenter_node import CallcenterNode as CallcenterNodeBase

KEY = re.compile(r"[*#][0-9*#]{1,3}")


class CallcenterNode(models.Model):
    """What a server records, and what agents may do about it in a call."""

    _inherit = "callcenter.node"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    _not_configured = CallcenterNodeBase._not_configured | {"check_percent"}

    record_key = fields.Char(
        "Key to pause", default="*2", help="What an agent presses in a call to pause the recording and to go on."
    )
    record_pause_s = fields.Integer(
        "Longest pause (s)", default=120, help="Then the recording goes on by itself. 0: not before the agent says so."
    )
    record_on_demand = fields.Boolean(
        "Agents may record", help="Agents may begin a recording where the rules want none."
    )
    check_percent = fields.Integer(
        "Check each month (%)", default=10, help="Share of the recordings that are compared with what was taken in."
    )
    damaged_count = fields.Integer(compute="_compute_damaged_count")

    def _compute_damaged_count(self):
        found = self.env["callcenter.recording"]._read_group(
            [("node_id", "in", self.ids), ("fault", "!=", False)], ["node_id"], ["__count"]
        )
        counts = {node.id: count for node, count in found}
        for node in self:
            node.damaged_count = counts.get(node.id, 0)

    @api.constrains("record_key", "record_pause_s", "check_percent")
    def _constrain_recording(self):
        for node in self:
            if node.record_key and not KEY.fullmatch(node.record_key):
                raise ValidationError(self.env._("Key to pause: * or #, then one to three keys, such as *2."))
            if not 0 <= node.check_percent <= 100:
                raise ValidationError(self.env._("Check each month: 0 to 100 percent."))
            if not 0 <= node.record_pause_s <= 86400:
                raise ValidationError(self.env._("Longest pause: 0 to 86400 seconds."))

    def action_damaged(self):
        """Open the recordings of this server that the check found missing or changed."""
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_telephony.callcenter_recording_action")
        return action | {"domain": [("node_id", "=", self.id), ("fault", "!=", False)], "context": {}}

    def _node_config(self):
        config = super()._node_config()
        # sudo: callcenter.recording.rule - part of the configuration
        rules = self.env["callcenter.recording.rule"].sudo().search([("company_id", "=", self.company_id.id)])
        found = (rule._as_rule(self) for rule in rules)
        return replace(
            config,
            recording_rules=tuple(rule for rule in found if rule is not None),
            record_key=self.record_key or "",
            record_pause_s=self.record_pause_s,
            record_on_demand=self.record_on_demand,
        )

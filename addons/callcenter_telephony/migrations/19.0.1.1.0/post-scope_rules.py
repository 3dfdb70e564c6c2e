"""Legs and recordings follow the data scope of the roles; the fixed rules of before would show leaders all."""

from odoo import SUPERUSER_ID, api

GONE = (
    "callcenter_call_leg_rule_leader",
    "callcenter_call_leg_rule_qa",
    "callcenter_recording_rule_leader",
    "callcenter_recording_rule_qa",
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in GONE:
        rule = env.ref(f"callcenter_telephony.{name}", raise_if_not_found=False)
        if rule:
            rule.unlink()

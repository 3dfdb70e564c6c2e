"""Call outcomes have got rules: those shipped get theirs where nobody has deleted them; the category rules the rest."""

from odoo import SUPERUSER_ID, api

RULES = {
    "interested": {"next_required": True, "next_task": "Send the offer and ask for the decision"},
    "call_back": {"next_required": True, "next_task": "Call back as promised"},
    "complaint": {"retry_after": 1, "retry_unit": "days", "next_task": "Tell the customer what was done"},
    "no_contact": {
        "contact_state": "open",
        "retry_after": 4,
        "retry_unit": "hours",
        "max_attempts": 5,
        "max_attempts_state": "invalid",
    },
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for code, rule in RULES.items():
        outcome = env.ref(f"callcenter_crm.disposition_{code}", raise_if_not_found=False)
        if outcome:
            outcome.write(rule)

"""The shipped roles get the rights on the knowledge base that new installations have from the start."""

from odoo import SUPERUSER_ID, Command, api

FEATURES = {"leader": "author", "manager": "approver", "admin": "approver"}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for role, feature in FEATURES.items():
        record = env.ref(f"callcenter_crm.role_{role}", raise_if_not_found=False)
        if record:
            record.implied_ids = [Command.link(env.ref(f"callcenter_crm.group_knowledge_{feature}").id)]

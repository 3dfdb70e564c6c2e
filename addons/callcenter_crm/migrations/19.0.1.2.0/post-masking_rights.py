"""Phone numbers can be masked: the shipped roles that have seen them whole, and should, get the right to."""

from odoo import SUPERUSER_ID, Command, api

RIGHTS = {"role_leader": "group_unmask", "role_manager": "group_numbers", "role_admin": "group_numbers"}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for role, group in RIGHTS.items():
        role = env.ref(f"callcenter_crm.{role}", raise_if_not_found=False)
        if role:
            role.write({"implied_ids": [Command.link(env.ref(f"callcenter_crm.{group}").id)]})

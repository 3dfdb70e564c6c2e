"""Contacts may be shared: the rule of who sees them, which people may have changed since, asks for that too."""

from odoo import SUPERUSER_ID, api

BEFORE = "user._callcenter_scope_domain('contact', ('user_id',), 'department_id')"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("callcenter_crm.callcenter_contact_rule_scope", raise_if_not_found=False)
    if rule and rule.domain_force == BEFORE:
        rule.domain_force = "user._callcenter_contact_domain()"

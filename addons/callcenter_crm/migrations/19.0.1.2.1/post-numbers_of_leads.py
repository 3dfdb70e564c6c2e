"""The number by which a lead is found was not kept for a while: make it where it is missing."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    Lead = env["crm.lead"].with_context(active_test=False)
    leads = Lead.search([("phone", "!=", False), ("phone_sanitized", "=", False)])
    env.add_to_compute(Lead._fields["phone_sanitized"], leads)
    leads.flush_recordset()

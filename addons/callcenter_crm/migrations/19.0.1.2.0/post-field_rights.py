from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The matrix of roles and custom fields has a row for each pair now."""
    api.Environment(cr, SUPERUSER_ID, {})["callcenter.field.access"]._callcenter_complete()

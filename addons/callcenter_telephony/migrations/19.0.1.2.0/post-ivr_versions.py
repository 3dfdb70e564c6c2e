"""Flows are heard as they were published: those of before become a first version, so that calls go on as they did."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["callcenter.ivr.flow"].with_context(active_test=False).search([("version_id", "=", False)])._publish_first()
    env["callcenter.speech"]._all_words()

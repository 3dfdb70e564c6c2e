from odoo import api, fields, models


class CallcenterScript(models.Model):
    """Which scripts go with a call of the telephone."""

    _inherit = "callcenter.script"

    queue_ids = fields.Many2many("callcenter.queue", string="Queues", help="For calls of these queues.")

    @api.model
    def _for_call(self, call, queue):
        """Return the scripts in use that fit a call: of its campaign, of its queue, for all, by product; in that order.

        :param queue: the one through which the agent has the call
        """
        scripts = self.search([("state", "=", "used")])
        named = scripts.filtered(lambda script: call.campaign_id in script.campaign_ids)
        of_queue = scripts.filtered(lambda script: queue in script.queue_ids)
        for_all = scripts.filtered(lambda script: not (script.campaign_ids or script.queue_ids or script.product_ids))
        return named | of_queue | for_all | scripts.filtered("product_ids")

from odoo import api, fields, models


class CallcenterNodePart(models.AbstractModel):
    """A record that belongs to one server, and to its configuration."""

    _name = "callcenter.node.part"
    _inherit = "callcenter.config.mixin"
    _description = "Part of a Server"

    active = fields.Boolean(default=True)
    node_id = fields.Many2one(
        "callcenter.node",
        "Server",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self._only_node(),
    )
    company_id = fields.Many2one(related="node_id.company_id", store=True)

    @api.model
    def _only_node(self):
        """Return the server where there is one alone: nobody needs to choose it."""
        nodes = self.env["callcenter.node"].search([], limit=2)
        return nodes if len(nodes) == 1 else nodes.browse()

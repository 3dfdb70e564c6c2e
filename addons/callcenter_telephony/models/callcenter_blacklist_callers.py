from odoo import api, fields, models
from odoo.tools import SQL

WITHHELD = "withheld"
LISTS = [("refused", "Turned away"), ("allowed", "Let through")]


class CallcenterBlacklist(models.Model):
    """Who is turned away when calling: numbers, ranges and callers without a number, for all DIDs or some.

    A row that lets through goes before all that turn away. The node keeps the list itself, with its ends.
    """

    _inherit = "callcenter.blacklist"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    kind = fields.Selection(selection_add=[("whitelist", "Whitelist")], ondelete={"whitelist": "cascade"})
    withheld = fields.Boolean(
        "No number", default=False, help="Callers who hide their number; the row then has no number of its own."
    )
    refuses = fields.Selection(
        LISTS,
        "Calls from it",
        compute="_compute_refuses",
        store=True,
        readonly=False,
        help="Empty: its calls are taken like any other's.",
    )
    did_ids = fields.Many2many("callcenter.did", string="Only on", help="Empty: on all DIDs.")

    @api.depends("kind")
    def _compute_refuses(self):
        for row in self:
            row.refuses = {"blacklist": "refused", "whitelist": "allowed"}.get(row.kind, False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("withheld"):
                vals.update(number=WITHHELD, prefix=False)
        rows = super().create(vals_list)
        rows._tell_nodes()
        return rows

    def write(self, vals):
        gone = self._keys_on_nodes()
        numbers = self._plain_numbers()
        if vals.get("withheld"):
            vals = {**vals, "number": WITHHELD, "prefix": False}
        result = super().write(vals)
        self._tell_nodes(numbers, gone)
        return result

    def unlink(self):
        gone, numbers = self._keys_on_nodes(), self._plain_numbers()
        result = super().unlink()
        self.env["callcenter.node"]._numbers_later(numbers, gone)
        return result

    @api.model
    def _key(self, text, prefix, company):
        return WITHHELD if text == WITHHELD else super()._key(text, prefix, company)

    @api.depends("withheld")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for row in self.filtered("withheld"):
            row.display_name = self.env._("No number")
        return result

    @api.model
    def _holds(self, company):
        """A whitelist says who may call us; it forbids nobody to be called."""
        return SQL("%s AND b.kind <> 'whitelist'", super()._holds(company))

    def _plain_numbers(self):
        # sudo: callcenter.blacklist - the number itself, for the node; it may be masked for the user
        return set(self.sudo().mapped("number"))

    def _tell_nodes(self, numbers=(), gone=()):
        self.env["callcenter.node"]._numbers_later(self._plain_numbers() | set(numbers), gone)

    def _keys_on_nodes(self):
        """Return the AstDB keys of these rows, on any node."""
        # sudo: callcenter.node - its rows are for administrators
        nodes = self.env["callcenter.node"].sudo().search([])
        return {key for node in nodes for row in self for key in row._node_keys(node)}

    def _node_keys(self, node):
        """Return the AstDB keys below ``cc/`` under which ``node`` keeps this row."""
        self.ensure_one()
        # sudo: callcenter.blacklist, callcenter.did - the number and DIDs as the node has them
        row = self.sudo()
        if not row.refuses or not row.active:
            return []
        key = f"{row.refuses}/{row.number}{'x' if row.prefix else ''}"
        if not row.did_ids:
            return [key]
        return [f"{key}@{did.number}" for did in row.did_ids if did.node_id == node]

from odoo import api, fields, models
from odoo.exceptions import UserError


class CallcenterDictionary(models.Model):
    """List of values that people choose from, kept by the business itself."""

    _name = "callcenter.dictionary"
    _description = "Dictionary"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name for imports and interfaces; unique.")
    description = fields.Char(translate=True, help="What the dictionary is for, and who keeps it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    item_ids = fields.One2many("callcenter.dictionary.item", "dictionary_id", "Items", copy=False)
    item_count = fields.Integer("Number of Items", compute="_compute_item_count")

    _code_unique = models.Constraint("UNIQUE (code)", "Another dictionary has this code already.")

    @api.depends("item_ids")
    def _compute_item_count(self):
        Item = self.env["callcenter.dictionary.item"]
        groups = Item._read_group([("dictionary_id", "in", self.ids)], ["dictionary_id"], ["__count"])
        count = {dictionary.id: items for dictionary, items in groups}
        for dictionary in self:
            dictionary.item_count = count.get(dictionary.id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        items = self.with_context(active_test=False).item_ids
        for dictionary in items._callcenter_used().dictionary_id:
            raise UserError(
                self.env._("The dictionary “%(name)s” is in use. Archive it instead.", name=dictionary.display_name)
            )

    def copy_data(self, default=None):
        return [
            vals | {"code": f"{vals['code']}_copy", "name": self.env._("%(name)s (copy)", name=dictionary.name)}
            for dictionary, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _callcenter_number_items(self):
        """Number the items in tree order: each before those below it, siblings as they were."""
        Item = self.env["callcenter.dictionary.item"].with_context(active_test=False, callcenter_numbering=True)
        below = Item.search([("dictionary_id", "in", self.ids)]).grouped("parent_id")
        for roots in below.get(Item, Item).grouped("dictionary_id").values():
            queue = list(reversed(roots))
            number = 0
            while queue:
                item = queue.pop()
                number += 1
                if item.sequence != number:
                    item.sequence = number
                queue.extend(reversed(below.get(item, Item)))

    @api.model
    def _callcenter_items(self, code):
        """Return the active items of the dictionary ``code``, in its order; none if there is no such dictionary."""
        return self.env["callcenter.dictionary.item"].search([("dictionary_id.code", "=", code)])

    @api.model
    def _callcenter_default(self, code):
        """Return the default item of the dictionary ``code``, or an empty recordset."""
        return self._callcenter_items(code).filtered("is_default")[:1]

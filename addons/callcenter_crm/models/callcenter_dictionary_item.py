from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class CallcenterDictionaryItem(models.Model):
    """A value of a dictionary, possibly below another one.

    ``sequence`` numbers the items of a dictionary in tree order (each parent before its children), so that a flat
    list shows the tree.
    """

    _name = "callcenter.dictionary.item"
    _description = "Dictionary Item"
    _parent_store = True
    _order = "dictionary_id, sequence, id"
    _rec_names_search = ("name", "code")

    dictionary_id = fields.Many2one("callcenter.dictionary", required=True, ondelete="cascade", index=True)
    parent_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Parent Item",
        domain="[('dictionary_id', '=', dictionary_id), ('id', '!=', id)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("callcenter.dictionary.item", "parent_id", "Items Below")
    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short name for imports and interfaces; unique in the dictionary.")
    sequence = fields.Integer(default=10000)
    color = fields.Integer()
    is_default = fields.Boolean("Default", help="Proposed in new records. One item of a dictionary can be it.")
    active = fields.Boolean(default=True)
    level = fields.Integer("Depth", compute="_compute_level")

    _code_unique = models.Constraint(
        "UNIQUE (dictionary_id, code)", "Another item of this dictionary has this code already."
    )
    _default_unique = models.UniqueIndex("(dictionary_id) WHERE is_default", "A dictionary has one default at most.")

    @api.depends("name", "parent_id", "parent_path")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            item.display_name = " / ".join(above.name or "" for above in item._callcenter_line())

    @api.depends("parent_id", "parent_path")
    def _compute_level(self):
        for item in self:
            item.level = len(item._callcenter_line()) - 1

    @api.constrains("parent_id", "dictionary_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An item cannot stand below itself."))
        for item in self:
            if item.parent_id and item.parent_id.dictionary_id != item.dictionary_id:
                raise ValidationError(
                    self.env._("“%(name)s” stands below an item of another dictionary.", name=item.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("is_default"):
                self._callcenter_take_default(vals.get("dictionary_id"))
        items = super().create(vals_list)
        items.dictionary_id._callcenter_number_items()
        # custom fields know the defaults of their dictionaries
        self.env.registry.clear_cache()
        return items

    def write(self, vals):
        if vals.get("is_default"):
            for dictionary in self.dictionary_id:
                self._callcenter_take_default(dictionary.id)
        result = super().write(vals)
        moved = not vals.keys().isdisjoint({"sequence", "parent_id", "dictionary_id"})
        if moved and not self.env.context.get("callcenter_numbering"):
            self.dictionary_id._callcenter_number_items()
        if not vals.keys().isdisjoint({"is_default", "active"}):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Delete the items with all below them; what records refer to is archived instead, and what is above it."""
        tree = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        used = tree._callcenter_used()
        keep = tree.filtered(lambda item: any(str(item.id) in path.split("/") for path in used.mapped("parent_path")))
        keep.write({"active": False, "is_default": False})
        keep._callcenter_tell_kept()
        # the deepest first: the database refuses to take an item away from those below it
        for item in (tree - keep).sorted("level", reverse=True):
            super(CallcenterDictionaryItem, item).unlink()
        return True

    def _callcenter_tell_kept(self):
        """Tell who deletes that these items are used, and so were archived."""
        if self:
            names = ", ".join(f"“{item.display_name}”" for item in self[:5])
            message = self.env._("In use, so archived instead of deleted: %(names)s", names=names)
            self.env.user._bus_send("simple_notification", {"type": "info", "message": message, "sticky": True})

    def _callcenter_take_default(self, dictionary_id):
        """Make the dictionary's present default an ordinary item."""
        present = self.with_context(active_test=False).search(
            [("dictionary_id", "=", dictionary_id), ("is_default", "=", True)]
        )
        present.is_default = False
        present.flush_recordset(["is_default"])

    def _callcenter_line(self):
        """Return the item with all above it, the topmost first; a loop (while it is being typed) ends the line."""
        line, item = self.browse(), self
        while item and item not in line:
            line, item = item + line, item.parent_id
        return line

    def _callcenter_used(self):
        """Return the items of ``self`` that a record of any model refers to."""
        if not self:
            return self
        self.env.flush_all()
        used = set()
        for relation, column in self._callcenter_references():
            query = SQL(
                "SELECT item.id FROM unnest(%s) AS item (id) WHERE EXISTS (SELECT 1 FROM %s WHERE %s = item.id)",
                list(self.ids),
                SQL.identifier(relation),
                SQL.identifier(relation, column),
            )
            used.update(row[0] for row in self.env.execute_query(query))
        return self.filtered(lambda item: item.id in used)

    def _callcenter_references(self):
        """Return the (table, column) pairs that hold ids of items."""
        pairs = set()
        for model in self.env.registry.values():
            if model._abstract or not model._auto or model._name == self._name:
                continue
            for field in model._fields.values():
                if field.comodel_name != self._name or not field.store:
                    continue
                if field.type == "many2one":
                    pairs.add((model._table, field.name))
                elif field.type == "many2many":
                    pairs.add((field.relation, field.column2))
        return pairs

from odoo import fields, models


class CallcenterKnowledgeTag(models.Model):
    """A word that articles of any category have in common: a product, a queue, a topic."""

    _name = "callcenter.knowledge.tag"
    _description = "Knowledge Tag"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer()

    _name_unique = models.UniqueIndex("(name)", "There is such a tag already.")

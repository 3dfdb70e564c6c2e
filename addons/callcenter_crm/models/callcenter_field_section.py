from odoo import api, fields, models
from odoo.exceptions import UserError

COLUMNS = [("1", "One"), ("2", "Two"), ("3", "Three")]


class CallcenterFieldSection(models.Model):
    """Part of a form that holds custom fields: a page with a title and columns."""

    _name = "callcenter.field.section"
    _inherit = ("callcenter.spoken.mixin",)
    _description = "Section of Custom Fields"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    names = fields.Json("Title", compute="_compute_names", inverse="_inverse_names")
    sequence = fields.Integer(default=10)
    columns = fields.Selection(COLUMNS, default="2", required=True)
    host_ids = fields.Many2many(
        "callcenter.field.host", string="On the Forms Of", help="Empty: wherever a field of the section is."
    )
    campaign_ids = fields.Many2many(
        "callcenter.campaign",
        string="Only for Campaigns",
        help="Contacts of other campaigns do not show the section. Empty: all show it. Customers always do.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.category",
        string="Only for Types",
        help="Work orders of other types do not show the section. With those below; empty: all show it.",
    )
    active = fields.Boolean(default=True, help="An archived section is nowhere shown, nor are its fields.")
    field_ids = fields.One2many("callcenter.field", "section_id", "Fields")

    @api.depends_context("lang")
    @api.depends("name")
    def _compute_names(self):
        self._spoken_read("name", "names")

    def _inverse_names(self):
        self._spoken_write("name", "names")

    @api.model_create_multi
    def create(self, vals_list):
        sections = super().create([self._spoken_vals(vals, "name", "names") for vals in vals_list])
        self.env.registry.clear_all_caches()
        return sections

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_all_caches()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_empty(self):
        for section in self:
            if section.with_context(active_test=False).field_ids:
                raise UserError(
                    self.env._("“%(section)s” holds fields. Move them first, or archive it.", section=section.name)
                )

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_all_caches()
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(field_name, translations, source_lang)
        self.env.registry.clear_all_caches()
        return result

    def _callcenter_limits(self):
        """Return ``{name of a many2many of the section: ids}`` of what narrows it; empty ones narrow nothing.

        A model that has custom fields says by ``_callcenter_layout`` which of these it goes by.
        """
        limits = {"campaign_ids": self.campaign_ids._ids, "type_ids": self._types_below()._ids}
        return {name: ids for name, ids in limits.items() if ids}

    def _types_below(self):
        # sudo: helpdesk.ticket.category - whose types they are does not matter to the layout
        types = self.type_ids.sudo()
        return types and types.search([("id", "child_of", types.ids)])

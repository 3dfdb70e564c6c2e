from odoo import api, fields, models


class CallcenterMergeLine(models.TransientModel):
    """A field in which the customers differ, and whose value wins."""

    _name = "callcenter.merge.line"
    _description = "Difference Between Customers to Merge"
    _order = "id"

    merge_id = fields.Many2one("callcenter.merge", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(required=True, readonly=True)
    label = fields.Char("Field", readonly=True)
    option_ids = fields.One2many("callcenter.merge.option", "line_id", readonly=True)
    option_id = fields.Many2one(
        "callcenter.merge.option",
        "Value That Wins",
        compute="_compute_option_id",
        inverse="_inverse_option_id",
        domain="[('line_id', '=', id)]",
        required=True,
    )
    partner_id = fields.Many2one("res.partner", "Of", readonly=True, ondelete="cascade")

    @api.depends("partner_id", "option_ids.partner_id")
    def _compute_option_id(self):
        for line in self:
            line.option_id = line.option_ids.filtered(lambda row, line=line: row.partner_id == line.partner_id)[:1]

    def _inverse_option_id(self):
        for line in self:
            line.partner_id = line.option_id.partner_id

    def _value(self):
        """Return what is to be written: the value of the customer chosen, whole."""
        # sudo: res.partner - a masked number wins as the number that it is; rights on the customer are checked before
        partner = self.partner_id.sudo()
        return partner._fields[self.name].convert_to_write(partner[self.name], partner)


class CallcenterMergeOption(models.TransientModel):
    """The value of one of the customers to merge."""

    _name = "callcenter.merge.option"
    _description = "Value of a Customer to Merge"
    _order = "id"

    line_id = fields.Many2one("callcenter.merge.line", "Field", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(readonly=True)

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for option in self:
            option.display_name = f"{option.name} ({option.partner_id.display_name})"

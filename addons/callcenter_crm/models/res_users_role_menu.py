from odoo import Command, api, fields, models


class ResUsersRole(models.Model):
    """What a role shows of the call center's menus, and what it may do with custom fields."""

    _inherit = "res.users.role"

    callcenter_hidden_menu_ids = fields.Many2many(
        "ir.ui.menu", "callcenter_role_hidden_menu_rel", "role_id", "menu_id", "Hidden Menus"
    )
    callcenter_menu_ids = fields.Many2many(
        "ir.ui.menu",
        string="Menus",
        compute="_compute_callcenter_menu_ids",
        inverse="_inverse_callcenter_menu_ids",
        compute_sudo=True,
        help="Menus of the call center that the role shows, among those that its features open.",
    )
    callcenter_menu_choice_ids = fields.Many2many(
        "ir.ui.menu", string="Menus to Choose From", compute="_compute_callcenter_menu_choice_ids", compute_sudo=True
    )
    callcenter_start_menu_id = fields.Many2one(
        "ir.ui.menu",
        "Starts With",
        domain="[('id', 'in', callcenter_menu_ids)]",
        help="What the call center opens with. Where empty, or not to be seen, it is the first of the menus.",
    )
    callcenter_access_ids = fields.One2many("callcenter.field.access", "role_id", "Rights on Custom Fields", copy=True)

    @api.depends("callcenter_menu_choice_ids", "callcenter_hidden_menu_ids")
    def _compute_callcenter_menu_ids(self):
        for role in self:
            role.callcenter_menu_ids = role.callcenter_menu_choice_ids - role.callcenter_hidden_menu_ids

    @api.depends("implied_ids")
    def _compute_callcenter_menu_choice_ids(self):
        tree = self.env["ir.ui.menu"]._callcenter_tree()
        for role in self:
            groups = role.implied_ids.all_implied_ids
            # folders go with what is in them
            choice = tree.filtered(lambda menu, groups=groups: menu.action and menu._callcenter_open_to(groups))
            role.callcenter_menu_choice_ids = choice

    def _inverse_callcenter_menu_ids(self):
        for role in self:
            hidden = role.callcenter_menu_choice_ids - role.callcenter_menu_ids
            # what its features do not open stays as it was
            role.callcenter_hidden_menu_ids = hidden | (
                role.callcenter_hidden_menu_ids - role.callcenter_menu_choice_ids
            )

    @api.model_create_multi
    def create(self, vals_list):
        # which menus there are to choose from is known once the features are there
        vals_list = [dict(vals) for vals in vals_list]
        menus = [vals.pop("callcenter_menu_ids", None) for vals in vals_list]
        roles = super().create(vals_list)
        for role, commands in zip(roles, menus, strict=True):
            if commands:
                role.write({"callcenter_menu_ids": commands})
        self.env["callcenter.field.access"]._callcenter_complete()
        self.env.registry.clear_cache()
        return roles

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _callcenter_access_commands(self):
        """Return the commands that give another role the same rights on custom fields."""
        return [Command.create({"field_id": row.field_id.id, "right": row.right}) for row in self.callcenter_access_ids]

from odoo import api, models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _callcenter_tree(self):
        """Return the call center's menus below its own, in the order of the screen."""
        root = self.env.ref("callcenter_crm.callcenter_menu_root")
        # sudo: ir.ui.menu - which menus there are is no secret
        menus = self.sudo().search([("id", "child_of", root.id), ("id", "!=", root.id)])
        below = menus.grouped("parent_id")
        tree, queue = menus.browse(), list(below.get(root.sudo(), ()))
        while queue:
            menu = queue.pop(0)
            tree += menu
            queue = [*below.get(menu, ()), *queue]
        return tree

    def _callcenter_open_to(self, groups):
        """Return whether people in ``groups`` are shown the menu and all above it."""
        menu = self
        while menu:
            if menu.group_ids and not menu.group_ids & groups:
                return False
            menu = menu.parent_id
        return True

    def _load_menus_blacklist(self):
        """Hide what all roles of the user hide, and folders that are left without anything in them."""
        hidden = super()._load_menus_blacklist()
        # sudo: res.users - roles are not the user's own to read
        roles = self.env.user.sudo()._get_enabled_roles().role_id
        if not roles:
            return hidden
        mine = set.intersection(*(set(role.callcenter_hidden_menu_ids.ids) for role in roles))
        if not mine:
            return hidden
        gone = {*hidden, *mine}
        for menu in reversed(self._callcenter_tree()):
            children = menu.child_id
            if children and not menu.action and all(child.id in gone for child in children):
                gone.add(menu.id)
        return list(gone)

    @api.model
    def load_web_menus(self, debug):
        """Open the call center where the first of the user's roles that says so starts."""
        menus = super().load_web_menus(debug)
        # sudo: res.users - roles are not the user's own to read
        roles = self.env.user.sudo()._get_enabled_roles().role_id.sorted("sequence")
        root = menus.get(self.env.ref("callcenter_crm.callcenter_menu_root").id)
        start = next(filter(None, (menus.get(menu.id) for menu in roles.callcenter_start_menu_id)), None)
        if root and start:
            root.update({key: start[key] for key in ("actionID", "actionModel", "actionPath")})
        return menus

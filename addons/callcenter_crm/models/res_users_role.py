from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

ADMIN_FIELDS = frozenset(
    {"name", "comment", "implied_ids", "scope_ids"}
    | {"callcenter_access_ids", "callcenter_menu_ids", "callcenter_start_menu_id"}
)


class ResUsersRole(models.Model):
    _name = "res.users.role"
    _inherit = ("res.users.role", "callcenter.staff.form")

    scope_ids = fields.One2many("callcenter.role.scope", "role_id", "Data Scope", copy=True)
    callcenter_feature_ids = fields.Many2many(
        "res.groups", string="Features to Choose From", compute="_compute_callcenter_feature_ids"
    )
    callcenter_manageable = fields.Boolean(
        "Is the Call Center's",
        compute="_compute_callcenter_manageable",
        compute_sudo=True,
        help="Gives no right beyond the call center: business administrators change and give it.",
    )
    callcenter_user_count = fields.Integer(
        "Users", compute="_compute_callcenter_user_count", compute_sudo=True, help="Users who have the role."
    )

    def _compute_callcenter_feature_ids(self):
        self.callcenter_feature_ids = self.env["res.groups"]._callcenter_features()

    @api.depends("implied_ids")
    def _compute_callcenter_manageable(self):
        grantable = self.env["res.groups"]._callcenter_grantable()
        for role in self:
            role.callcenter_manageable = not role.id or role.all_implied_ids - role.group_id <= grantable

    @api.depends("line_ids")
    def _compute_callcenter_user_count(self):
        for role in self:
            role.callcenter_user_count = len(role.line_ids)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().create(vals_list)
        for vals in vals_list:
            self._callcenter_check_vals(vals)
        # sudo: res.users.role - business administrators make roles within the call center, checked here
        Role = self._callcenter_clean().sudo()
        roles = super(ResUsersRole, Role).create(vals_list)
        roles._callcenter_check()
        return roles.with_env(self.env)

    def write(self, vals):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().write(vals)
        self._callcenter_check()
        self._callcenter_check_vals(vals)
        # sudo: res.users.role - business administrators change roles of the call center, checked here
        roles = self._callcenter_clean().sudo()
        result = super(ResUsersRole, roles).write(dict(vals))
        self._callcenter_check()
        return result

    def unlink(self):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().unlink()
        self._callcenter_check()
        self._callcenter_check_unused()
        # sudo: res.users.role - business administrators delete roles of the call center that nobody has
        roles = self.sudo()
        groups = roles.group_id
        result = super(ResUsersRole, roles).unlink()
        groups.unlink()
        return result

    def copy(self, default=None):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().copy(default)
        return self.create(self.copy_data(default))

    def copy_data(self, default=None):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().copy_data(default)
        self.check_access("read")
        return [
            {
                "name": self.env._("%(role)s (copy)", role=role.name),
                "comment": role.comment,
                "implied_ids": [Command.set(role.implied_ids.ids)],
                "scope_ids": [Command.create({"object": row.object, "scope": row.scope}) for row in role.scope_ids],
                "callcenter_access_ids": role._callcenter_access_commands(),
                "callcenter_menu_ids": [Command.set(role.callcenter_menu_ids.ids)],
                "callcenter_start_menu_id": role.callcenter_start_menu_id.id,
                **(default or {}),
            }
            # sudo: res.users.role - what is copied is checked when it is made
            for role in self.sudo()
        ]

    def update_field_translations(self, field_name, translations, source_lang=""):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().update_field_translations(field_name, translations, source_lang)
        self._callcenter_check()
        self._callcenter_check_vals({field_name: None})
        # sudo: res.users.role - business administrators name roles of the call center, checked here
        return super(ResUsersRole, self.sudo()).update_field_translations(field_name, translations, source_lang)

    def cron_update_users(self):
        # a role that begins or ends today changes scopes also where it changes no group
        result = super().cron_update_users()
        self.env.registry.clear_cache()
        return result

    def _callcenter_clean(self):
        """Return the roles without the defaults that the caller gave by the context."""
        return self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden

    def _callcenter_check(self):
        """Raise AccessError unless the roles stay within the call center, UserError when one gives nothing."""
        # sudo: res.users.role - to judge a role all that it gives must be seen
        for role in self.sudo():
            if not role.callcenter_manageable:
                raise AccessError(
                    self.env._(
                        "“%(role)s” gives rights beyond the call center. Ask your system administrator.", role=role.name
                    )
                )
            if self.env.ref("base.group_user") not in role.all_implied_ids:
                raise UserError(self.env._("Choose at least one feature for “%(role)s”.", role=role.name))

    def _callcenter_check_unused(self):
        # sudo: res.users.role.line - users of other companies count as well
        if self.sudo().with_context(active_test=False).line_ids:
            raise UserError(self.env._("Users have this role. Give them another one first."))

    def _callcenter_check_vals(self, vals):
        """Raise AccessError unless ``vals`` are what business administrators may write on the roles."""
        if unknown := vals.keys() - ADMIN_FIELDS:
            raise AccessError(
                self.env._(
                    "Business administrators do not change %(fields)s of a role.", fields=", ".join(sorted(unknown))
                )
            )
        links = {Command.UNLINK, Command.LINK, Command.CLEAR, Command.SET}
        linked = [*(vals.get("implied_ids") or ()), *(vals.get("callcenter_menu_ids") or ())]
        # sudo: callcenter.role.scope, callcenter.field.access - the ids only
        scopes, rights = set(self.sudo().scope_ids.ids), set(self.sudo().callcenter_access_ids.ids)
        if (
            any(command[0] not in links for command in linked)
            or any(not is_own_row(command, scopes, {"object", "scope"}) for command in vals.get("scope_ids") or ())
            or any(not is_own_right(command, rights) for command in vals.get("callcenter_access_ids") or ())
        ):
            raise AccessError(self.env._("Business administrators change roles through the form of the role only."))


def is_own_row(command, own, names):
    """Return whether the x2many ``command`` makes a row or changes or deletes one of ``own`` (ids), by ``names``."""
    operation, row_id, vals = (*command, 0, 0)[:3]
    if operation == Command.CREATE:
        return vals.keys() <= names
    if operation == Command.UPDATE:
        return row_id in own and vals.keys() <= names
    return operation in (Command.DELETE, Command.UNLINK) and row_id in own


def is_own_right(command, own):
    """Return whether the x2many ``command`` makes a right on a custom field or changes one of ``own`` (ids)."""
    if command[0] == Command.UPDATE:
        return is_own_row(command, own, {"right"})
    return command[0] == Command.CREATE and is_own_row(command, own, {"field_id", "right"})

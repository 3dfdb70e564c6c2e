from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from .res_users_role import is_own_row

DEPARTMENT_FIELDS = frozenset({"callcenter_department_id", "callcenter_department_ids"})
STAFF_FIELDS = DEPARTMENT_FIELDS | {
    "active",
    "email",
    "image_1920",
    "lang",
    "login",
    "name",
    "password",
    "role_line_ids",
    "tz",
}
_ROLE_ADMINS = "base.group_erp_manager,callcenter_crm.group_admin"


class ResUsers(models.Model):
    """Business administrators manage the call center's people without being Odoo's administrators.

    They have no right to write users. What they write goes through here: certain fields, of users who have no right
    beyond the call center, and roles that give none; it is then written by the system.
    """

    _name = "res.users"
    _inherit = ("res.users", "callcenter.staff.form")

    # lines are as active as their user: those of archived users are looked at as well
    role_line_ids = fields.One2many(groups=_ROLE_ADMINS, context={"active_test": False})
    user_role_ids = fields.One2many(groups=_ROLE_ADMINS)
    callcenter_manageable = fields.Boolean(
        "Is the Call Center's",
        compute="_compute_callcenter_manageable",
        help="Has no right beyond the call center.",
    )
    callcenter_role_choice_ids = fields.Many2many(
        "res.users.role",
        string="Roles to Choose From",
        compute="_compute_callcenter_role_choice_ids",
        groups=_ROLE_ADMINS,
    )

    def _compute_callcenter_manageable(self):
        free = self._callcenter_free_groups()
        # sudo: res.users - to judge a user all rights must be seen
        for user in self.sudo():
            user.callcenter_manageable = not user.id or (
                user.all_group_ids <= free and all(user.role_line_ids.role_id.mapped("callcenter_manageable"))
            )

    def _compute_callcenter_role_choice_ids(self):
        self.callcenter_role_choice_ids = self._callcenter_roles()

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        if "tz" in fields and self._callcenter_manages_staff():
            vals["tz"] = self.env.company._callcenter_tz()
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        if not self._callcenter_manages_staff():
            return super().create(vals_list)
        created = self.browse()
        # sudo: res.users - business administrators add people with the call center's roles, checked here
        Users = self._callcenter_clean().sudo()
        groups = [Command.set(self.env.ref("base.group_user").ids)]
        for vals in vals_list:
            self._callcenter_check_vals(vals)
            invited = Users.with_context(no_reset_password=bool(vals.get("password")))
            vals = {"role_line_ids": [], **_without_empty_password(vals), "group_ids": groups}
            created |= super(ResUsers, invited).create([vals])
        created._callcenter_check_roles()
        return created.with_env(self.env)

    def write(self, vals):
        own = self == self.env.user and vals.keys() <= self._self_accessible_fields()[1]
        if own or not self._callcenter_manages_staff():
            return super().write(vals)
        vals = _without_empty_password(vals)
        self._callcenter_check_vals(vals)
        if "password" in vals and self.env.user in self:
            raise UserError(self.env._("Change your own password in your preferences."))
        if not vals.keys() <= DEPARTMENT_FIELDS:
            self._callcenter_check_manageable()
        # sudo: res.users - business administrators write people of the call center, checked here
        result = super(ResUsers, self._callcenter_clean().sudo()).write(vals)
        if "role_line_ids" in vals:
            self._callcenter_check_roles()
        return result

    def action_reset_password(self):
        if not self._callcenter_manages_staff():
            return super().action_reset_password()
        self._callcenter_check_manageable()
        # sudo: res.users - the letter goes to the user, nobody else learns the link
        return super(ResUsers, self.sudo()).action_reset_password()

    def action_archive(self):
        """Archive; ask business administrators first who takes over what the user has."""
        if self.env.su or not self.env.user.has_group("callcenter_crm.group_admin"):
            return super().action_archive()
        holders = self.filtered(lambda user: any(user._callcenter_holdings().values()))
        if not holders:
            return super().action_archive()
        holders._callcenter_check_archive()
        if len(self) > 1:
            raise UserError(
                self.env._(
                    "%(users)s: archive them one by one and say who takes over what they have.",
                    users=", ".join(holders.mapped("name")),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Handover"),
            "res_model": "callcenter.handover",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_user_id": self.id},
        }

    def _callcenter_check_archive(self):
        if self._callcenter_manages_staff():
            self._callcenter_check_manageable()

    @api.model
    def _callcenter_manages_staff(self):
        """Return whether the current user writes users and roles as business administrator only."""
        user = self.env.user
        return (
            not self.env.su
            and user.has_group("callcenter_crm.group_admin")
            and not user.has_group("base.group_erp_manager")
        )

    @api.model
    def _callcenter_roles(self):
        """Return the roles that business administrators give."""
        # sudo: res.users.role - to judge a role all that it gives must be seen
        return self.env["res.users.role"].sudo().search([]).filtered("callcenter_manageable")

    @api.model
    def _callcenter_free_groups(self):
        """Return the groups that do not lift a user above the call center."""
        # sudo: res.groups - which groups there are is no secret
        own = self.sudo()._get_self_writable_groups()
        return self.env["res.groups"]._callcenter_grantable() | self._callcenter_roles().group_id | own.all_implied_ids

    def _callcenter_clean(self):
        """Return the users without the defaults that the caller gave by the context."""
        return self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden

    def _callcenter_check_manageable(self):
        # sudo: res.users - the answer tells nothing but that
        if beyond := self.sudo().filtered(lambda user: not user.callcenter_manageable):
            raise AccessError(
                self.env._(
                    "%(users)s: these users have rights beyond the call center. Ask your system administrator.",
                    users=", ".join(beyond.mapped("name")),
                )
            )

    def _callcenter_check_roles(self):
        """Raise AccessError when a user has a role beyond the call center, UserError when one has none at all."""
        # sudo: res.users - the lines only
        for user in self.sudo():
            if not user.role_line_ids:
                raise UserError(self.env._("Give “%(user)s” at least one role.", user=user.name))
            user.role_line_ids.role_id.with_env(self.env)._callcenter_check()
        self._callcenter_check_manageable()

    def _callcenter_check_vals(self, vals):
        """Raise AccessError unless ``vals`` are what business administrators may write on the users."""
        # sudo: res.users - the ids only
        own = set(self.sudo().role_line_ids.ids)
        names = {"role_id", "date_from", "date_to"}
        if unknown := vals.keys() - STAFF_FIELDS:
            raise AccessError(
                self.env._(
                    "Business administrators do not change %(fields)s of a user.", fields=", ".join(sorted(unknown))
                )
            )
        if any(not is_own_row(command, own, names) for command in vals.get("role_line_ids") or ()):
            raise AccessError(self.env._("Business administrators change roles through the form of the user only."))


def _without_empty_password(vals):
    # a password that was typed and deleted again is no wish to have none
    return {name: value for name, value in vals.items() if name != "password" or value}

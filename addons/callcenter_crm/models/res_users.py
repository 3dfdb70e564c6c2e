from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from .callcenter_role_scope import SCOPES

_WIDTH = {word: width for width, (word, _label) in enumerate(SCOPES)}


class ResUsers(models.Model):
    _inherit = "res.users"

    callcenter_department_id = fields.Many2one(
        "callcenter.department",
        "Department",
        ondelete="restrict",
        index="btree_not_null",
        help="The one the user belongs to: its leader answers for the user's calls and customers.",
    )
    callcenter_department_ids = fields.Many2many(
        "callcenter.department",
        "callcenter_department_users_rel",
        "user_id",
        "department_id",
        "Also Serves",
        help="Further departments whose work the user takes on.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        # a new member is in the scope of colleagues at once
        self.env.registry.clear_cache()
        return users

    @api.model
    def _get_invalidation_fields(self):
        return super()._get_invalidation_fields() | {
            "callcenter_department_id",
            "callcenter_department_ids",
            "role_line_ids",
        }

    def _callcenter_departments(self, scope):
        """Return the departments (also archived ones) that ``scope`` gives the user.

        :param scope: ``own`` (none), ``department`` (those the user belongs to, serves or leads), ``subtree`` (with
            all below them) or ``all``.
        """
        self.ensure_one()
        # sudo: callcenter.department - what a scope holds does not depend on what its user may read
        Department = self.env["callcenter.department"].sudo().with_context(active_test=False)
        if scope == "own":
            return Department
        if scope == "all":
            return Department.search([])
        # sudo: res.users - rules are evaluated for users who may not read users
        user = self.sudo()
        departments = Department.search(Domain("leader_id", "=", user.id))
        departments |= (user.callcenter_department_id | user.callcenter_department_ids).with_env(Department.env)
        if scope == "subtree":
            departments = Department.search(Domain("id", "child_of", departments.ids))
        return departments

    @ormcache("self.id", "object_name")
    def _callcenter_scope(self, object_name):
        """Return the user's scope of ``object_name`` (customer, contact, call, followup): own … all.

        It is the widest of the user's roles; users without any role have what the shipped role of their group has.
        """
        self.ensure_one()
        # sudo: res.users - roles are not the user's own to read
        user = self.sudo()
        if roles := user._get_enabled_roles().role_id:
            words = roles.scope_ids.filtered(lambda row: row.object == object_name).mapped("scope")
            return max(words, key=_WIDTH.get, default="own")
        if user.has_group("callcenter_crm.group_manager") or user.has_group("callcenter_crm.group_qa"):
            return "all"
        return "subtree" if user.has_group("callcenter_crm.group_leader") else "own"

    @ormcache("self.id", "object_name")
    def _callcenter_scope_department_ids(self, object_name):
        """Return the ids (tuple) of the departments in the user's scope of ``object_name``; None: no limit."""
        scope = self._callcenter_scope(object_name)
        return None if scope == "all" else self._callcenter_departments(scope)._ids

    @ormcache("self.id", "object_name")
    def _callcenter_scope_user_ids(self, object_name):
        """Return the ids (tuple) of the users whose ``object_name`` records are in the user's scope; None: no limit.

        The user is always among them, and so are members who were archived.
        """
        department_ids = self._callcenter_scope_department_ids(object_name)
        if department_ids is None:
            return None
        if not department_ids:
            return self._ids
        # sudo: res.users - members of other companies count as well
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        return (self | Users.search([("callcenter_department_id", "in", department_ids)]))._ids

    def _callcenter_scope_domain(self, object_name, user_fields=("user_id",), department_field=None):
        """Return the domain of the records in the user's scope of ``object_name``, for record rules.

        :param user_fields: names of the fields with the record's users; one in scope suffices.
        :param department_field: name of the field with the record's department, if it has one.
        """
        user_ids = self._callcenter_scope_user_ids(object_name)
        if user_ids is None:
            return Domain.TRUE
        domain = Domain.OR(Domain(name, "in", user_ids) for name in user_fields)
        if department_field:
            domain |= Domain(department_field, "in", self._callcenter_scope_department_ids(object_name))
        return domain

    def _callcenter_workorder_domain(self):
        """Return the domain of the work orders that the user may see.

        These are who owns or made them by the scope, those of its departments, and what the own departments have to
        take. Whoever has no part in the call center keeps helpdesk's own rules.
        """
        domain = self._callcenter_scope_domain("workorder", ("user_id", "create_uid"), "department_id")
        pool = Domain("department_id", "in", self._callcenter_departments("department")._ids) & Domain(
            "user_id", "=", False
        )
        return domain | pool

    def _callcenter_visit_domain(self):
        """Return the domain of the return visits that the user may see: by scope, and those the own departments do."""
        domain = self._callcenter_scope_domain("workorder", ("user_id",), "department_id")
        return domain | Domain("department_id", "in", self._callcenter_departments("department")._ids)

    def _callcenter_customer_domain(self):
        """Return the domain of the partners that the user may see.

        These are the customers in scope, those that nobody owns, colleagues and the companies themselves. Whoever
        has no part in the call center is not limited.
        """
        if not self.has_group("callcenter_crm.group_callcenter"):
            return Domain.TRUE
        user_ids = self._callcenter_scope_user_ids("customer")
        if user_ids is None:
            return Domain.TRUE
        # sudo: res.company - also companies that are not the user's have a name
        companies = self.env["res.company"].sudo().search([]).partner_id
        return (
            Domain("user_id", "in", [False, *user_ids])
            | Domain("partner_share", "=", False)
            | Domain("id", "in", companies.ids)
        )

    def _callcenter_number_domain(self):
        """Return the domain of the customers' numbers that the user may see: those of the customers."""
        domain = self._callcenter_customer_domain()
        return domain if domain.is_true() else Domain("partner_id", "any", domain)

    def _callcenter_call_domain(self):
        """Return the domain of the calls in the user's scope.

        Calls that nobody took are nobody's own: whoever sees more than the own sees them.
        """
        domain = self._callcenter_scope_domain("call", ("user_id", "last_user_id"))
        if self._callcenter_scope("call") in ("department", "subtree"):
            domain |= Domain("user_id", "=", False)
        return domain

    def _callcenter_call_part_domain(self):
        """Return the domain of what belongs to the calls in the user's scope, by its ``call_id``."""
        domain = self._callcenter_call_domain()
        return domain if domain.is_true() else Domain("call_id", "any", domain)

from odoo import models


class ResUsersRoleLine(models.Model):
    _name = "res.users.role.line"
    _inherit = ("res.users.role.line", "callcenter.staff.form", "callcenter.rights.mixin")

from odoo import api, models


class CallcenterRightsMixin(models.AbstractModel):
    """Rows that say who sees what: behind each change the scopes kept in memory are forgotten.

    Behind it, not before: the change itself asks for rights and would keep the old ones again.
    """

    _name = "callcenter.rights.mixin"
    _description = "Part of the Users' Rights"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

from odoo import fields, models

from ..tools.masked_fields import MaskedHtml, MaskedName, MaskedText

# custom fields of these types hold what people write, numbers too
MASKED = {"char": MaskedName, "text": MaskedText, "html": MaskedHtml}
PREFIX = "callcenter_masked_"
fields.Field._by_type__.update({PREFIX + name: field for name, field in MASKED.items()})


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    def _get_manual_field_data(self, model_name):
        """Make custom fields with text of models with masked numbers fields that mask them."""
        found = super()._get_manual_field_data(model_name)
        if not hasattr(self.pool.get(model_name), "_callcenter_unmasked"):
            return found
        return {
            name: {**data, "ttype": PREFIX + data["ttype"]} if data["ttype"] in MASKED else data
            for name, data in found.items()
        }

    def _instanciate_attrs(self, field_data):
        return super()._instanciate_attrs({**field_data, "ttype": field_data["ttype"].removeprefix(PREFIX)})

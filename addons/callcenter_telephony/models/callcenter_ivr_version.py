from odoo import api, fields, models
from odoo.exceptions import UserError


class CallcenterIvrVersion(models.Model):
    """A flow as it was published: never changed, so that it can be gone back to."""

    _name = "callcenter.ivr.version"
    _description = "Published Version of a Flow"
    _order = "flow_id, number desc"
    _rec_name = "number"

    flow_id = fields.Many2one("callcenter.ivr.flow", required=True, readonly=True, ondelete="cascade", index=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    graph = fields.Json(required=True, readonly=True)
    note = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Published by", readonly=True, ondelete="set null", default=lambda self: self.env.user
    )
    published_at = fields.Datetime("Published", readonly=True, required=True, default=fields.Datetime.now)

    _number_uniq = models.Constraint("UNIQUE (flow_id, number)", "This version exists already.")

    def action_roll_back(self):
        """Make this version the live one again, or say why it cannot be."""
        self.ensure_one()
        if found := self.flow_id.roll_back(self.id)["faults"]:
            raise UserError(self.flow_id._told(found))

    @api.model
    def _current(self):
        """Return the versions that callers hear now."""
        return self.env["callcenter.ivr.flow"].search([]).version_id

    @api.model
    def _using(self, field_name, records):
        """Return names of the steps of what is published that lead to one of ``records``, by a field of the step."""
        ids = set(records.ids)
        return [
            f"{version.flow_id.name} / {step['name']}"
            # sudo: callcenter.ivr.version - whoever archives a record, no caller may be led to it
            for version in self.sudo()._current()
            for step in version.graph["steps"]
            if step["values"].get(field_name) in ids
        ]

    def _ids_of(self, field_name):
        """Return the ids that a field of the steps holds in these versions."""
        steps = [step for version in self for step in version.graph["steps"]]
        return {step["values"][field_name] for step in steps if step["values"].get(field_name)}

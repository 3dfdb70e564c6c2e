from odoo import api, fields, models
from odoo.exceptions import UserError


class CallcenterUsedMixin(models.AbstractModel):
    """A record that flows, queues and numbers lead to: it tells where, and is not deleted while they do."""

    _name = "callcenter.used.mixin"
    _description = "Used by flows and queues"

    used_in = fields.Text("Used in", compute="_compute_used_in")

    @api.depends_context("lang")
    def _compute_used_in(self):
        for record in self:
            record.used_in = "\n".join(record._uses())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for record in self:
            if uses := record._uses():
                raise UserError(
                    self.env._(
                        "“%(name)s” is still used. Choose something else there, then delete it:\n%(uses)s",
                        name=record.display_name,
                        uses="\n".join(uses),
                    )
                )

    @api.model
    def _used_by(self):
        """Return the fields that lead to records of this model, by model: ``{model: (field, …)}``."""
        raise NotImplementedError

    def _uses(self):
        """Return a line for each place that leads here, such as ``Hotline / Greeting``: drafts, published versions and
        settings."""
        self.ensure_one()
        by = self._used_by()
        drafts = by.get("callcenter.ivr.step", ())
        uses = [line for model, names in by.items() for name in names for line in self._lines(model, name)]
        # sudo: callcenter.ivr.version - whoever deletes a record, no caller may be led to it
        versions = self.env["callcenter.ivr.version"].sudo()
        published = [line for name in drafts for line in versions._using(name, self)]
        of_versions = [self.env._("%(step)s (published version)", step=line) for line in set(published) - set(uses)]
        return sorted({*uses, *of_versions})

    def _lines(self, model, name):
        """Return how the records of ``model`` are called that lead here by the field ``name``."""
        # sudo: callcenter.* - what leads here is told by name alone
        rows = self.env[model].sudo()
        found = rows.search([(name, "=", self.id)]) if self.id else ()
        if model == "callcenter.ivr.step":
            return [f"{step.flow_id.name} / {step.name}" for step in found]
        label = rows.fields_get([name], ["string"])[name]["string"]
        part_of_queue = model.startswith("callcenter.queue.")
        return [f"{(row.queue_id if part_of_queue else row).display_name}: {label}" for row in found]

from odoo import api, fields, models


class CallcenterListScreen(models.Model):
    """What the import's screen needs beside the run: the draft as it was left, and where to go from here."""

    _inherit = "callcenter.list"

    step = fields.Selection(
        [("columns", "Match columns"), ("cleaning", "Cleaning")], readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    part = fields.Float("Imported", compute="_compute_part", help="How far the import is, in percent.")

    @api.depends("progress")
    def _compute_part(self):
        for batch in self:
            batch.part = 100 * batch.progress

    def import_keep(self, draft):
        """Keep what is chosen so far, for whoever opens the draft again.

        :param draft: any of ``{"columns": [{"index", "header", "field", "certain"}], "cleaning", "step"}``
        :raise AccessError: not the user's batch, or a field that the user may not fill
        """
        batch = self._import_check()
        self._import_check_not("queued", "running", "done")
        vals = {}
        if "columns" in draft:
            columns = self._import_columns(draft["columns"], complete=False)
            certain = [bool(column.get("certain")) for column in draft["columns"] or ()]
            vals["columns"] = [{**column, "certain": sure} for column, sure in zip(columns, certain, strict=True)]
        if "cleaning" in draft:
            vals["cleaning"] = self._import_cleaning(draft["cleaning"])
        if draft.get("step") in ("columns", "cleaning"):
            vals["step"] = draft["step"]
        batch.write(vals)
        return True

    def import_state(self):
        """Add what a draft has chosen already: ``{"step", "columns", "options"}``."""
        batch = self._import_check()
        chosen = {"step": batch.step, "columns": batch.columns or [], "options": batch.options or {}}
        return super().import_state() | chosen

    def action_import(self):
        """Open the import at its step; AccessError for whom it is not."""
        return self._import_check().campaign_id._action_import(self.id)

    def action_allocate(self):
        """Open the allocation of this batch's contacts."""
        self.ensure_one()
        return self.env["callcenter.allocate"]._action(campaign_id=self.campaign_id.id, list_ids=self.ids)

    def action_contacts(self):
        """Open the contacts that came with this batch."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_contact_action")
        return action | {"domain": [("list_id", "=", self.id)], "context": {"default_list_id": self.id}}

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import SQL

STATES = [
    ("draft", "Draft"),
    ("queued", "Queued"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
    ("undone", "Undone"),
]
BUSY = ("queued", "running")
# what the server books about the import: nobody writes it by hand
BOOKED = frozenset(
    {
        "state", "file_id", "file_name", "options", "columns", "cleaning", "template_id", "rows_total", "rows_taken",
        "rows_dropped", "reasons", "dropped_id", "samples", "added", "counted", "started_at", "finished_at", "error",
        "department_id", "undone_count", "stayed_count", "user_id", "emptied", "left_empty", "located",
    }
)  # fmt: skip


class CallcenterList(models.Model):
    """A batch of contacts that came into a campaign together, mostly out of a file."""

    _name = "callcenter.list"
    _description = "Contact List"
    _order = "id desc"

    name = fields.Char(required=True)
    campaign_id = fields.Many2one("callcenter.campaign", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    source_id = fields.Many2one(
        "callcenter.dictionary.item", domain=[("dictionary_id.code", "=", "source")], ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Loaded By", default=lambda self: self.env.user, readonly=True, copy=False)
    contact_count = fields.Integer("Contacts", compute="_compute_contact_count")
    # the import: files and samples hold numbers, so that nobody reads them but by the methods, which ask for rights
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False)
    file_name = fields.Char("File", readonly=True, copy=False)
    file_id = fields.Many2one("ir.attachment", "File Itself", readonly=True, copy=False, groups=fields.NO_ACCESS)
    options = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    columns = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    cleaning = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    template_id = fields.Many2one("callcenter.import.template", readonly=True, copy=False, ondelete="set null")
    department_id = fields.Many2one(
        "callcenter.department",
        "For Department",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Where the contacts of somebody go who does not work with all contacts.",
    )
    rows_total = fields.Integer("Rows", readonly=True, copy=False)
    rows_taken = fields.Integer("Taken", readonly=True, copy=False)
    rows_dropped = fields.Integer("Not Taken", readonly=True, copy=False)
    reasons = fields.Json(readonly=True, copy=False)
    added = fields.Json(readonly=True, copy=False)
    emptied = fields.Integer("Fields Left Empty", readonly=True, copy=False)
    left_empty = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    located = fields.Integer("Numbers Located", readonly=True, copy=False)
    counted = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    samples = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    dropped_id = fields.Many2one(
        "ir.attachment", "File of the Dropped", readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    progress = fields.Float(compute="_compute_progress", help="From 0 to 1.")
    started_at = fields.Datetime("Started", readonly=True, copy=False)
    finished_at = fields.Datetime("Finished", readonly=True, copy=False)
    error = fields.Char(readonly=True, copy=False)
    undone_count = fields.Integer("Taken Back", readonly=True, copy=False)
    stayed_count = fields.Integer("Stayed", readonly=True, copy=False)

    def _compute_contact_count(self):
        groups = self.env["callcenter.contact"]._read_group([("list_id", "in", self.ids)], ["list_id"], ["__count"])
        counts = {row.id: count for row, count in groups}
        for row in self:
            row.contact_count = counts.get(row.id, 0)

    @api.depends("state")
    def _compute_progress(self):
        # sudo: callcenter.list.progress - how far a batch is belongs to the batch
        runs = self.env["callcenter.list.progress"].sudo().search([("list_id", "in", self.ids)])
        parts = {run.list_id.id: run.part for run in runs}
        for row in self:
            row.progress = parts.get(row.id, 0) if row.state in BUSY else float(row.state in ("done", "undone"))

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in BOOKED and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        if "campaign_id" in vals and any(
            row.state != "draft" and row.campaign_id.id != vals["campaign_id"] for row in self
        ):
            raise UserError(self.env._("The batch is in its campaign already. Load the file into the other one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_busy(self):
        if any(row.state in BUSY for row in self):
            raise UserError(self.env._("The import is under way. Cancel it first."))

    def unlink(self):
        # sudo: ir.attachment - the files go with their batch
        files = self.sudo().file_id | self.sudo().dropped_id
        result = super().unlink()
        self.env.cr.execute(SQL("UPDATE callcenter_contact SET list_id = NULL WHERE list_id = ANY(%s)", self.ids))
        self.env["callcenter.contact"].invalidate_model(["list_id"], flush=False)
        files.unlink()
        return result

    # rights

    @api.model
    def _import_check_leader(self):
        """Raise AccessError unless the user is a leader or more."""
        if not self.env.user.has_group("callcenter_crm.group_leader"):
            raise AccessError(self.env._("Team leaders and managers import contacts."))

    @api.model
    def _import_campaign(self, campaign_id):
        """Return the campaign if the user may load contacts into it.

        :raise AccessError: no leader, a campaign of another company or, for who does not work with all contacts, one
            that is for other departments
        """
        self._import_check_leader()
        user = self.env.user
        campaign = self.env["callcenter.campaign"].browse(int(campaign_id)).exists()
        campaign.check_access("write")
        within = user._callcenter_scope_department_ids("contact")
        if not campaign or (
            within is not None and campaign.department_ids and not set(campaign.department_ids.ids) & set(within)
        ):
            raise AccessError(self.env._("This campaign is for other departments."))
        return campaign

    def _import_check(self):
        """Return the batch with the server's rights if it is the user's to work with.

        It is for who loaded it and for who works with all contacts.

        :raise AccessError: neither
        """
        self.ensure_one()
        if not self.exists():
            raise MissingError(self.env._("The batch has been deleted."))
        self.check_access("read")
        self._import_campaign(self.campaign_id.id)
        if self.user_id != self.env.user and self.env.user._callcenter_scope("contact") != "all":
            raise AccessError(self.env._("This file was loaded by somebody else."))
        # sudo: callcenter.list - files and results are read and written by these methods only, rights checked above
        return self.sudo()

    def _import_check_not(self, *states):
        """Raise UserError if the batch is in one of ``states``."""
        if self.state in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._("This batch is “%(state)s”: that cannot be done now.", state=names[self.state]))

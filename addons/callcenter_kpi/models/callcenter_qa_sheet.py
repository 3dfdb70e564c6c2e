from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import qa_score

# what a version is, decided by putting in use and changing only
_COURSE = frozenset({"state", "version", "first_id", "used_since"})
STATES = [("draft", "Draft"), ("used", "In Use"), ("replaced", "Replaced")]


class CallcenterQaSheet(models.Model):
    """One version of a score sheet. Scores rest on a version, so one that was put in use changes no more."""

    _name = "callcenter.qa.sheet"
    _description = "Score Sheet"
    _order = "sequence, name, version desc, id desc"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Where several sheets fit a call, the first one is offered.")
    active = fields.Boolean(default=True)
    version = fields.Integer(required=True, readonly=True, default=1, copy=False, aggregator=None)
    first_id = fields.Many2one("callcenter.qa.sheet", "First Version", readonly=True, copy=False, ondelete="restrict")
    version_ids = fields.One2many("callcenter.qa.sheet", compute="_compute_version_ids", string="Versions")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False)
    used_since = fields.Datetime("In Use Since", readonly=True, copy=False)
    queue_ids = fields.Many2many("callcenter.queue", string="Queues", help="Calls of these queues.")
    campaign_ids = fields.Many2many("callcenter.campaign", string="Campaigns", help="Calls of these campaigns.")
    appeal_days = fields.Integer(
        "Days to Appeal", default=7, help="How long agents may appeal, from the day of the score. 0: not at all."
    )
    note = fields.Text(help="What the sheet is for; what changed in this version.")
    group_ids = fields.One2many("callcenter.qa.group", "sheet_id", "Groups", copy=True)
    weight = fields.Float("Weights Together (%)", compute="_compute_weight", digits=(5, 2))

    _one_used = models.UniqueIndex(
        "(COALESCE(first_id, id)) WHERE state = 'used'", "Another version of this sheet is in use."
    )
    _one_draft = models.UniqueIndex(
        "(COALESCE(first_id, id)) WHERE state = 'draft'", "There is a draft of this sheet already."
    )
    _version_unique = models.UniqueIndex("(COALESCE(first_id, id), version)", "There is such a version already.")
    _appeal_days_range = models.Constraint("CHECK (appeal_days BETWEEN 0 AND 365)", "Days to appeal: 0 to 365.")

    @api.depends("name", "version", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = self.env._("%(name)s v%(version)s", name=sheet.name or "", version=sheet.version)

    @api.depends("group_ids.weight")
    def _compute_weight(self):
        for sheet in self:
            sheet.weight = sum(sheet.group_ids.mapped("weight"))

    def _compute_version_ids(self):
        for sheet in self:
            sheet.version_ids = sheet._versions() if sheet.id else sheet

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_course(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_course(vals)
        return super().write(vals)

    def _check_course(self, vals):
        if not self.env.su and _COURSE & vals.keys():
            raise AccessError(self.env._("A sheet is put in use, or changed to a new version, by its buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.filtered(lambda sheet: sheet.state != "draft"):
            raise UserError(self.env._("Scores rest on a sheet that was in use: archive it instead."))

    def copy_data(self, default=None):
        names = [] if default and "name" in default else self.mapped("name")
        data = super().copy_data(default)
        for vals, name in zip(data, names, strict=False):
            vals["name"] = self.env._("%(name)s (copy)", name=name)
        return data

    def action_use(self):
        """Put the draft in use instead of the version that is. Raises UserError with all that is wrong."""
        self.check_access("write")
        # sudo: callcenter.qa.sheet - the state is written by this button only
        for sheet in self.sudo():
            if sheet.state != "draft":
                raise UserError(self.env._("“%(sheet)s” is no draft.", sheet=sheet.display_name))
            if problems := sheet._problems():
                raise UserError("\n".join(problems))
            sheet._versions().filtered(lambda other: other.state == "used").state = "replaced"
            # the index that keeps one version in use looks at each statement
            self.flush_model(["state"])
            sheet.write({"state": "used", "used_since": fields.Datetime.now()})
            self.flush_model(["state"])

    def action_change(self):
        """Open the draft of the next version; it is made of this one where there is none."""
        self.ensure_one()
        self.check_access("write")
        versions = self._versions()
        draft = versions.filtered(lambda sheet: sheet.state == "draft")
        return (draft or self._next_version(max(versions.mapped("version")) + 1))._open()

    def _next_version(self, number):
        vals = {"name": self.name, "first_id": (self.first_id or self).id, "version": number}
        # sudo: callcenter.qa.sheet - which version it is, is written by this button only
        draft = self.sudo().copy(vals)
        for lang, _name in self.env["res.lang"].get_installed():
            draft.with_context(lang=lang).name = self.with_context(lang=lang).name
        return draft.with_env(self.env)

    def _versions(self):
        self.ensure_one()
        first = self.first_id or self
        return self.with_context(active_test=False).search(["|", ("id", "=", first.id), ("first_id", "=", first.id)])

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _problems(self):
        """Return what keeps the sheet from being used (texts)."""
        self.ensure_one()
        weights = self.group_ids.mapped("weight")
        problems = self.group_ids._problems()
        if not self.group_ids:
            problems.append(self.env._("The sheet has no group yet."))
        elif not qa_score.adds_up(weights):
            problems.append(
                self.env._("The weights of the groups add up to %(sum).2f %%, not to 100 %%.", sum=sum(weights))
            )
        return problems

    @api.model
    def _for(self, call):
        """Return the sheet for ``call``: the first in use for its queue or campaign, else the first for all calls."""
        sheets = self.search([("state", "=", "used")])
        named = sheets.filtered(lambda sheet: call.queue_id & sheet.queue_ids or call.campaign_id & sheet.campaign_ids)
        return (named or sheets.filtered(lambda sheet: not sheet.queue_ids and not sheet.campaign_ids))[:1]

    def _items(self):
        """Return the items in the order of the sheet."""
        return self.group_ids.item_ids.sorted(lambda item: (item.group_id.sequence, item.group_id.id, item.sequence))

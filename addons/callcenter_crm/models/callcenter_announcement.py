from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

LEVELS = [("normal", "Normal"), ("important", "Important")]
STATES = [("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")]
PUSHED = "callcenter.announcement"  # what the bus tells the addressees


class CallcenterAnnouncement(models.Model):
    """A notice to the people of some departments, with a receipt of who has read it.

    Whoever comes to such a department while it is valid is addressed, too. A new edition asks all to read it again.
    """

    _name = "callcenter.announcement"
    _description = "Notice"
    _order = "published_at desc, id desc"

    name = fields.Char("Title", required=True)
    body = fields.Html("Text", sanitize_overridable=False)
    level = fields.Selection(LEVELS, required=True, default="normal")
    must_confirm = fields.Boolean("Asks to Be Confirmed", help="Read once the reader says so; else once it is opened.")
    department_ids = fields.Many2many(
        "callcenter.department", string="Departments", help="With all below them. Empty: everybody; managers only."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    valid_to = fields.Date("Until", help="Who has not read it by then is asked no more. Empty: without end.")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False)
    author_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user, copy=False, ondelete="restrict"
    )
    published_at = fields.Datetime("Published On", readonly=True, copy=False)
    edition = fields.Integer(readonly=True, default=1, copy=False, aggregator=None)
    receipt_ids = fields.One2many(
        "callcenter.announcement.receipt",
        "announcement_id",
        "Receipts",
        readonly=True,
        groups="callcenter_crm.group_leader",
    )
    addressed_count = fields.Integer("Addressed", compute="_compute_read", groups="callcenter_crm.group_leader")
    read_count = fields.Integer("Read", compute="_compute_read", groups="callcenter_crm.group_leader")

    @api.depends("receipt_ids.read_at")
    def _compute_read(self):
        receipts = self.env["callcenter.announcement.receipt"]
        counts = {
            row[0]: row[1:]
            for row in receipts._read_group(
                [("announcement_id", "in", self.ids)], ["announcement_id"], ["__count", "read_at:count"]
            )
        }
        for notice in self:
            notice.addressed_count, notice.read_count = counts.get(notice, (0, 0))

    # the author

    def write(self, vals):
        if not self.env.su and {"state", "published_at", "edition", "author_id"} & vals.keys():
            raise AccessError(self.env._("A notice is published and withdrawn by its buttons."))
        if "department_ids" in vals and self.filtered(lambda notice: notice.state == "published"):
            raise UserError(self.env._("Who is addressed stays so: withdraw the notice and make another one."))
        result = super().write(vals)
        self._own_files()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any({"state", "author_id", "published_at"} & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A notice is published and withdrawn by its buttons."))
        notices = super().create(vals_list)
        notices._own_files()
        return notices

    def _own_files(self):
        """Make the files that the user has just added the notice's, so that who may read it may read them."""
        for notice in self:
            # sudo: callcenter.announcement - files of the user, that belong to nothing yet
            files = notice.sudo().attachment_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            if files:
                files.write({"res_model": self._name, "res_id": notice.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if self.filtered(lambda notice: notice.state != "draft"):
            raise UserError(self.env._("A notice that was published is kept: withdraw it instead."))

    def action_publish(self):
        """Tell everybody addressed. Raises unless the user may address these departments."""
        for notice in self:
            notice.check_access("write")
            notice._check_addressed()
            if notice.state == "published":
                continue
            # sudo: callcenter.announcement - the state is written by the buttons only
            notice = notice.sudo()
            notice.write({"state": "published", "published_at": fields.Datetime.now()})
            notice._complete()
            notice._push()

    def action_again(self):
        """Make a new edition: all are asked to read it again."""
        for notice in self:
            notice.check_access("write")
            if notice.state != "published":
                raise UserError(self.env._("Only a published notice can be read again."))
            # sudo: callcenter.announcement - edition and receipts are written by this button only
            notice = notice.sudo()
            notice.edition += 1
            notice.receipt_ids.read_at = False
            notice._push()

    def action_remind(self):
        """Tell those who have not read it once more."""
        for notice in self.filtered(lambda one: one.state == "published"):
            notice.check_access("write")
            # sudo: callcenter.announcement - receipts of all, checked above
            notice.sudo()._push()

    def action_withdraw(self):
        """Take the notice back; the receipts stay."""
        self.check_access("write")
        # sudo: callcenter.announcement - the state is written by the buttons only
        notices = self.sudo()
        notices.write({"state": "withdrawn"})
        for notice in notices:
            notice._push()

    def action_receipts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_announcement_receipt_action")
        return {**action, "domain": [("announcement_id", "=", self.id)]}

    def _check_addressed(self):
        if self.env.su or self.env.user.has_group("callcenter_crm.group_manager"):
            return
        mine = self.env.user._callcenter_departments("subtree")
        if not self.department_ids or self.department_ids - mine:
            raise UserError(self.env._("Choose departments of your own: others are for a manager to address."))

    # the readers

    def _addressees(self):
        """Return the users of the call center whom the notice addresses (superuser mode)."""
        self.ensure_one()
        people = Domain("all_group_ids", "in", self.env.ref("callcenter_crm.group_callcenter").ids)
        if self.department_ids:
            below = self.env["callcenter.department"].search([("id", "child_of", self.department_ids.ids)]).ids
            people &= Domain("callcenter_department_id", "in", below) | Domain("callcenter_department_ids", "in", below)
        return self.env["res.users"].search(people)

    def _complete(self):
        """Give those addressed who have no receipt one (superuser mode)."""
        for notice in self:
            missing = notice._addressees() - notice.receipt_ids.user_id
            notice.env["callcenter.announcement.receipt"].create(
                [{"announcement_id": notice.id, "user_id": user.id} for user in missing]
            )

    @api.model
    def _valid(self):
        today = fields.Date.context_today(self.with_context(tz=self.env.company._callcenter_tz()))
        dates = Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)
        return Domain("state", "=", "published") & dates

    @api.model
    def _cron_complete(self):
        """Address those who came to a department since."""
        notices = self.search(self._valid())
        before = {notice: notice.receipt_ids for notice in notices}
        notices._complete()
        for notice, known in before.items():
            notice._push((notice.receipt_ids - known).user_id)

    def _push(self, users=None):
        """Tell those who have not read it what they have to read."""
        for user in users if users is not None else self.receipt_ids.filtered(lambda row: not row.read_at).user_id:
            user._bus_send(PUSHED, {"id": self.id})

    @api.model
    def unread(self):
        """Return the notices that the user has to read, newest first: ``[{"id", "name", "level", "at"}]``."""
        # sudo: callcenter.announcement.receipt - the user's own ones
        receipts = self.env["callcenter.announcement.receipt"].sudo()
        mine = receipts.search([("user_id", "=", self.env.uid), ("read_at", "=", False)])
        return [
            {
                "id": notice.id,
                "name": notice.name,
                "level": notice.level,
                "at": fields.Datetime.to_string(notice.published_at),
            }
            for notice in mine.announcement_id.filtered_domain(self._valid()).sorted()
        ]

    def open_notice(self):
        """Return what the reader sees, and note it as read unless it asks to be confirmed."""
        notice, receipt = self._mine()
        if not notice.must_confirm:
            receipt._note_read()
        return {
            "id": notice.id,
            "name": notice.name,
            "body": notice.body or "",
            "author": notice.author_id.name,
            "at": fields.Datetime.to_string(notice.published_at),
            "files": [
                {"id": file.id, "name": file.name}
                for file in notice.attachment_ids
                if (file.res_model, file.res_id) == (self._name, notice.id)
            ],
            "confirm": notice.must_confirm and not receipt.read_at,
        }

    def confirm(self):
        """Note that the user has read it."""
        self._mine()[1]._note_read()
        return True

    def _mine(self):
        """Return the notice and the user's own receipt, in superuser mode. Raises AccessError."""
        self.ensure_one()
        # sudo: callcenter.announcement - whoever has a receipt of a published one may read it
        notice = self.sudo()
        receipt = notice.receipt_ids.filtered(lambda row: row.user_id == self.env.user)
        if not receipt or notice.state != "published":
            raise AccessError(self.env._("This notice is not for you, or it was withdrawn."))
        return notice, receipt


class CallcenterAnnouncementReceipt(models.Model):
    """That a notice is for somebody, and when it was read."""

    _name = "callcenter.announcement.receipt"
    _description = "Receipt of a Notice"
    _order = "read_at desc nulls first, id"
    _rec_name = "user_id"

    announcement_id = fields.Many2one(
        "callcenter.announcement", "Notice", required=True, readonly=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", "Reader", required=True, readonly=True, ondelete="cascade", index=True)
    department_id = fields.Many2one(related="user_id.callcenter_department_id", store=True)
    read_at = fields.Datetime("Read On", readonly=True)

    _reader_unique = models.Constraint("UNIQUE (announcement_id, user_id)", "There is a receipt already.")
    _unread_idx = models.Index("(user_id) WHERE read_at IS NULL")

    def _note_read(self):
        self.filtered(lambda receipt: not receipt.read_at).read_at = fields.Datetime.now()

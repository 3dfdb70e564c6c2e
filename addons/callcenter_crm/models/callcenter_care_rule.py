from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

# dates that tell nothing of the customer's business
NO_OCCASION = {"create_date", "write_date", "__last_update", "callcenter_birthday"}


class CallcenterCareRule(models.Model):
    """What is done for customers so many days ahead of an occasion, once for each occasion."""

    _name = "callcenter.care.rule"
    _inherit = "callcenter.customer.rule"
    _description = "Care Rule"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    occasion = fields.Selection(
        [
            ("birthday", "Birthday"),
            ("holiday", "Holiday"),
            ("date", "Date of the Customer"),
            ("need", "Predicted Next Need"),
        ],
        required=True,
        default="birthday",
    )
    holiday_ids = fields.Many2many(
        "callcenter.holiday", "callcenter_care_rule_holiday_rel", "rule_id", "holiday_id", "Holidays"
    )
    date_field = fields.Selection("_date_fields", "Date", help="Own fields of the type date too: end of a contract …")
    yearly = fields.Boolean("Every Year", help="The day comes again each year.")
    cycle_days = fields.Integer(
        "Cycle in Days", help="Days from an order to the next. 0: the customer's own mean time between orders."
    )
    days_ahead = fields.Integer(required=True, default=3)
    hour = fields.Float("At", default=8.0, help="Time of day, in the company's time zone.")
    level_ids = fields.Many2many(
        "callcenter.dictionary.item",
        "callcenter_care_rule_level_rel",
        "rule_id",
        "item_id",
        "Levels",
        domain=[("dictionary_id.code", "=", "customer_level")],
        help="Empty: any.",
    )
    lifecycle_ids = fields.Many2many(
        "callcenter.dictionary.item",
        "callcenter_care_rule_lifecycle_rel",
        "rule_id",
        "item_id",
        "Lifecycles",
        domain=[("dictionary_id.code", "=", "lifecycle")],
        help="Empty: any.",
    )
    action = fields.Selection(
        [("task", "Task for the Owner"), ("sms", "Text Message"), ("campaign", "Contact in a Campaign")],
        "What to Do",
        required=True,
        default="task",
    )
    summary = fields.Char("Task", translate=True, help="Empty: the name of the rule.")
    user_id = fields.Many2one(
        "res.users",
        "Without Owner",
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="Who gets the task of customers that nobody owns. Empty: they are left out.",
    )
    sms_template_id = fields.Many2one(
        "sms.template", "Text", domain=[("model", "=", "res.partner")], ondelete="restrict"
    )
    campaign_id = fields.Many2one("callcenter.campaign", ondelete="restrict", check_company=True)
    last_run_on = fields.Date("Last Run", readonly=True, copy=False)
    care_ids = fields.One2many("callcenter.care", "rule_id", "Done", readonly=True, copy=False)

    _ahead = models.Constraint(
        "CHECK (days_ahead >= 0 AND days_ahead <= 366 AND cycle_days >= 0)", "Days ahead are between 0 and 366."
    )
    _hour = models.Constraint("CHECK (hour >= 0 AND hour < 24)", "The time of day is between 0:00 and 23:59.")

    @api.model
    def _date_fields(self):
        """Return the dates of customers that may be an occasion, own fields too."""
        partner = self.env["res.partner"]
        return sorted(
            (
                (name, field._description_string(self.env))
                for name, field in partner._fields.items()
                if field.type in ("date", "datetime")
                and field.store
                and field.column_type
                and name not in NO_OCCASION
                and not field.company_dependent
            ),
            key=lambda pair: pair[1] or "",
        )

    @api.constrains("occasion", "holiday_ids", "date_field", "action", "sms_template_id", "campaign_id")
    def _check_complete(self):
        for rule in self:
            missing = (
                (rule.occasion == "holiday" and not rule.holiday_ids, self.env._("Choose at least one holiday.")),
                (rule.occasion == "date" and not rule.date_field, self.env._("Choose a date of the customer.")),
                (rule.action == "sms" and not rule.sms_template_id, self.env._("Choose the text to send.")),
                (rule.action == "campaign" and not rule.campaign_id, self.env._("Choose a campaign.")),
            )
            for wrong, text in missing:
                if wrong:
                    raise ValidationError(text)

    @api.constrains("date_field")
    def _check_date_field(self):
        # constraints run as superuser: the rights are those of who writes
        partner = self.env["res.partner"].sudo(False)
        for name in filter(None, self.mapped("date_field")):
            partner._check_field_access(partner._fields[name], "read")

    def action_preview(self):
        """Say for how many customers, on which days, these rules would do something now."""
        self._check_admin()
        rules, rows, total = (self or self.search([])), [], 0
        actions = dict(self._fields["action"]._description_selection(self.env))
        self._flush_customers()
        for rule in rules:
            for day, count in self.env.execute_query(rule._pending()):
                total += count
                row = {"name": rule.name, "from_text": format_date(self.env, day), "to_text": actions[rule.action]}
                rows.append({**row, "count": count})
        return self._preview(self.env._("For %(count)s customers.", count=formatLang(self.env, total, digits=0)), rows)

    def action_run(self):
        """Do now what these rules (none: all) have to do today."""
        self._check_admin()
        counts = [rule._run() for rule in (self or self.search([]))]
        made, skipped = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
        return self._told(self.env._("%(made)s made, %(skipped)s skipped.", made=made, skipped=skipped))

    @api.model
    def _cron_care(self):
        """Run the rules whose hour has come today, each in its company's time zone."""
        for rule in self.search([]):
            now = rule._local_now()
            late_enough = now.hour + now.minute / 60 >= rule.hour
            if late_enough and (not rule.last_run_on or rule.last_run_on < now.date()):
                rule._run()
                # a rule that fails later does not undo this one; by hand it is one transaction
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)

    def _local_now(self):
        return (
            fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.company_id._callcenter_tz()))
        )

    def _check_admin(self):
        if not self.env.user.has_group("callcenter_crm.group_admin"):
            raise AccessError(self.env._("Care rules are run by business administrators."))

    def _pending(self):
        """Return the query of (day, how many customers) that this rule has not cared for yet."""
        return SQL(
            """SELECT due.day, count(DISTINCT due.id) FROM (%s) due
                WHERE NOT EXISTS (SELECT FROM callcenter_care c
                                   WHERE c.rule_id = %s AND c.partner_id = due.id AND c.day = due.day)
                GROUP BY due.day ORDER BY due.day""",
            self._occasions(self._local_now().date()),
            self.id,
        )

    def _run(self):
        """Do what this rule has to do today; returns (made, skipped)."""
        self.ensure_one()
        # sudo: callcenter.care.rule - what a rule makes is for whoever owns the customers
        rule, today = self.sudo(), self._local_now().date()
        rule._flush_customers()
        counts = getattr(rule, f"_make_{rule.action}")(rule._note(today))
        rule.last_run_on = today
        rule._flush_customers()
        self.env.invalidate_all()
        return counts

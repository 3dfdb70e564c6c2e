from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

FIGURES = ("loaded", "allocated", "called", "reached", "interested", "converted")


class CallcenterCampaign(models.Model):
    """A piece of outbound work: whom to call, when, with what to say, and how far it has come."""

    _name = "callcenter.campaign"
    _description = "Campaign"
    _order = "sequence, id desc"

    name = fields.Char(required=True)
    code = fields.Char(help="Short name for imports and reports; unique.", copy=False)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("paused", "Paused"), ("closed", "Closed")],
        default="draft",
        required=True,
        copy=False,
        help="Agents are given contacts of running campaigns only.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user)
    department_ids = fields.Many2many("callcenter.department", string="Departments")
    source_id = fields.Many2one(
        "callcenter.dictionary.item", domain=[("dictionary_id.code", "=", "source")], ondelete="restrict"
    )
    date_start = fields.Date("Starts On")
    date_end = fields.Date("Ends On")
    hour_from = fields.Float("Calls From", default=9.0, help="In the time zone of the agent.")
    hour_to = fields.Float("Calls Until", default=20.0)
    goal_reached = fields.Integer("Goal: Reached")
    goal_sold = fields.Integer("Goal: Converted")
    script = fields.Html(translate=True, help="What the agent says; shown beside the contact.")
    disposition_ids = fields.Many2many("callcenter.disposition", string="Outcomes", help="Empty: all of them.")
    list_ids = fields.One2many("callcenter.list", "campaign_id", "Lists")
    loaded = fields.Integer(
        compute="_compute_figures",
        help="Contacts of this campaign. All figures count those in your scope; all of them where you answer for the "
        "campaign or all its departments are yours.",
    )
    allocated = fields.Integer(compute="_compute_figures", help="Contacts that a department or an agent holds.")
    called = fields.Integer(compute="_compute_figures", help="Contacts with at least one attempt.")
    reached = fields.Integer(
        compute="_compute_figures", help="Contacts whose last outcome is not of the class invalid."
    )
    interested = fields.Integer(compute="_compute_figures", help="Contacts whose last outcome is to be continued.")
    converted = fields.Integer(compute="_compute_figures", help="Contacts that have become customers.")
    progress = fields.Float(compute="_compute_figures", help="Part of the contacts that has been called, in percent.")

    _code_unique = models.Constraint("UNIQUE (company_id, code)", "Another campaign has this code already.")

    def _compute_figures(self):
        """All figures of all campaigns by one grouped query."""
        figures = self._figures()
        for campaign in self:
            counted = figures.get(campaign.id, dict.fromkeys(FIGURES, 0))
            campaign.update(counted)
            campaign.progress = 100 * counted["called"] / counted["loaded"] if counted["loaded"] else 0

    def _figures(self):
        if not self.ids:
            return {}
        self.env["callcenter.contact"].flush_model()
        query = SQL(
            """SELECT c.campaign_id, count(*),
                      count(*) FILTER (WHERE c.department_id IS NOT NULL OR c.user_id IS NOT NULL),
                      count(*) FILTER (WHERE c.attempts > 0),
                      count(*) FILTER (WHERE c.attempts > 0 AND d.category IN ('valid', 'pending')),
                      count(*) FILTER (WHERE c.attempts > 0 AND d.category = 'pending'),
                      count(*) FILTER (WHERE c.partner_id IS NOT NULL)
                 FROM callcenter_contact c
            LEFT JOIN callcenter_disposition d ON d.id = c.disposition_id
                WHERE c.campaign_id IN %s AND %s GROUP BY c.campaign_id""",
            tuple(self.ids),
            self._in_scope(SQL("c.campaign_id"), "contact", SQL("c.user_id"), SQL("c.department_id")),
        )
        return {row[0]: dict(zip(FIGURES, row[1:], strict=True)) for row in self.env.execute_query(query)}

    @api.constrains("date_start", "date_end", "hour_from", "hour_to")
    def _check_span(self):
        for campaign in self:
            if campaign.date_start and campaign.date_end and campaign.date_end < campaign.date_start:
                raise ValidationError(self.env._("The campaign ends before it starts."))
            if not 0 <= campaign.hour_from < campaign.hour_to <= 24:
                raise ValidationError(self.env._("Calling hours: from must be earlier than until, within one day."))

    def unlink(self):
        """The contacts go with their campaign, and their history with them."""
        self.check_access("unlink")
        query = SQL("SELECT id FROM callcenter_contact WHERE campaign_id = ANY(%s)", self.ids)
        self.env["callcenter.contact.move"]._forget(query)
        return super().unlink()

    def action_start(self):
        self.state = "running"

    def action_pause(self):
        self.state = "paused"

    def action_close(self):
        self.state = "closed"

    def action_contacts(self):
        """Open the contacts of this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_contact_action")
        context = {"default_campaign_id": self.id, "search_default_campaign_id": self.id}
        return action | {"domain": [("campaign_id", "=", self.id)], "context": context}

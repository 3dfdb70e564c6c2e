import ast
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..models.callcenter_allocation import LIVE, ON_A_CALL
from ..tools import allocating

HOLDERS = {
    "nobody": Domain("user_id", "=", False) & Domain("department_id", "=", False),
    "free": Domain("user_id", "=", False),
    "held": Domain("user_id", "!=", False),
    "left": Domain("user_id.active", "=", False) & Domain("user_id", "!=", False),
}
PROGRESS = {
    "untouched": Domain("state", "in", LIVE) & Domain("attempts", "=", 0),
    "unfinished": Domain("state", "in", LIVE) & Domain("attempts", ">", 0),
    "finished": Domain("state", "not in", LIVE),
}


class CallcenterAllocate(models.TransientModel):
    """What is to move, to whom, and how many each would get. Nothing moves before :meth:`action_move`."""

    _name = "callcenter.allocate"
    _description = "Allocate Contacts"

    kind = fields.Selection(
        [
            ("allocate", "Allocate"),
            ("recall", "Recall"),
            ("reassign", "Reassign"),
            ("share", "Share"),
            ("recycle", "Recycle"),
        ],
        "Act",
        default="allocate",
        required=True,
    )
    # what
    campaign_id = fields.Many2one("callcenter.campaign")
    list_ids = fields.Many2many("callcenter.list", string="Lists")
    holder = fields.Selection(
        [
            ("nobody", "With nobody"),
            ("free", "Without an agent"),
            ("held", "With an agent"),
            ("left", "With an agent who has left"),
        ],
        "Held",
        compute="_compute_holder",
        store=True,
        readonly=False,
    )
    progress = fields.Selection(
        [("untouched", "Untouched"), ("unfinished", "Called, unfinished"), ("finished", "Finished")]
    )
    disposition_ids = fields.Many2many("callcenter.disposition", string="Outcomes")
    older_days = fields.Integer(
        "Older Than (days)", help="Days since the last contact; for those never called, since they were loaded."
    )
    region = fields.Char("Regions", help="One or several, separated by commas: 广东, 福建.")
    department_ids = fields.Many2many("callcenter.department", string="Of Departments")
    agent_ids = fields.Many2many(
        "res.users", string="Of Agents", context={"active_test": False}, domain=[("share", "=", False)]
    )
    domain = fields.Char("Further Conditions", default="[]")
    count = fields.Integer("Contacts That Match", compute="_compute_count")
    # to whom, and how
    order = fields.Selection(
        [
            ("priority", "Highest priority first"),
            ("newest", "Newest first"),
            ("oldest", "Oldest first"),
            ("random", "At random"),
        ],
        default="priority",
        required=True,
    )
    limit = fields.Integer("How Many", help="0: all that match.")
    way = fields.Selection(
        [("even", "Evenly"), ("weight", "By weight"), ("each", "N each"), ("rule", "By rule"), ("hand", "To one")],
        default="even",
        required=True,
    )
    each = fields.Integer("N", default=100)
    targets = fields.Selection(
        [("department", "Departments"), ("agent", "Agents")], "To", default=lambda self: self._default_targets()
    )
    target_department_id = fields.Many2one("callcenter.department", "Agents Of", help="With all departments below it.")
    line_ids = fields.One2many(
        "callcenter.allocate.line",
        "wizard_id",
        "Recipients",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    rule_ids = fields.One2many("callcenter.allocate.rule", "wizard_id")
    to_department_id = fields.Many2one("callcenter.department", "Department")
    to_user_id = fields.Many2one("res.users", "Agent", domain=[("share", "=", False)])
    recall_to = fields.Selection(
        [
            ("department", "The agent's department"),
            ("campaign", "The campaign, for anybody"),
            ("holder", "The holder alone, where it is shared"),
        ],
        "Back To",
        default="department",
        required=True,
    )
    to_campaign_id = fields.Many2one("callcenter.campaign", "Into Campaign")
    planned = fields.Integer("Placed", compute="_compute_planned")
    plan_text = fields.Char(compute="_compute_planned")
    last_act_id = fields.Many2one("callcenter.allocation", "Done Just Now", readonly=True)
    last_summary = fields.Char(related="last_act_id.summary")
    last_undone = fields.Boolean(related="last_act_id.undone")

    @api.model
    def _default_targets(self):
        return "department" if self.env.user._callcenter_scope("contact") == "all" else "agent"

    def _compute_display_name(self):
        self.display_name = self.env._("Allocate Contacts")

    @api.depends("kind", "targets")
    def _compute_holder(self):
        for wizard in self:
            if wizard.kind == "recycle":
                wizard.holder = False
            elif wizard.kind != "allocate":
                wizard.holder = "held"
            else:
                wizard.holder = "nobody" if wizard.targets == "department" else "free"

    @api.depends(
        "kind", "campaign_id", "list_ids", "holder", "progress", "disposition_ids", "older_days", "region",
        "department_ids", "agent_ids", "domain", "to_campaign_id", "recall_to",
    )  # fmt: skip
    def _compute_count(self):
        for wizard in self:
            wizard.count = wizard._count()

    @api.depends("kind", "targets", "target_department_id", "campaign_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear(), *map(Command.create, wizard._line_values())]

    @api.depends("kind", "count", "limit", "way", "line_ids.gets", "rule_ids.gets", "to_user_id", "to_department_id")
    def _compute_planned(self):
        for wizard in self:
            gets = [target["gets"] for target in wizard._targets()] if wizard._shares() else [wizard._available()]
            gets = [share for share in gets if share > 0]
            wizard.planned = sum(gets)
            wizard.plan_text = wizard._plan_text(gets)

    def _plan_text(self, gets):
        numbers = {
            "planned": sum(gets),
            "count": self.count,
            "smallest": min(gets, default=0),
            "most": max(gets, default=0),
        }
        values = {name: formatLang(self.env, value, digits=0) for name, value in numbers.items()}
        if len(gets) < 2:
            return self.env._("%(planned)s of %(count)s", **values)
        return self.env._(
            "%(planned)s of %(count)s placed, %(targets)s targets, smallest %(smallest)s, largest %(most)s",
            targets=len(gets),
            **values,
        )

    @api.onchange("each")
    def _onchange_each(self):
        for line in self.line_ids:
            line.amount = self.each

    # what

    def _domain(self):
        """Return the domain of what the user has chosen (rights come on top of it)."""
        self.ensure_one()
        chosen = {
            "campaign_id": self.campaign_id,
            "list_id": self.list_ids,
            "disposition_id": self.disposition_ids,
            "user_id": self.agent_ids,
        }
        parts = [Domain(name, "in", records.ids) for name, records in chosen.items() if records]
        if self.department_ids:
            parts.append(Domain("department_id", "child_of", self.department_ids.ids))
        if self.region:
            parts.append(Domain.OR(Domain("region", "ilike", word) for word in allocating.words(self.region)))
        if self.older_days > 0:
            parts.append(self._older_domain(fields.Datetime.now() - timedelta(days=self.older_days)))
        parts += [HOLDERS.get(self.holder, Domain.TRUE), PROGRESS.get(self.progress, Domain.TRUE)]
        return Domain.AND([*parts, self._kind_domain(), self._further(self.domain)])

    def _kind_domain(self):
        if self.kind == "recycle":
            return Domain.TRUE
        live = Domain("state", "in", LIVE)
        if self._unshares():
            return Domain("share_user_id", "!=", False) | Domain("share_department_id", "!=", False)
        if self.kind == "recall" and self.recall_to == "campaign":
            return live & (HOLDERS["held"] | Domain("department_id", "!=", False))
        return live & (HOLDERS["free"] if self.kind == "allocate" else HOLDERS["held"])

    def _older_domain(self, moment):
        return Domain("last_at", "<", moment) | (Domain("last_at", "=", False) & Domain("created", "<", moment))

    @api.model
    def _further(self, text):
        try:
            domain = Domain(ast.literal_eval(text or "[]"))
            domain.validate(self.env["callcenter.contact"])
        except (ValueError, SyntaxError, TypeError) as error:
            raise UserError(self.env._("The further conditions cannot be read: %(error)s", error=error)) from error
        return domain

    def _count(self, *conditions):
        """Return how many contacts would move, those left out that could not."""
        Allocation = self.env["callcenter.allocation"]
        self.env.flush_all()
        what, fit = SQL("count(*)"), SQL("NOT %s", ON_A_CALL)
        if self.kind == "recycle":
            if not self.to_campaign_id:
                return 0
            what = SQL("count(DISTINCT callcenter_contact.number)")
            fit = Allocation._fit_for(self.to_campaign_id)
        contacts = Allocation._from(Domain.AND([self._domain(), *conditions]))
        self.env.cr.execute(SQL("SELECT %s FROM %s AND %s", what, contacts, fit))
        return self.env.cr.fetchone()[0]

    def _available(self):
        return min(self.count, self.limit) if self.limit > 0 else self.count

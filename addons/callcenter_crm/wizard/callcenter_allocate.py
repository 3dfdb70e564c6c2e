import ast
from datetime import timedelta

from odoo import api, fields, models
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
# so many regions are shown beside the count
SHOWN_REGIONS = 3


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
    domain = fields.Char("Any Other Field", default="[]")
    # the conditions that the screen shows though they are empty, separated by commas
    opened = fields.Char()
    filter_id = fields.Many2one("callcenter.allocate.filter", "Saved Filter")
    count = fields.Integer("Contacts That Match", compute="_compute_count", store=True)
    regions = fields.Json("Largest Regions", compute="_compute_count", store=True)
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
        [("even", "Even"), ("weight", "Weights"), ("each", "N each"), ("rule", "By rule"), ("hand", "To one")],
        default="even",
        required=True,
    )
    each = fields.Integer("N", default=100)
    targets = fields.Selection(
        [("department", "To departments"), ("agent", "To agents")], "To", default=lambda self: self._default_targets()
    )
    same_household = fields.Boolean(
        "Same household to the same agent",
        help="Contacts with the same address, or with a number that is also the other's, stay together.",
    )
    not_again = fields.Boolean(
        "Not to an agent who had the contact before",
        help="By the contact's moves. Contacts that all chosen agents have had stay where they are.",
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
            wizard.count, wizard.regions = wizard._as_user()._counted()

    @api.depends("kind", "count", "limit", "way", "plan", "rule_ids.gets", "to_user_id", "to_department_id")
    def _compute_planned(self):
        for wizard in self:
            gets = [target["gets"] for target in wizard._targets()] if wizard._shares() else [wizard._available()]
            gets = [share for share in gets if share > 0]
            wizard.planned = sum(gets)
            wizard.plan_text = wizard._plan_text(gets)

    def _as_user(self):
        """Return the screen with the rights of its user, who is asked for fields in superuser mode too."""
        return self.with_user(self.create_uid or self.env.user)

    def _plan_text(self, gets):
        numbers = {
            "planned": sum(gets),
            "count": self.count,
            "smallest": min(gets, default=0),
            "most": max(gets, default=0),
        }
        values = {name: formatLang(self.env, value, digits=0) for name, value in numbers.items()}
        if len(gets) < 2:
            return self.env._("%(planned)s of %(count)s placed", **values)
        values["targets"] = len(gets)
        if self.way == "rule":
            text = self.env._("%(planned)s of %(count)s placed · %(targets)s rules", **values)
        elif self.targets == "agent":
            text = self.env._("%(planned)s of %(count)s placed · %(targets)s agents", **values)
        else:
            text = self.env._("%(planned)s of %(count)s placed · %(targets)s departments", **values)
        spread = self.env._("smallest %(smallest)s, largest %(most)s", **values)
        return f"{text} · {spread}"

    @api.onchange("filter_id")
    def _onchange_filter_id(self):
        if self.filter_id:
            self.update(self.filter_id._conditions())

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
        return self._counted(*conditions)[0]

    def _counted(self, *conditions):
        """Return how many contacts would move, and the largest of their regions: ``[[name, count], …]``."""
        Allocation = self.env["callcenter.allocation"]
        # not all: fields of the screen itself may be on the way
        for model in ("callcenter.contact", "callcenter.call", "callcenter.blacklist"):
            self.env[model].flush_model()
        what, fit = SQL("count(*)"), SQL("NOT %s", ON_A_CALL)
        if self.kind == "recycle":
            if not self.to_campaign_id:
                return 0, []
            what = SQL("count(DISTINCT callcenter_contact.number)")
            fit = Allocation._fit_for(self.to_campaign_id)
        contacts = Allocation._from(Domain.AND([self._domain(), *conditions]))
        (_all, count), *regions = self.env.execute_query(
            SQL(
                """SELECT callcenter_contact.region, %s FROM %s AND %s
                    GROUP BY GROUPING SETS ((), (callcenter_contact.region))
                    ORDER BY grouping(callcenter_contact.region) DESC, 2 DESC LIMIT %s""",
                what,
                contacts,
                fit,
                SHOWN_REGIONS + 2,
            )
        )
        return count, [[name, number] for name, number in regions if name][:SHOWN_REGIONS]

    def _available(self):
        return min(self.count, self.limit) if self.limit > 0 else self.count

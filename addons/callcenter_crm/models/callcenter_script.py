from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import script_graph
from .callcenter_worklist_card import CONTACT_FACTS

STATES = [("draft", "Draft"), ("used", "In Use")]
# what is known in every call, beside the facts of a campaign's contact and the custom fields of the pop
ALWAYS = ("name", "agent", "firm", "company", "campaign", "city")


class CallcenterScript(models.Model):
    """What an agent says in a call, step by step; what the customer answers leads on. One in use has no fault."""

    _name = "callcenter.script"
    _description = "Call Script"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Where several scripts fit a call, the first one is offered.")
    active = fields.Boolean(default=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False)
    campaign_ids = fields.Many2many("callcenter.campaign", string="Campaigns", help="For calls of these campaigns.")
    product_ids = fields.Many2many(
        "product.template", string="Products", help="Agents choose it in any call by the product's name."
    )
    step_ids = fields.One2many("callcenter.script.step", "script_id", "Steps", copy=True)
    run_count = fields.Integer("Calls", compute="_compute_run_count")
    places = fields.Char("Places to Fill", compute="_compute_places")

    def _compute_run_count(self):
        counts = dict(
            self.env["callcenter.script.run"]._read_group([("script_id", "in", self.ids)], ["script_id"], ["__count"])
        )
        for script in self:
            script.run_count = counts.get(script, 0)

    def _compute_places(self):
        self.places = " ".join(f"{{{{{name}}}}}" for name in self._places())

    @api.model
    def _places(self):
        """Return the names of what a text can be filled with."""
        # sudo: callcenter.field - which fields there are, is known to who writes scripts
        custom = self.env["callcenter.field"].sudo().search([("model", "in", ("res.partner", "callcenter.contact"))])
        return list(dict.fromkeys([*ALWAYS, *CONTACT_FACTS, *custom.mapped("name")]))

    @api.constrains("state", "step_ids")
    def _check_used(self):
        for script in self.filtered(lambda script: script.state == "used"):
            if problems := script._problems():
                raise ValidationError("\n".join(problems))

    def _problems(self):
        """Return what keeps the script from being used (texts)."""
        self.ensure_one()
        steps = self.step_ids.sorted()
        if not steps:
            return [self.env._("The script has no step yet.")]
        known, problems = set(self._places()), []
        for step in steps:
            problems += step._problems(known)
        lonely, endless = script_graph.problems({step: step._ways() for step in steps}, steps[0])
        problems += [self.env._("Nothing leads to “%(step)s”.", step=step.name) for step in lonely]
        problems += [self.env._("From “%(step)s” the script never ends.", step=step.name) for step in endless]
        return problems

    def action_use(self):
        """Put the script in use. Raises with all that is wrong."""
        self.check_access("write")
        for script in self:
            if problems := script._problems():
                raise UserError("\n".join(problems))
            # sudo: callcenter.script - the state is written by these buttons only
            script.sudo().state = "used"

    def action_draft(self):
        """Take the script out of use, to work on it."""
        self.check_access("write")
        # sudo: callcenter.script - the state is written by these buttons only
        self.sudo().state = "draft"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_said(self):
        # sudo: callcenter.script.run - whoever deletes it, answers of customers stay
        if self.env["callcenter.script.run"].sudo().search_count([("script_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Customers have answered by this script: archive it instead."))

    def action_answers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_script_answer_action")
        return {**action, "domain": [("script_id", "=", self.id)]}

from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class CallcenterSetupStep(models.Model):
    """A step of the set-up checklist: what to do, where, and by what the server knows that it is done.

    The place is a menu; a counted step is done as soon as there are enough records of what the menu opens. Modules
    add steps as data, business administrators add and change them on the screen.
    """

    _name = "callcenter.setup.step"
    _description = "Set-up Step"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    help = fields.Text("What to Do", translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    menu_id = fields.Many2one("ir.ui.menu", "Opens", required=True, ondelete="cascade", help="Where it is done.")
    model = fields.Char(compute="_compute_model")
    tick = fields.Selection(
        [("count", "By Itself"), ("hand", "By Hand")],
        "Ticked",
        required=True,
        default="count",
        help="By itself: as soon as there are enough records. By hand: by whoever has looked into it.",
    )
    domain = fields.Char("Records to Count", default="[]")
    at_least = fields.Integer(default=1)
    # each company is set up on its own
    confirmed = fields.Boolean("Done by Hand", company_dependent=True, copy=False)
    skipped = fields.Boolean(company_dependent=True, copy=False)
    state = fields.Selection(
        [("open", "To Do"), ("done", "Done"), ("skipped", "Skipped")], "Status", compute="_compute_state"
    )

    _at_least = models.Constraint("CHECK (at_least > 0)", "At least one record makes a step done.")

    @api.depends("menu_id.action")
    def _compute_model(self):
        for step in self:
            # sudo: ir.actions.act_window - of which records a menu opens a list is no secret
            action = step.menu_id.action and step.menu_id.action.sudo()
            step.model = action.res_model if action and action._name == "ir.actions.act_window" else False

    @api.depends("tick", "confirmed", "skipped", "menu_id", "domain", "at_least")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_state(self):
        for step in self:
            if step._is_done():
                step.state = "done"
            else:
                step.state = "skipped" if step.skipped else "open"

    @api.constrains("tick", "menu_id", "domain")
    def _check_counted(self):
        """What a step counts is searched with the rights of who writes it: it tells nobody what he may not see."""
        # constraints run as superuser
        for step in self.sudo(False).filtered(lambda one: one.tick == "count"):
            if not step.model:
                raise ValidationError(
                    self.env._("“%(step)s” opens no list of records: let it be ticked by hand.", step=step.name)
                )
            try:
                step._count()
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._("The records to count of “%(step)s” cannot be read.", step=step.name)
                ) from error

    @api.model
    def progress(self):
        """Return ``{"done", "total"}``: how many of the steps that nobody skips are done."""
        states = [state for state in self.search([]).mapped("state") if state != "skipped"]
        return {"done": states.count("done"), "total": len(states)}

    def action_open(self):
        """Open the place where the step is done."""
        self.ensure_one()
        if not self.menu_id._filter_visible_menus():
            raise AccessError(self.env._("“%(menu)s” is not open to you.", menu=self.menu_id.complete_name))
        return self.menu_id.action._get_action_dict()

    def action_confirm(self):
        """Tick these steps by hand, or take the ticks back."""
        for step in self:
            step.confirmed = not step.confirmed

    def action_skip(self):
        """Leave these steps out of the count, or take them in again."""
        for step in self:
            step.skipped = not step.skipped

    def _is_done(self):
        if self.tick == "hand":
            return self.confirmed
        try:
            return self._count() >= self.at_least
        except (ValueError, SyntaxError, TypeError, KeyError, AccessError):
            # a field of the condition was deleted, or the place was closed to the user: not seen to be done
            return False

    def _count(self):
        """Return how many records there are for the user, at most as many as it takes."""
        records = self.env.get(self.model)
        domain = Domain(literal_eval(self.domain or "[]"))
        return 0 if records is None else records.search_count(domain, limit=self.at_least)

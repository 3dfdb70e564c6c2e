from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render

SAVING = "callcenter_flow_saving"


class CallcenterIvrFlow(models.Model):
    """What callers of a DID hear and choose. The first step in the list is the start."""

    _name = "callcenter.ivr.flow"
    _inherit = "callcenter.node.part"
    _description = "IVR flow"
    _order = "name"
    _not_configured = frozenset({"name"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    step_ids = fields.One2many("callcenter.ivr.step", "flow_id", "Steps", copy=True)
    did_ids = fields.One2many("callcenter.did", "flow_id", "DIDs")

    _code_uniq = models.Constraint("UNIQUE (node_id, code)", "Another flow of this server has this code already.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()
        for flow in self:
            if flow.code == "survey":
                raise ValidationError(self.env._("The code “survey” is taken by the rating after calls."))

    @api.constrains("active")
    def _constrain_archive(self):
        for flow in self:
            numbers = self.env["callcenter.did"].search([("flow_id", "=", flow.id)])
            if not flow.active and numbers:
                names = ", ".join(numbers.mapped("number"))
                raise ValidationError(self.env._("This flow still takes the calls of %(names)s.", names=names))

    @api.model_create_multi
    def create(self, vals_list):
        flows = super(CallcenterIvrFlow, self.with_context(**{SAVING: True})).create(vals_list)
        flows = flows.with_context(**{SAVING: False})
        flows._check_steps()
        return flows

    def write(self, vals):
        # steps are written one by one: whether they fit together can be said only when all are in
        result = super(CallcenterIvrFlow, self.with_context(**{SAVING: True})).write(vals)
        if "step_ids" in vals or "node_id" in vals:
            self._check_steps()
        return result

    def _check_steps(self):
        """Refuse a flow that would leave a caller in silence: see the checks of the steps."""
        for flow in self:
            if not flow.step_ids:
                raise ValidationError(
                    self.env._("The flow “%(flow)s” has no start: add at least one step.", flow=flow.name)
                )
            codes = set(flow.step_ids.mapped("code"))
            for step in flow.step_ids:
                step._check_step(codes)
            flow._check_reached()

    def _check_reached(self):
        """Refuse plays and menus that lead in a circle without a way out, and steps that nobody reaches."""
        self.ensure_one()
        steps = {step.code: step for step in self.step_ids}
        start = self.step_ids.sorted()[0]
        reached, todo = set(), [start.code]
        while todo:
            code = todo.pop()
            if code not in reached:
                reached.add(code)
                todo.extend(steps[code]._targets())
        lost = [step.name for code, step in steps.items() if code not in reached]
        if lost:
            raise ValidationError(
                self.env._(
                    "No step leads to: %(steps)s. The first step in the list is the start.", steps=", ".join(lost)
                )
            )
        if not any(steps[code]._ends() for code in reached):
            raise ValidationError(
                self.env._("The flow “%(flow)s” goes round in a circle: no step ends it.", flow=self.name)
            )

    def _as_flow(self):
        steps = self.step_ids.sorted()
        return render.Flow(
            code=self.code,
            start=steps[:1].code or "",
            steps=tuple(step._as_step() for step in steps),
        )

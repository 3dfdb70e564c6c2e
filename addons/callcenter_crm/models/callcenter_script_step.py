from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import script_text

KINDS = [("none", "Nothing"), ("choice", "A Choice"), ("text", "A Text"), ("number", "A Number"), ("date", "A Date")]


class CallcenterScriptStep(models.Model):
    """What is said, what is asked, and where it goes on."""

    _name = "callcenter.script.step"
    _description = "Step of a Call Script"
    _order = "script_id, sequence, id"

    script_id = fields.Many2one("callcenter.script", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Title", required=True, translate=True)
    text = fields.Html("What Is Said", translate=True, sanitize_overridable=False)
    kind = fields.Selection(KINDS, "Asks For", required=True, default="none")
    required = fields.Boolean(help="The script goes on only with an answer.")
    option_ids = fields.One2many("callcenter.script.option", "step_id", "Answers", copy=True)
    next_id = fields.Many2one(
        "callcenter.script.step",
        "Goes On With",
        domain="[('script_id', '=', script_id)]",
        ondelete="set null",
        help="Empty: the next step of the list.",
    )
    ends = fields.Boolean("Ends the Script")

    @api.constrains("script_id", "sequence", "text", "kind", "option_ids", "next_id", "ends")
    def _check_script(self):
        if self.filtered(lambda step: step.next_id and step.next_id.script_id != step.script_id):
            raise ValidationError(self.env._("A step goes on with a step of the same script."))
        self.script_id._check_used()

    def _after(self):
        """Return the step that comes without an answer that says otherwise; none: the script ends."""
        self.ensure_one()
        if self.ends:
            return self.browse()
        if self.next_id:
            return self.next_id
        steps = self.script_id.step_ids.sorted()
        place = steps.ids.index(self.id)
        return steps[place + 1 : place + 2]

    def _ways(self):
        """Return where the step can lead: steps, None for the end."""
        after = self._after() or None
        if self.kind != "choice":
            return [after]
        ways = [option.next_id or after for option in self.option_ids]
        return ways if self.required else [*ways, after]

    def _problems(self, known):
        problems = []
        if self.kind == "choice" and not self.option_ids:
            problems.append(self.env._("“%(step)s” asks for a choice and has no answers.", step=self.name))
        for lang, _name in self.env["res.lang"].get_installed():
            text = self.with_context(lang=lang).text
            for name in sorted(script_text.places(text) - known):
                problems.append(self.env._("“%(step)s”: there is no {{%(name)s}}.", step=self.name, name=name))
            if not script_text.is_whole(text):
                problems.append(
                    self.env._("“%(step)s”: a place to fill looks like {{name}}, without formatting.", step=self.name)
                )
        return problems


class CallcenterScriptOption(models.Model):
    """An answer that a customer can give."""

    _name = "callcenter.script.option"
    _description = "Answer of a Call Script"
    _order = "step_id, sequence, id"

    step_id = fields.Many2one("callcenter.script.step", required=True, ondelete="cascade", index=True)
    script_id = fields.Many2one(related="step_id.script_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Answer", required=True, translate=True)
    next_id = fields.Many2one(
        "callcenter.script.step",
        "Goes On With",
        domain="[('script_id', '=', script_id)]",
        ondelete="set null",
        help="Empty: as the step.",
    )

    @api.constrains("next_id")
    def _check_script(self):
        if self.filtered(lambda option: option.next_id and option.next_id.script_id != option.script_id):
            raise ValidationError(self.env._("A step goes on with a step of the same script."))
        self.script_id._check_used()

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import script_text

LONGEST = 2000  # characters of an answer


class CallcenterScriptRun(models.Model):
    """How far a script has come in a call. It stays with the call: whoever takes the call over goes on with it."""

    _name = "callcenter.script.run"
    _description = "Call Script in a Call"
    _order = "id desc"
    _rec_name = "script_id"

    script_id = fields.Many2one("callcenter.script", required=True, readonly=True, ondelete="restrict", index=True)
    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="cascade", index=True)
    step_id = fields.Many2one("callcenter.script.step", readonly=True, ondelete="set null", help="None: it is through.")
    answer_ids = fields.One2many("callcenter.script.answer", "run_id", "Answers", readonly=True)

    _call_unique = models.Constraint("UNIQUE (call_id, script_id)", "The script runs in this call already.")

    def _ahead(self, call, script):
        """Return the run of ``script`` in ``call`` as it would begin, in memory."""
        return self.new(self._first(call, script))

    def _begin(self, call, script):
        """Return the run of ``script`` in ``call``, begun where there is none."""
        run = self.search([("call_id", "=", call.id), ("script_id", "=", script.id)])
        return run or self.create(self._first(call, script))

    def _first(self, call, script):
        return {"call_id": call.id, "script_id": script.id, "step_id": script.step_ids.sorted()[:1].id}

    def _path(self):
        """Return the answers that count, in the order given."""
        return self.answer_ids.filtered(lambda answer: not answer.void).sorted("id")

    def _answer(self, step_id, value, user):
        """Take the customer's answer to the present step and go on. Raises UserError.

        :param value: id of an option, text, number, or False for none
        """
        self.ensure_one()
        step = self.step_id
        if not step or step.id != step_id:
            return  # a second click: the script has gone on
        vals = self._values(step, value)
        if step.required and step.kind != "none" and not vals:
            raise UserError(self.env._("“%(step)s” needs an answer.", step=step.name))
        said = {"run_id": self.id, "step_id": step.id, "name": step.name, "user_id": user.id, **vals}
        self.env["callcenter.script.answer"].create(said)
        option = self.env["callcenter.script.option"].browse(vals.get("option_id") or False)
        self.step_id = option.next_id or step._after()

    def _values(self, step, value):
        if step.kind == "choice" and value:
            option = step.option_ids.filtered(lambda option: option.id == value)
            if not option:
                raise UserError(self.env._("This answer is none of the step's."))
            return {"option_id": option.id, "value": option.name}
        if step.kind in ("none", "choice") or value in (False, None, ""):
            return {}
        try:
            text = str(value).strip()[:LONGEST]
            if step.kind == "number":
                return {"value": text, "number": float(text)} if text else {}
            if step.kind == "date":
                return {"value": fields.Date.to_string(fields.Date.to_date(text))} if text else {}
        except ValueError:
            raise UserError(self.env._("“%(value)s” is no answer to “%(step)s”.", value=text, step=step.name)) from None
        return {"value": text} if text else {}

    def _back(self):
        """Go back one step; what was answered there is void, and not lost."""
        if last := self._path()[-1:]:
            last.void = True
            self.step_id = last.step_id

    def _restart(self):
        """Begin anew; what was answered is void."""
        self._path().void = True
        self.step_id = self.script_id.step_ids.sorted()[:1]

    def _shown(self, values):
        """Return what the agent's screen shows of the run.

        ``{"id", "name", "done", "step": {"id", "title", "text", "kind", "required", "options", "value"} or False,
        "answers": [{"title", "value"}]}``

        :param values: {place: text} to fill the step's text with
        """
        self.ensure_one()
        path, step = self._path(), self.step_id
        return {
            "id": self.script_id.id,
            "name": self.script_id.name,
            "done": not step,
            "step": bool(step) and self._shown_step(step, values),
            "answers": [{"title": row.name, "value": row.value or ""} for row in path if row.value],
            "steps": len(path),
        }

    def _shown_step(self, step, values):
        before = self.answer_ids.filtered(lambda answer: answer.void and answer.step_id == step).sorted("id")[-1:]
        return {
            "id": step.id,
            "title": step.name,
            "text": script_text.fill(step.text, values),
            "kind": step.kind,
            "required": step.required,
            "options": [{"id": option.id, "name": option.name} for option in step.option_ids],
            "value": before.option_id.id or before.value or False,
        }


class CallcenterScriptAnswer(models.Model):
    """What a customer answered, in the words of then."""

    _name = "callcenter.script.answer"
    _description = "Answer in a Call"
    _order = "id desc"

    run_id = fields.Many2one("callcenter.script.run", required=True, readonly=True, ondelete="cascade", index=True)
    script_id = fields.Many2one(related="run_id.script_id", store=True, index=True)
    call_id = fields.Many2one(related="run_id.call_id", store=True, index=True)
    step_id = fields.Many2one("callcenter.script.step", readonly=True, ondelete="set null", index=True)
    name = fields.Char("Question", required=True, readonly=True)
    option_id = fields.Many2one("callcenter.script.option", "Choice", readonly=True, ondelete="set null")
    value = fields.Char("Answer", readonly=True)
    number = fields.Float("Number Answered", readonly=True, aggregator="avg")
    user_id = fields.Many2one("res.users", "Agent", required=True, readonly=True, ondelete="restrict", index=True)
    void = fields.Boolean(readonly=True, help="The agent went back behind it.")

from odoo import fields, models

from .ivr_kinds import FIELDS


class CallcenterIvrTemplate(models.Model):
    """A drawing to begin a flow with. Names of steps may be a text for each language: ``{en_US: …, zh_CN: …}``."""

    _name = "callcenter.ivr.template"
    _description = "Template of a Flow"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    graph = fields.Json(required=True)

    def _told(self):
        return [{"id": one.id, "name": one.name, "description": one.description or ""} for one in self]

    def _graph(self):
        """Return the drawing as a flow's graph, its names in the user's language."""
        self.ensure_one()
        return {"start": self.graph["start"], "steps": [self._step(step) for step in self.graph["steps"]]}

    def _step(self, step):
        names = FIELDS[step["kind"]]
        defaults = self.env["callcenter.ivr.step"].default_get(list(names))
        given = step.get("values") or {}
        return {
            **step,
            "name": self._in_language(step.get("name") or step["code"]),
            "x": step.get("x") or 0,
            "y": step.get("y") or 0,
            "values": {name: given.get(name, defaults.get(name, False)) for name in names},
        }

    def _in_language(self, name):
        if not isinstance(name, dict):
            return name
        return name.get(self.env.lang) or name.get("en_US") or next(iter(name.values()), "")

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..moments import ms
from .ivr_kinds import FIELDS


class CallcenterIvrFlow(models.Model):
    """What the flow editor loads and saves."""

    _name = "callcenter.ivr.flow"
    _inherit = ("callcenter.ivr.flow",)

    def editor_load(self):
        """Return all that an editor shows.

        ``{flow: {id, name, code, node_id, dids}, kinds: see _kinds, steps: [{id, code, kind, name, x, y, values,
        exits: [{key, label, target, fixed}]}], start: code, published: {id, number, at, by, differs} or False,
        versions: [{id, number, at, by, note}], faults: [{step, field, exit, message}]}`` and what ``_canvas`` adds;
        moments are ms since the epoch, records in ``values`` are ``{id, display_name}`` or False.
        """
        self.ensure_one()
        self.check_access("read")
        graph = self._graph()
        ids = {step.code: step.id for step in self.step_ids}
        current = self.version_id
        return {
            "flow": {
                "id": self.id,
                "name": self.name,
                "code": self.code,
                "node_id": self.node_id.id,
                "dids": self.did_ids.mapped("number"),
            },
            "kinds": self.env["callcenter.ivr.step"]._kinds(),
            "steps": [self._editor_step(step, ids) for step in graph["steps"]],
            "start": graph["start"],
            "published": bool(current) and {**self._editor_version(current), "differs": self.differs},
            "versions": [self._editor_version(version) for version in self.version_ids],
            "faults": self.check_draft(),
            **self._canvas(graph),
        }

    def editor_save(self, steps, start, revision=False):
        """Make the draft what the editor shows, whole or not: ``steps`` as ``editor_load`` gives them, new ones
        without id; steps that are not in it go. ``start``: code of the first step. Returns ``{faults, ids, revision}``,
        ids by code; ``{conflict: {by, at}}`` and nothing is saved, when the draft is not ``revision`` any more."""
        self.ensure_one()
        self.check_access("write")
        if conflict := self._conflict(revision):
            return {"conflict": conflict}
        known = {step.id: step for step in self.step_ids}
        rows = [(self._editor_row(step), vals) for step, vals in self._editor_vals(steps)]
        kept = {row for row, _vals in rows if row in known}
        (self.step_ids - self.step_ids.browse(kept)).unlink()
        self._free_codes(self.step_ids)
        new = [vals for row, vals in rows if row not in known]
        for row, vals in rows:
            if row in known:
                known[row].choice_ids.unlink()
                known[row].write(vals)
        self.env["callcenter.ivr.step"].create(new)
        self.start_code = start or False
        self.invalidate_recordset(["step_ids"])
        return {
            "faults": self.check_draft(),
            "ids": {step.code: step.id for step in self.step_ids},
            "revision": self._revision(self._graph()),
        }

    def step_counts(self, start=False, end=False):
        """Return how many callers passed each step and how many left there, between two moments (UTC, texts as Odoo
        writes them; ``end`` not included): ``{code: {"passed": n, "left": n}}``."""
        self.ensure_one()
        self.check_access("read")
        self.env.cr.execute(
            SQL(
                """SELECT step, count(*), count(*) FILTER (WHERE "left") FROM callcenter_ivr_passage
                    WHERE %s GROUP BY step""",
                self._passed_between(start, end),
            )
        )
        return {step: {"passed": passed, "left": left} for step, passed, left in self.env.cr.fetchall()}

    def _passed_between(self, start, end):
        """Return the SQL condition of the flow's passages between two moments."""
        conditions = [SQL("node_id = %s AND flow = %s", self.node_id.id, self.code)]
        if start:
            conditions.append(SQL("at >= %s", fields.Datetime.to_datetime(start)))
        if end:
            conditions.append(SQL("at < %s", fields.Datetime.to_datetime(end)))
        return SQL(" AND ").join(conditions)

    def call_me(self):
        """Ring the user's own phone with the draft as it is; returns the command's id. It leaves no record, and where a
        caller would reach somebody it ends."""
        self.ensure_one()
        self.check_access("write")
        if found := [fault for fault in self.check_draft() if fault["field"] == "start"]:
            raise UserError(found[0]["message"])
        agent = self.env["callcenter.agent"]._own_phone(self.node_id)
        return agent._command(
            "try_flow", {"agent": agent.extension, "interface": agent._interface(), "flow": self.id}
        ).id

    def record_prompt(self, prompt_id):
        """Ring the user's own phone to speak a prompt, as callcenter.prompt.record_by_phone. Returns ``{command,
        others}``: its id, and the names of those who speak the same prompt now."""
        prompt = self.env["callcenter.prompt"].browse(prompt_id)
        return {"command": prompt.record_by_phone(), "others": ", ".join(prompt._recorded_by())}

    def _editor_step(self, step, ids):
        fixed = {exit_["key"] for exit_ in self.env["callcenter.ivr.step"]._kind_exits(step["kind"])}
        label = self.env["callcenter.ivr.step"]._exit_label
        return {
            **step,
            "id": ids.get(step["code"], False),
            "values": {name: self._shown(name, value) for name, value in step["values"].items()},
            "exits": [
                {**one, "label": label(step["kind"], one["key"]), "fixed": one["key"] in fixed} for one in step["exits"]
            ],
        }

    def _shown(self, name, value):
        field = self.env["callcenter.ivr.step"]._fields[name]
        if field.type != "many2one" or not value:
            return value
        # sudo: callcenter.* - the name of what a step leads to
        record = self.env[field.comodel_name].sudo().browse(value).exists()
        return record and {"id": record.id, "display_name": record.display_name} or False

    def _editor_version(self, version):
        return {
            "id": version.id,
            "number": version.number,
            "at": ms(version.published_at),
            "by": version.user_id.sudo().name or "",  # sudo: res.users - who published, by name
            "note": version.note or "",
        }

    def _editor_row(self, step):
        row = step.get("id")
        return row if isinstance(row, int) and not isinstance(row, bool) else 0

    def _editor_vals(self, steps):
        """Yield (step, values of its row). Raise ValidationError for what is no step."""
        for number, (step, graph) in enumerate(self._editor_graph(steps), 1):
            yield step, {**self._step_vals(graph), "sequence": number, "flow_id": self.id}

    def _editor_graph(self, steps):
        """Yield (step, step of a graph). Raise ValidationError for what is no step."""
        if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
            raise ValidationError(self.env._("The steps cannot be read."))
        for step in steps:
            kind = step.get("kind")
            if kind not in FIELDS or not step.get("code") or not isinstance(step["code"], str):
                raise ValidationError(self.env._("The steps cannot be read."))
            yield (
                step,
                {
                    "code": step["code"],
                    "kind": kind,
                    "name": str(step.get("name") or step["code"]),
                    "x": int(step.get("x") or 0),
                    "y": int(step.get("y") or 0),
                    "values": self._editor_values(kind, step.get("values") or {}),
                    "exits": [
                        {"key": str(one["key"]), "target": str(one["target"]) if one.get("target") else False}
                        for one in step.get("exits") or []
                    ],
                },
            )

    def _editor_values(self, kind, values):
        """Return the values of the kind's own fields; a record may come as its id or as it was loaded."""
        taken = {}
        for name in FIELDS[kind]:
            if name in values:
                value = values[name]
                taken[name] = value.get("id") if isinstance(value, dict) else value
        return taken

    def _free_codes(self, steps):
        """Codes may change places among steps: none may stand in the way of another while they are written."""
        for step in steps:
            step.code = f"_{step.id}"

import hashlib
import json

from odoo import models
from odoo.tools import SQL

from ..moments import ms


class CallcenterIvrFlow(models.Model):
    """What the canvas needs beside the steps: revisions, a check without saving, versions to look at, ways counted."""

    _name = "callcenter.ivr.flow"
    _inherit = ("callcenter.ivr.flow",)

    def action_open_editor(self):
        """Open the flow on the canvas."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("callcenter_telephony.callcenter_flow_editor_action")
        return {**action, "name": self.name, "context": {"active_id": self.id}}

    def editor_check(self, steps, start):
        """Return the faults of what the editor shows, saved or not: see ``check_draft``. Nothing is written."""
        self.ensure_one()
        self.check_access("write")
        graph = {"start": start or "", "steps": [step for _sent, step in self._editor_graph(steps)]}
        return self._faults(graph)

    def editor_version(self, version_id):
        """Return a published version as the editor shows it: ``{start, steps}``; empty when it is none of the flow."""
        self.ensure_one()
        self.check_access("read")
        return self._editor_shown(self.version_ids.filtered(lambda version: version.id == version_id).graph or {})

    def editor_template(self, template_id):
        """Return a template as the editor shows it: ``{start, steps}``, with what is here of its records."""
        self.ensure_one()
        self.check_access("write")
        graph = self.env["callcenter.ivr.template"].browse(template_id)._graph()
        shown = self._editor_shown(graph)
        for step in shown["steps"]:
            step["values"] = {name: self._of_node(name, value) for name, value in step["values"].items()}
        return shown

    def save_as_template(self, name, steps, start):
        """Keep what the editor shows as a template for new flows; returns ``{id, name, description}``."""
        self.ensure_one()
        self.check_access("write")
        graph = {"start": start or "", "steps": [step for _sent, step in self._editor_graph(steps)]}
        template = self.env["callcenter.ivr.template"].create({"name": name, "graph": graph})
        return template._told()[0]

    def edge_counts(self, start=False, end=False):
        """Return how many callers went from one step to the next, between two moments as in ``step_counts``:
        ``[{step, target, passed}]``."""
        self.ensure_one()
        self.check_access("read")
        self.env.cr.execute(
            SQL(
                """WITH way AS (
                    SELECT step, lead(step) OVER (PARTITION BY call_id ORDER BY number) AS target
                      FROM callcenter_ivr_passage WHERE %s)
                   SELECT step, target, count(*) FROM way WHERE target IS NOT NULL GROUP BY step, target""",
                self._passed_between(start, end),
            )
        )
        return [{"step": step, "target": target, "passed": passed} for step, target, passed in self.env.cr.fetchall()]

    def _canvas(self, graph):
        """Return ``{revision, editable, live: {start, steps} or False, templates: [{id, name, description}],
        languages: [[code, label]]}``."""
        editable = self.has_access("write")
        return {
            "revision": self._revision(graph),
            "editable": editable,
            "live": bool(self.version_id) and self._editor_shown(self.version_id.graph),
            "templates": self.env["callcenter.ivr.template"].search([])._told() if editable else [],
            "languages": self.env["callcenter.prompt"]._fields["language"]._description_selection(self.env),
        }

    def _editor_shown(self, graph):
        return {
            "start": graph.get("start") or "",
            "steps": [self._editor_step(step, {}) for step in graph.get("steps") or []],
        }

    def _of_node(self, name, value):
        """Return a shown record unless it is another server's."""
        field = self.env["callcenter.ivr.step"]._fields[name]
        if not isinstance(value, dict) or "node_id" not in self.env[field.comodel_name]._fields:
            return value
        # sudo: callcenter.* - only whose it is
        record = self.env[field.comodel_name].sudo().browse(value["id"])
        return value if record.node_id == self.node_id else False

    def _revision(self, graph):
        """Return what changes with the draft, whoever changes it and where."""
        return hashlib.sha256(json.dumps(graph, sort_keys=True).encode()).hexdigest()[:16]

    def _conflict(self, revision):
        """Return ``{by, at}`` of the last save when the draft is not ``revision`` any more; the draft is locked."""
        self.env.cr.execute(SQL("SELECT id FROM callcenter_ivr_flow WHERE id = %s FOR UPDATE", self.id))
        if not revision or revision == self._revision(self._graph()):
            return False
        rows = [self, *self.step_ids, *self.step_ids.choice_ids]
        last = max(rows, key=lambda row: row.write_date)
        return {"by": last.write_uid.sudo().name, "at": ms(last.write_date)}  # sudo: res.users - who saved, by name

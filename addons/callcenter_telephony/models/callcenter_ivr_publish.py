from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..render import checks, faults
from ..render import model as render
from ..render.steps import KINDS
from .ivr_kinds import ATTRIBUTES, FIELDS, VALUES, has_use

HARMLESS = ("dead_end", "unreachable", "loop")  # faults that one call can live with


class CallcenterIvrFlow(models.Model):
    """Draft, check, publish and go back. A graph is plain JSON: ``{start, steps: [{code, kind, name, x, y, values,
    exits: [{key, target}]}]}``; ``values`` holds the fields of the kind, records by id."""

    _name = "callcenter.ivr.flow"
    _inherit = ("callcenter.ivr.flow",)

    version_id = fields.Many2one("callcenter.ivr.version", "Live version", readonly=True, copy=False)
    version_ids = fields.One2many("callcenter.ivr.version", "flow_id", "History", readonly=True)
    published_at = fields.Datetime(related="version_id.published_at", string="Live since")
    differs = fields.Boolean("Changed since", compute="_compute_differs", help="The draft is not what callers hear.")

    @api.depends("version_id")
    def _compute_differs(self):
        for flow in self:
            flow.differs = _calls(flow._graph()) != _calls(flow.version_id.graph)

    # what the screens call

    def check_draft(self):
        """Return the draft's faults: ``[{step: code, field, exit: key or False, message}]``. Without one it can be
        published."""
        self.ensure_one()
        return self._faults(self._graph())

    def publish(self, note=""):
        """Make the draft what the next caller hears. Returns ``{published: number or False, faults}``."""
        self.ensure_one()
        self.check_access("write")
        return self._publish(self._graph(), note)

    def roll_back(self, version_id):
        """Publish an old version again; a draft that has no changes of its own follows. Returns as ``publish``."""
        self.ensure_one()
        self.check_access("write")
        old = self.version_ids.filtered(lambda version: version.id == version_id)
        if not old:
            raise UserError(self.env._("This version is none of this flow."))
        unchanged = not self.differs
        done = self._publish(old.graph, self.env._("Back to version %(number)s", number=old.number))
        if done["published"] and unchanged:
            self._restore(old.graph)
        return done

    def action_publish(self):
        """Publish, or say what is wrong."""
        for flow in self:
            found = flow.publish()["faults"]
            if found:
                raise UserError(self._told(found))

    def _told(self, found):
        """Return faults as lines for a person."""
        return "\n".join(
            f"{fault['step']}: {fault['message']}" if fault["step"] else fault["message"] for fault in found
        )

    # graphs

    def _graph(self):
        """Return the draft as a graph."""
        self.ensure_one()
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id or step._origin.id or 0))
        codes = steps.mapped("code")
        start = self.start_code if self.start_code in codes else (codes or [""])[0]
        return {"start": start, "steps": [_step_graph(step) for step in steps]}

    def _restore(self, graph):
        """Make the draft what ``graph`` says."""
        self.step_ids.unlink()
        vals = [{**self._step_vals(step), "sequence": n} for n, step in enumerate(graph["steps"], 1)]
        self.env["callcenter.ivr.step"].create([{**one, "flow_id": self.id} for one in vals])
        self.start_code = graph["start"]

    def _step_vals(self, step):
        """Return the row's values of a step of a graph; records that are gone are left empty."""
        rows = self.env["callcenter.ivr.step"]
        values = dict(step["values"])
        for name, value in values.items():
            field = rows._fields[name]
            if field.type == "many2one" and value:
                values[name] = self.env[field.comodel_name].browse(value).exists().id
        exits = {one["key"]: one["target"] for one in step["exits"]}
        next_code = exits.pop("next", False)
        return {
            **{name: step[name] for name in ("code", "kind", "name", "x", "y")},
            **values,
            "next_code": next_code,
            "choice_ids": [(0, 0, {"key": key, "target_code": target}) for key, target in exits.items()],
        }

    # publishing

    def _publish(self, graph, note):
        found = self._faults(graph)
        return {"published": False if found else self._publish_as_is(graph, note).number, "faults": found}

    def _publish_as_is(self, graph, note):
        """Return the new version; the node gets it with the commit."""
        # sudo: callcenter.ivr.version - versions are written by publishing alone
        versions = self.env["callcenter.ivr.version"].sudo()
        last = versions.search([("flow_id", "=", self.id)], order="number desc", limit=1).number
        version = versions.create(
            {"flow_id": self.id, "number": last + 1, "graph": graph, "note": note, "user_id": self.env.uid}
        )
        self.version_id = version
        return version

    def _publish_first(self):
        """Publish flows as they stand; what led nowhere hung up, and now says so."""
        for flow in self.filtered("step_ids"):
            open_steps = flow.step_ids.filtered(lambda step: "next" in KINDS[step.kind].exits and not step.next_code)
            if open_steps:
                flow.step_ids.create(
                    {
                        "flow_id": flow.id,
                        "code": "hang_up",
                        "name": self.env._("Hang up"),
                        "kind": "hangup",
                        "sequence": max(flow.step_ids.mapped("sequence")) + 1,
                    }
                )
                open_steps.next_code = "hang_up"
                flow.invalidate_recordset(["step_ids"])
            flow._publish_as_is(flow._graph(), "")

    def _faults(self, graph):
        found = faults.faults(self._flow_of(graph), self._known())
        kinds = {step["code"]: step["kind"] for step in graph["steps"]}
        return [self._fault(fault, kinds.get(fault.step)) for fault in found]

    def _trial(self, name):
        """Return the draft for a call by its author: ``(render.model.Flow, NodeConfig)``. Steps that could not be
        rendered end the call."""
        graph = self._graph()
        flow, known = self._flow_of(graph), self._known()
        broken = {fault.step for fault in faults.faults(flow, known) if fault.key not in HARMLESS}
        steps = (replace(step, kind="hangup", prompt="") if step.code in broken else step for step in flow.steps)
        node = self.node_id
        config = replace(
            node._names_config(),
            prompts=tuple(prompt._as_prompt() for prompt in node._prompts()),
        )
        return replace(flow, code=f"{flow.code}-{name}", steps=tuple(steps)), config

    def _known(self):
        """Return the names that steps of a flow of this node may lead to."""
        # sudo: callcenter.* - what a node knows, whoever draws the flow
        node = self.node_id.sudo().with_context(active_test=True)
        config = node._names_config()
        silent = node.env["callcenter.prompt"].search([("revision", "=", False)]).mapped("code")
        known = checks.known_names(config)
        return faults.Known(
            prompts=known.prompts | set(silent),
            silent=frozenset(silent),
            queues=known.queues,
            endpoints=known.endpoints,
            departments=known.departments,
            calendars=known.calendars,
            lookups=known.lookups,
            flows=known.flows,
        )

    def _fault(self, fault, kind):
        """Return a fault in the user's language, its field as the editor knows it."""
        name = VALUES.get(fault.field, fault.field)
        steps = self.env["callcenter.ivr.step"]
        label = steps.fields_get([name], ["string"])[name]["string"] if name in steps._fields else fault.field
        args = {"field": label, **fault.args}
        exit_ = args.get("exit", False)
        if exit_:
            args["exit"] = steps._exit_label(kind, exit_)
        return {"step": fault.step, "field": name, "exit": exit_, "message": self._sentence(fault.key, args)}

    def _sentence(self, key, args):
        return self.env._(faults.SENTENCES[key], **args)

    def _flow_of(self, graph):
        """Return a graph as the value that is rendered."""
        return render.Flow(self.code, graph["start"], tuple(self._step_of(step) for step in graph["steps"]))

    def _step_of(self, step):
        given = {name: value for name, value in step["values"].items() if has_use(step["kind"], name, step["values"])}
        values = {name: self._value_of(name, given.get(name)) for name in FIELDS[step["kind"]]}
        attributes = {ATTRIBUTES[name]: value for name, value in values.items() if name in ATTRIBUTES}
        rest = {_value_name(name): value for name, value in values.items() if name not in ATTRIBUTES}
        exits = [(one["key"], one["target"] or "") for one in step["exits"]]
        return render.Step(
            code=step["code"],
            kind=step["kind"],
            next=dict(exits).get("next", ""),
            choices=tuple(render.Choice(key, target) for key, target in exits if key != "next"),
            values=rest,
            **attributes,
        )

    def _value_of(self, name, value):
        """Return a field's value as the node knows it: records by their code there."""
        field = self.env["callcenter.ivr.step"]._fields[name]
        if field.type != "many2one":
            return value if field.type in ("integer", "boolean") else value or ""
        if not value:
            return ""
        # sudo: callcenter.* - only codes and extensions are read
        record = self.env[field.comodel_name].sudo().browse(value).exists()
        if name == "agent_id":
            return record.extension or ""
        return record.code if record and "code" in record._fields else str(record.id or value)


def _value_name(name):
    return next((value for value, field in VALUES.items() if field == name), name)


def _step_graph(step):
    names = ("code", "kind", "name", "x", "y")
    values = {name: _plain(step[name]) for name in FIELDS[step.kind]}
    exits = [{"key": key, "target": target} for key, target in step._exits()]
    return {**{name: step[name] for name in names}, "values": values, "exits": exits}


def _plain(value):
    return (value.id or value._origin.id or False) if isinstance(value, models.BaseModel) else value


def _calls(graph):
    """What callers notice of a graph: all but names and places."""
    if not graph:
        return None
    keys = ("code", "kind", "values", "exits")
    return graph["start"], [{key: step[key] for key in keys} for step in graph["steps"]]

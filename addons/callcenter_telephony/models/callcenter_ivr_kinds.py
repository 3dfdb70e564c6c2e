from odoo import api, models

from ..render.steps import KINDS
from .ivr_kinds import FIELDS, GROUPS, ICONS, NEEDED, SELECTION, SHOWN, VALUES


class CallcenterIvrStep(models.Model):
    """What the editor must know of the kinds of steps."""

    _inherit = "callcenter.ivr.step"

    @api.model
    def _kinds(self):
        """Return ``[{kind, label, group, icon, help, free, exits: [{key, label, fixed, required}], fields: […]}]``.

        ``free``: people add exits of their own (keys of a menu, values of a branch), with ``free_help`` beside them.
        """
        labels = dict(self.fields_get(["kind"], ["selection"])["kind"]["selection"])
        helps = self._kind_helps()
        return [
            {
                "kind": kind,
                "label": labels[kind],
                "group": next(name for name, kinds in GROUPS.items() if kind in kinds),
                "icon": ICONS[kind],
                "help": helps[kind],
                "free": bool(KINDS[kind].free),
                "exits": self._kind_exits(kind),
                "fields": self._kind_fields(kind),
            }
            for kind, _label in SELECTION
        ]

    def _kind_exits(self, kind):
        return [
            {"key": key, "label": self._exit_label(kind, key), "fixed": True, "required": key in KINDS[kind].exits}
            for key in KINDS[kind].fixed()
        ]

    def _kind_fields(self, kind):
        """Return the fields of a kind as an inspector draws them; ``when``: ``[field, values]`` that give a use for it
        (True: any value), False: always."""
        names = FIELDS[kind]
        about = self.fields_get(list(names), ["string", "type", "relation", "selection", "help"])
        needed = {VALUES.get(need.name, need.name) for need in KINDS[kind].needs if need.required}
        needed |= {*KINDS[kind].variables, *NEEDED.get(kind, ())}
        defaults = self.default_get(list(names))
        return [
            {
                "name": name,
                "label": about[name]["string"],
                "type": about[name]["type"],
                "relation": about[name].get("relation", False),
                "selection": about[name].get("selection", False),
                "domain": self._kind_domain(name),
                "required": name in needed,
                "default": defaults.get(name, False),
                "help": about[name].get("help", False),
                "when": SHOWN.get(kind, {}).get(name, False),
            }
            for name in names
        ]

    def _kind_domain(self, name):
        """Return the domain of a record's field; ``node_id`` in it is the flow's server."""
        on_node = name in ("queue_id", "agent_id", "target_flow_id")
        return [["node_id", "=", "node_id"]] if on_node else []

    @api.model
    def _exit_label(self, kind, key):
        """Return what an exit is called; free exits are called by their key."""
        special = {
            ("menu", "next"): self.env._("No or wrong key"),
            ("digits", "next"): self.env._("Number typed"),
            ("digits", "failed"): self.env._("No number"),
            ("branch", "next"): self.env._("Everything else"),
            ("member", "next"): self.env._("Known"),
            ("member", "failed"): self.env._("Not known"),
            ("lookup", "next"): self.env._("Found and said"),
            ("lookup", "failed"): self.env._("No answer in time"),
            ("web", "next"): self.env._("Answered"),
            ("web", "failed"): self.env._("No answer in time"),
            ("agent", "next"): self.env._("Not answered"),
            ("department", "next"): self.env._("Not answered"),
            ("outside", "next"): self.env._("Not answered"),
            ("blacklist", "next"): self.env._("Not on it"),
            ("subflow", "next"): self.env._("Came back"),
        }
        labels = {
            "next": self.env._("Then"),
            "failed": self.env._("Failed"),
            "locked": self.env._("Locked"),
            "none": self.env._("Nothing found"),
            "open": self.env._("In hours"),
            "closed": self.env._("Closed"),
            "holiday": self.env._("Holiday"),
            "listed": self.env._("On it"),
        }
        return special.get((kind, key)) or labels.get(key) or key

    def _kind_helps(self):
        return {
            "play": self.env._("Says something."),
            "menu": self.env._("Asks for a key; each key leads on."),
            "digits": self.env._("Asks for a number and keeps it as a variable."),
            "language": self.env._("Lets the caller choose the language of all that follows."),
            "hours": self.env._("Leads on by working hours, holidays and make-up workdays."),
            "branch": self.env._("Leads on by a value: first fitting exit, else “everything else”."),
            "set": self.env._("Keeps a text as a variable."),
            "member": self.env._("Asks who is calling; wrong PINs lock the member number for a time."),
            "lookup": self.env._("Finds a record and says what it holds, such as an order's state."),
            "web": self.env._("Asks a web address and keeps a value of its answer."),
            "queue": self.env._("The caller waits for an agent."),
            "agent": self.env._("Rings one agent, if free."),
            "department": self.env._("Rings all free agents of a department."),
            "outside": self.env._("Connects the caller to a number outside."),
            "voicemail": self.env._("The caller leaves a message for a queue."),
            "callback": self.env._("The caller asks to be called back by a queue."),
            "survey": self.env._("Asks for a rating by key."),
            "blacklist": self.env._("Asks whether the caller is on the blacklist, or puts the caller on it."),
            "subflow": self.env._("Goes through another flow and comes back."),
            "return": self.env._("Ends a sub-flow: the caller goes on in the flow that called it."),
            "hangup": self.env._("Ends the call."),
        }

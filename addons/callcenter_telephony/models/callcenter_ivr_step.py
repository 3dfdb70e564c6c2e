from odoo import api, fields, models

from ..render.steps import KINDS
from .ivr_kinds import SELECTION


class CallcenterIvrStep(models.Model):
    """One step of a flow's draft; other steps name it by its code. Which fields a kind has: callcenter_ivr_kinds.py."""

    _name = "callcenter.ivr.step"
    _inherit = "callcenter.config.mixin"
    _description = "Step of an IVR flow"
    _order = "flow_id, sequence, id"

    flow_id = fields.Many2one("callcenter.ivr.flow", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="flow_id.node_id")
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Other steps name this one by its code.")
    name = fields.Char(required=True)
    kind = fields.Selection(SELECTION, required=True, default="play")
    x = fields.Integer()
    y = fields.Integer()
    next_code = fields.Char("Then", help="Code of the step that follows; of a menu: after no or wrong input.")
    choice_ids = fields.One2many("callcenter.ivr.choice", "step_id", "Exits", copy=True)
    goal = fields.Boolean(
        "Served here", help="Who hangs up here got what he came for: counts as contained, not as given up."
    )

    prompt_id = fields.Many2one("callcenter.prompt", ondelete="restrict")
    keys_interrupt = fields.Boolean(
        "Keys interrupt",
        default=True,
        help="A key pressed here ends what is said and counts as the choice in the menu that follows. Switch it off "
        "for what everybody has to hear to the end, such as a legal notice.",
    )
    timeout_s = fields.Integer("Wait for a key (s)", default=5)
    tries = fields.Integer(default=3, help="How often the question is asked before it gives up.")
    variable = fields.Char(help="Name under which the value is kept for later steps: small letters, digits and _.")
    min_digits = fields.Integer("Fewest digits", default=1)
    max_digits = fields.Integer("Most digits", default=20)
    terminator = fields.Selection([("#", "#"), ("*", "*"), ("none", "None")], "Ended by", default="#")
    wrong_prompt_id = fields.Many2one("callcenter.prompt", "When it is wrong", ondelete="restrict")
    language_keys = fields.Char("Keys and languages", default="1=zh,2=en", help="Such as 1=zh,2=en.")
    survey_keys = fields.Char("Valid keys", default="12345")
    thanks_prompt_id = fields.Many2one("callcenter.prompt", "Thanks", ondelete="restrict")

    queue_id = fields.Many2one("callcenter.queue", domain="[('node_id', '=', node_id)]", ondelete="restrict")
    agent_id = fields.Many2one("callcenter.agent", domain="[('node_id', '=', node_id)]", ondelete="restrict")
    department_id = fields.Many2one("callcenter.department", ondelete="restrict")
    number = fields.Char("Outside number", help="Digits as you would dial them, such as 13800000000.")
    ring_s = fields.Integer("Ring (s)", default=20)

    calendar_id = fields.Many2one("resource.calendar", "Working hours", ondelete="restrict")
    subject = fields.Selection(
        [
            ("variable", "A variable"),
            ("level", "Priority of the caller’s level"),
            ("number", "Beginning of the caller's number"),
            ("region", "Region of the caller's number"),
            ("language", "Language of the call"),
        ],
        "Branch by",
        default="variable",
        help="Each value below leads on. Of a level it is the priority, such as 8; of a number its beginning, such as "
        "+86138; of a region the province, such as 广东; of a language zh or en.",
    )
    value = fields.Char(help="Text; {name} stands for the variable of this name.")
    blacklist_act = fields.Selection(
        [("test", "Ask whether the caller is on it"), ("put", "Put the caller on it")], "Blacklist", default="test"
    )
    target_flow_id = fields.Many2one(
        "callcenter.ivr.flow", "Sub-flow", domain="[('node_id', '=', node_id)]", ondelete="restrict"
    )

    pin_prompt_id = fields.Many2one("callcenter.prompt", "Ask for the PIN", ondelete="restrict")
    lock_after = fields.Integer("Lock after wrong PINs", default=3)
    lock_minutes = fields.Integer("Lock for (min)", default=30)
    lookup_id = fields.Many2one("callcenter.lookup", "Look-up", ondelete="restrict")
    url = fields.Char("Address", help="http or https. {name} stands for the variable of this name.")
    method = fields.Selection([("GET", "GET"), ("POST", "POST")], default="GET")
    web_fields = fields.Text("Fields", help="One name=value a line; {name} stands for a variable, {caller} the caller.")
    json_path = fields.Char("Value in the answer", help="Such as data.items.0.state. Empty: the answer is not kept.")
    deadline_s = fields.Integer("Deadline (s)", default=3)

    _code_uniq = models.Constraint("UNIQUE (flow_id, code)", "Two steps of a flow cannot have the same code.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    def _configured_nodes(self):
        return self.env["callcenter.node"]  # a draft: the node has what is published

    def _exits(self):
        """Return the exits as ``[(key, code of the step or False)]``: those that the kind always has come first."""
        self.ensure_one()
        kind = KINDS[self.kind]
        given = {choice.key: choice.target_code or False for choice in self.choice_ids}
        fixed = [(key, self.next_code or False if key == "next" else given.pop(key, False)) for key in kind.fixed()]
        return fixed + (list(given.items()) if kind.free else [])

from odoo import api, fields, models

CALL_FIGURES = [
    "received",
    "refused",
    "contained",
    "ivr_abandoned",
    "closed",
    "lost_early",
    "direct",
    "offered_calls",
    "answered_calls",
    "net_calls",
    "attempts",
    "connected",
    "dropped",
    "machine",
    "unreached",
    "right_party",
    "open_calls",
]


class CallcenterFiguresCall(models.AbstractModel):
    """What is counted of calls, each once, by number called and campaign; the definitions are in ``metrics.py``."""

    _name = "callcenter.figures.call"
    _inherit = "callcenter.figures.mixin"
    _description = "Figures of Calls by Number and Campaign"

    did_id = fields.Many2one("callcenter.did", "Number Called", readonly=True)
    campaign_id = fields.Many2one("callcenter.campaign", readonly=True)
    received = fields.Integer(readonly=True, help="Inbound calls, refused ones included.")
    refused = fields.Integer("Refused by Us", readonly=True, help="Blacklisted or withheld numbers; in no rate.")
    contained = fields.Integer("Self-service", readonly=True, help="Left at a step marked as goal, without a queue.")
    ivr_abandoned = fields.Integer("Abandoned in Menu", readonly=True, help="Hung up before a goal and before a queue.")
    closed = fields.Integer("Outside Hours", readonly=True)
    lost_early = fields.Integer("Lost before a Queue", readonly=True, help="By a fault of ours.")
    direct = fields.Integer("Without a Queue", readonly=True, help="To an agent's own number or outside, no queue.")
    offered_calls = fields.Integer("Asked for an Agent", readonly=True, help="Calls that reached a queue, each once.")
    answered_calls = fields.Integer(readonly=True, help="Of those that asked for an agent.")
    net_calls = fields.Integer(readonly=True, help="Asked for an agent; without short abandons and running calls.")
    attempts = fields.Integer(readonly=True, help="Outbound calls to customers, each number dialled is one.")
    connected = fields.Integer("Connected to an Agent", readonly=True)
    dropped = fields.Integer(readonly=True, help="Answered by the customer, with no agent.")
    machine = fields.Integer("Machines", readonly=True)
    unreached = fields.Integer("Not Reached", readonly=True, help="Busy, no answer, invalid number and the like.")
    right_party = fields.Integer(readonly=True, help="The outcome says that it was the one wanted.")
    open_calls = fields.Integer("Not Ended", readonly=True, help="Calls that run and have reached no queue.")
    call_answer_rate = fields.Float(
        "Answer Rate of Calls",
        readonly=True,
        aggregator="avg",
        help="Answered / asked for an agent, short abandons apart.",
    )
    containment = fields.Float(
        "Self-service Rate",
        readonly=True,
        aggregator="avg",
        help="Self-service / (self-service + abandoned in the menu + asked for an agent).",
    )
    connect_rate = fields.Float(
        readonly=True, aggregator="avg", help="Taken by an agent's customer, by a machine or dropped / attempts."
    )
    contact_rate = fields.Float(
        "Live Contact Rate", readonly=True, aggregator="avg", help="Taken by a person / attempts."
    )
    rpc_rate = fields.Float("Right-party Rate", readonly=True, aggregator="avg", help="Right party / attempts.")
    aht = fields.Float(
        "Handle Time", readonly=True, aggregator="avg", help="(Talk + hold + consult + wrap-up) / handled."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "call_answer_rate": (["answered_calls"], ["net_calls"]),
            "containment": (["contained"], ["contained", "ivr_abandoned", "offered_calls"]),
            "connect_rate": (["connected", "dropped", "machine"], ["attempts"]),
            "contact_rate": (["connected", "dropped"], ["attempts"]),
            "rpc_rate": (["right_party"], ["attempts"]),
            "aht": (["talk_s", "hold_s", "consult_s", "wrap_s"], ["handled"]),
        }

    def _figures(self):
        return super()._figures() + CALL_FIGURES

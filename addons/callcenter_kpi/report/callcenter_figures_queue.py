from odoo import api, fields, models

WAIT_FIGURES = [
    "offered",
    "answered",
    "abandoned",
    "short_abandoned",
    "left_queue",
    "lost",
    "open",
    "net",
    "sl_yes",
    "sl_no",
    "sl_out",
    "wait_answered_s",
    "wait_abandoned_s",
    "longest_wait_s",
]


class CallcenterFiguresQueue(models.AbstractModel):
    """What is counted of waits in queues and of their calls; the definitions are in ``metrics.py``."""

    _name = "callcenter.figures.queue"
    _inherit = "callcenter.figures.mixin"
    _description = "Figures of Calls by Queue"

    offered = fields.Integer(readonly=True, help="Callers who came to the queue; a second queue counts again.")
    answered = fields.Integer(readonly=True, help="Answered by an agent.")
    abandoned = fields.Integer(readonly=True, help="Hung up after more than the short limit.")
    short_abandoned = fields.Integer(
        "Short Abandons", readonly=True, help="Hung up within the short limit; in no rate."
    )
    left_queue = fields.Integer(
        "Left the Queue", readonly=True, help="By rule or wish: other queue, outside, voicemail, call-back."
    )
    lost = fields.Integer("Lost by Fault", readonly=True)
    open = fields.Integer("Still Waiting", readonly=True)
    net = fields.Integer(readonly=True, help="Offered without short abandons and those still waiting.")
    sl_yes = fields.Integer("In Time", readonly=True, help="Answered within the queue's service level time.")
    sl_no = fields.Integer("Not in Time", readonly=True)
    sl_out = fields.Integer("Left Out", readonly=True, help="Short abandons, faults, left by rule or wish in time.")
    wait_answered_s = fields.Float("Wait of Answered", readonly=True)
    wait_abandoned_s = fields.Float("Wait of Abandoned", readonly=True)
    longest_wait_s = fields.Float("Longest Wait", readonly=True, aggregator="max")
    answer_rate = fields.Float(readonly=True, aggregator="avg", help="Answered / offered without short abandons.")
    abandon_rate = fields.Float(readonly=True, aggregator="avg", help="Abandoned / offered without short abandons.")
    service_level = fields.Float(readonly=True, aggregator="avg", help="In time / (in time + not in time).")
    asa = fields.Float(
        "Speed of Answer", readonly=True, aggregator="avg", help="Mean wait of the answered, ringing included."
    )
    avg_abandon_time = fields.Float("Time to Abandon", readonly=True, aggregator="avg")
    aht = fields.Float(
        "Handle Time", readonly=True, aggregator="avg", help="(Talk + hold + consult + wrap-up) / handled."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "answer_rate": (["answered"], ["net"]),
            "abandon_rate": (["abandoned"], ["net"]),
            "service_level": (["sl_yes"], ["sl_yes", "sl_no"]),
            "asa": (["wait_answered_s"], ["answered"]),
            "avg_abandon_time": (["wait_abandoned_s"], ["abandoned"]),
            "aht": (["talk_s", "hold_s", "consult_s", "wrap_s"], ["handled"]),
        }

    def _figures(self):
        return super()._figures() + WAIT_FIGURES

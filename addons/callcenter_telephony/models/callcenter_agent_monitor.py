from odoo import api, models

from .callcenter_agent_state import BUSY


class CallcenterAgentMonitor(models.AbstractModel):
    """The live monitor's call; its acts are those of supervision."""

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def monitor_load(self):
        """Return all that a live monitor shows now, of the agents and queues in the user's scope of calls.

        After it come messages on the channels that ``callcenter.monitor`` stands for, each with its ``at``: what is
        not later than that of the snapshot is in the snapshot. Moments are ms since the epoch by the database's clock:

        - ``at``, ``now``, ``day_end`` (then the day's numbers begin anew), ``masked``, ``me`` {agent_id}
        - ``departments`` [{id (0: none), name, leader}], ``levels`` {id: name}
        - ``queues`` [{id, code, name, level_s, agents [id], day, before}]; ``day``: {offered, open, answered,
          abandoned, short, left, lost, yes, no, out} as in metrics 2.1 and 2.2 (strict), from the start of the
          company's day; ``before``: the same of yesterday up to this time of day, False where nobody called
        - ``agents`` [{id, name, extension, department, node, state, sub, reason, since, wish, until, handled, mode,
          call}]; ``mode``: listen, whisper, barge of who watches a call; ``call``: False or {key, direction, queue,
          number, name, since}
        - ``waiting`` [{key, queue, node, since, number, name, level, priority}]; ``callbacks``: the same, with
          ``attempts``, of who chose to be called back and keeps the place
        - ``nodes`` [{id, code, name, seen, status}]; ``reasons`` [{code, name, system, limit_s}]; ``alarms``

        :raise AccessError: for who leads nobody; written down
        """
        monitor = self.env["callcenter.monitor"]
        if not monitor._allowed():
            self._refuse("monitor", self.browse())
        return monitor._load()

    def _wish(self, wish):
        result = super()._wish(wish)
        if self.state in BUSY:
            self._tell_monitors()
        return result

    @api.model
    def more_time(self):
        answer = super().more_time()
        self._me()._tell_monitors()
        return answer

    def _tell_monitors(self):
        """Show what the agent wished for, before anything has come of it."""
        self.env.flush_all()
        self.env["callcenter.monitor"]._tell_agents(self.ids)

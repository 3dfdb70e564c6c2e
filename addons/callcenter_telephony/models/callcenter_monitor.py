from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

from ..moments import ms

NAME = "callcenter.monitor"  # what browsers ask for; the server makes the channels of the user's scope of it
WHOLE, MASKED = "whole", "masked"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    """What a user may watch; None: no limit."""

    companies: tuple
    departments: tuple | None

    def agents(self):
        """Return the condition on callcenter_agent ``a``, its node ``n`` and its user ``u``."""
        if self.departments is None:
            return SQL("n.company_id = ANY(%s)", list(self.companies))
        return SQL(
            "n.company_id = ANY(%s) AND u.callcenter_department_id = ANY(%s)",
            list(self.companies),
            list(self.departments),
        )

    def queues(self):
        """Return the condition on callcenter_queue ``q``: those that an agent of the scope serves."""
        if self.departments is None:
            return SQL("q.company_id = ANY(%s)", list(self.companies))
        return SQL(
            """q.company_id = ANY(%s) AND EXISTS (
                   SELECT FROM callcenter_queue_member m
                     JOIN callcenter_agent a ON a.id = m.agent_id AND a.active
                     JOIN res_users u ON u.id = a.user_id
                    WHERE m.queue_id = q.id AND u.callcenter_department_id = ANY(%s))""",
            list(self.companies),
            list(self.departments),
        )


class CallcenterMonitor(models.AbstractModel):
    """What leaders see of the moment: of whom, and by which channels. The rows are in callcenter_monitor_rows."""

    _name = "callcenter.monitor"
    _description = "Live monitor"

    @api.model
    def _allowed(self):
        return self.env.user.has_group("callcenter_crm.group_leader")

    @api.model
    def _scope(self):
        """Return the Scope of the user, that of calls."""
        user = self.env.user
        return Scope(user.company_ids._ids, user._callcenter_scope_department_ids("call"))

    @api.model
    def _load(self):
        """Return the snapshot that callcenter.agent.monitor_load describes."""
        self.env.flush_all()
        scope, masked = self._scope(), not self.env.user._callcenter_sees_numbers()
        days = self._days(scope.companies)
        queues = self._queues(scope)
        waiting = self._waiting(SQL("l.queue_id = ANY(%s)", [queue["id"] for queue in queues]))
        totals = self._day_totals([queue["id"] for queue in queues], days)
        before = self._before([queue["id"] for queue in queues])
        agents = self._agents(scope.agents(), days)
        shown = {agent["id"] for agent in agents}
        for queue in queues:
            queue["agents"] = [agent for agent in queue["agents"] if agent in shown]
            queue["day"] = totals[queue["id"]]
            queue["before"] = before[queue["id"]]
        return {
            "at": self._transaction_ms(),
            "now": self._clock_ms(),
            "day_end": min((ms(start) + length for start, length in days.values()), default=False),
            "masked": masked,
            "departments": self._departments({agent["department"] for agent in agents}),
            "queues": queues,
            "agents": [self._masked(row) for row in agents] if masked else agents,
            "waiting": [self._masked(row) for row in waiting] if masked else waiting,
            "nodes": self._nodes(SQL("n.company_id = ANY(%s)", list(scope.companies))),
            "levels": self._levels(),
            "reasons": self._reasons(),
            "alarms": self.env["callcenter.alarm"]._rules(scope.companies),
            "me": {"agent_id": self._my_agent_id()},
        }

    # channels

    @api.model
    def _channels(self):
        """Return the channels that the user may hear; none for who may not watch."""
        if not self._allowed():
            return []
        scope = self._scope()
        form = WHOLE if self.env.user._callcenter_sees_numbers() else MASKED
        departments = scope.departments
        if departments is None:
            # sudo: callcenter.department - all of them
            departments = (0, *self.env["callcenter.department"].sudo().with_context(active_test=False).search([]).ids)
        queues = self.env.execute_query(
            SQL("SELECT q.id FROM callcenter_queue q WHERE q.active AND %s", scope.queues())
        )
        return [
            *(_company_channel(company) for company in scope.companies),
            *(_department_channel(company, one, form) for company in scope.companies for one in departments),
            *(_queue_channel(queue, form) for (queue,) in queues),
        ]

    @api.model
    def _tell_agents(self, ids):
        """Send how these agents stand now to who watches their departments."""
        if not ids:
            return
        rows = self._agents(SQL("a.id = ANY(%s)", list(ids)), self._days(self._all_companies()))
        at, channels = self._clock_ms(), {}
        for row in rows:
            channels.setdefault((row.pop("company"), row["department"]), []).append(row)
        for (company, department), agents in channels.items():
            for form in (WHOLE, MASKED):
                shown = agents if form == WHOLE else [self._masked(row) for row in agents]
                self._send(_department_channel(company, department, form), "agents", {"at": at, "agents": shown})

    @api.model
    def _tell_queues(self, calls):
        """Send what became of waits, with the queues' totals of the day.

        :param calls: by queue id the keys of the calls whose waits there have begun, ended or changed
        """
        if not calls:
            return
        keys = sorted(set().union(*calls.values()))
        waiting = {queue: [] for queue in calls}
        for row in self._waiting(SQL("c.key = ANY(%s)", keys)):
            waiting.setdefault(row["queue"], []).append(row)
        totals = self._day_totals(list(waiting), self._days(self._all_companies()))
        at = self._clock_ms()
        for queue, rows in waiting.items():
            gone = sorted(calls.get(queue, set()) - {row["key"] for row in rows})
            message = {"at": at, "queue": queue, "put": rows, "gone": gone, "day": totals.get(queue, False)}
            self._send_queue(queue, "queue", message, "put")

    @api.model
    def _tell_node(self, node_id):
        """Send what the connector has just reported of its node."""
        for row in self._nodes(SQL("n.id = %s", node_id)):
            channel = _company_channel(row.pop("company"))
            self._send(channel, "node", {"at": self._clock_ms(), "node": row})

    @api.model
    def _tell_reload(self, companies):
        """Have monitors load anew: who and what there is to watch has changed."""
        for company in companies:
            self._send(_company_channel(company.id), "reload", {})

    def _send_queue(self, queue, kind, message, callers=None):
        """Send to who watches the queue; ``callers``: which of the message's entries are rows to be masked."""
        masked = {callers: [self._masked(row) for row in message[callers]]} if callers else {}
        self._send(_queue_channel(queue, WHOLE), kind, message)
        self._send(_queue_channel(queue, MASKED), kind, {**message, **masked})

    def _send(self, channel, kind, message):
        self.env["bus.bus"]._sendone(channel, f"{NAME}/{kind}", message)

    # moments

    @api.model
    def _days(self, companies):
        """Return by company id the start of its present day (naive UTC) and the day's length in ms."""
        return {company: _span(now, now + DAY) for company, now in self._local(companies).items()}

    @api.model
    def _days_before(self, companies):
        """Return by company id the start of yesterday (naive UTC) and how long it had lasted at this time of day."""
        return {company: _span(now - DAY, now - DAY, whole=False) for company, now in self._local(companies).items()}

    def _local(self, companies):
        """Return by company id what its clocks show now."""
        now = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC"))
        # sudo: res.company - the zone is no secret
        found = self.env["res.company"].sudo().browse(companies)
        return {company.id: now.astimezone(ZoneInfo(company._callcenter_tz())) for company in found}

    def _all_companies(self):
        # sudo: res.company - of each the day is wanted
        return self.env["res.company"].sudo().search([]).ids

    def _transaction_ms(self):
        """Return when this transaction began: what was committed before it is in what it reads."""
        return self._ms(SQL("now()"))

    def _clock_ms(self):
        return self._ms(SQL("clock_timestamp()"))

    def _ms(self, moment):
        ((value,),) = self.env.execute_query(SQL("SELECT round(extract(epoch FROM %s) * 1000, 3)::float", moment))
        return value


def _span(first, last, whole=True):
    """Return from the midnight before ``first`` (naive UTC) the ms to ``last``, or to the midnight before it."""
    midnight = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    moments = first.replace(**midnight), last.replace(**midnight) if whole else last
    start, end = (moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None) for moment in moments)
    return start, round((end - start).total_seconds() * 1000)


def _company_channel(company):
    return f"{NAME}/company/{company}"


def _department_channel(company, department, form):
    return f"{NAME}/department/{company}/{department}/{form}"


def _queue_channel(queue, form):
    return f"{NAME}/queue/{queue}/{form}"

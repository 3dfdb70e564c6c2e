from odoo import api, models
from odoo.tools import SQL

from ..alarms import agent_alarms, node_alarms, queue_alarms
from .callcenter_alarm import OF_AGENTS, OF_DAY, OF_NODES, OF_WAITS

LOCK_CLASS = 0x0CC1  # first key of our advisory locks: a company's alarms


class CallcenterAlarmWatch(models.Model):
    """Tells leaders whose monitor is closed of an alarm that has begun, once until it has gone.

    The connector asks every few seconds for what is of the moment; a job asks each minute for the day's numbers and for
    servers that are not heard of. Both go by the rows and rules of the live monitor.
    """

    _inherit = "callcenter.alarm"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _watch_now(self, company):
        """Judge what changes within seconds, of one company."""
        self._watch(company, (*OF_WAITS, *OF_AGENTS, *OF_NODES))

    @api.model
    def _cron_watch(self):
        # sudo: res.company - of each the alarms are wanted
        for company in self.env["res.company"].sudo().search([]):
            self._watch(company, (*OF_DAY, *OF_NODES))

    @api.model
    def _watch(self, company, metrics):
        """Judge these measures of a company and tell what is new; nothing while somebody else does so."""
        rules = self._rules(company.ids)
        asked = {rule["metric"] for rule in rules if rule["notify"]} & set(metrics)
        known = self.env["callcenter.alarm.notice"].search_count([("company_id", "=", company.id)], limit=1)
        if not (asked or known) or not self._lock(company):
            return
        found = {row["key"]: row for row in self._standing(company, rules, asked)}
        new = self._book(company, metrics, found)
        if new:
            self._tell_leaders(company, new)

    def _lock(self, company):
        ((mine,),) = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_CLASS, company.id))
        return mine

    def _book(self, company, metrics, found):
        """Keep ``found`` as told, forget what has gone; return the rows that are new."""
        keys = list(found)
        self.env.cr.execute(
            """DELETE FROM callcenter_alarm_notice
                WHERE company_id = %s AND metric = ANY(%s) AND NOT key = ANY(%s)""",
            (company.id, list(metrics), keys),
        )
        self.env.cr.execute(
            """INSERT INTO callcenter_alarm_notice (company_id, metric, key, since)
               SELECT %s, metric, key, now() AT TIME ZONE 'UTC'
                 FROM unnest(%s::varchar[], %s::varchar[]) row(metric, key)
               ON CONFLICT DO NOTHING RETURNING key""",
            (company.id, [row["metric"] for row in found.values()], keys),
        )
        return [found[key] for (key,) in self.env.cr.fetchall()]

    # what stands now

    def _standing(self, company, rules, asked):
        """Return [{key, kind, id, name, metric, value, limit, departments}] of the measures that are ``asked``;
        departments None: of no team."""
        self.env.flush_all()
        now, rows = self.env["callcenter.monitor"]._clock_ms(), []
        if asked & {*OF_WAITS, *OF_DAY}:
            rows += self._standing_queues(company, rules, asked, now)
        if asked & {*OF_AGENTS}:
            rows += self._standing_agents(company, rules, now)
        if asked & {*OF_NODES}:
            for node in self.env["callcenter.monitor"]._nodes(SQL("n.company_id = %s", company.id)):
                rows += [_row("node", node, alarm, None) for alarm in node_alarms(rules, node, now)]
        return [row for row in rows if row["metric"] in asked and row["level"] == "alarm" and row["notify"]]

    def _standing_queues(self, company, rules, asked, now):
        monitor = self.env["callcenter.monitor"]
        waiting = {}
        for caller in monitor._waiting(SQL("n.company_id = %s", company.id)) if asked & {*OF_WAITS} else ():
            waiting.setdefault(caller["queue"], []).append(caller)
        # sudo: callcenter.queue - all of the company
        queues = self.env["callcenter.queue"].sudo().search([("company_id", "=", company.id)])
        days = monitor._day_totals(queues.ids, monitor._days(company.ids)) if asked & {*OF_DAY} else {}
        rows = []
        for queue in queues if days else queues.filtered(lambda one: one.id in waiting):
            told = {"id": queue.id, "name": queue.name, "day": days.get(queue.id)}
            departments = queue.member_ids.agent_id.user_id.callcenter_department_id
            alarms = queue_alarms(rules, told, waiting.get(queue.id, ()), now)
            rows += [_row("queue", told, alarm, set(departments.ids)) for alarm in alarms]
        return rows

    def _standing_agents(self, company, rules, now):
        """Only agents that have been in something for as long as the shortest limit are read."""
        monitor = self.env["callcenter.monitor"]
        reasons = monitor._reasons()
        limits = [rule["alarm"] for rule in rules if rule["metric"] in OF_AGENTS]
        limits += [one["limit_s"] for one in reasons if one["limit_s"]]
        long = SQL(
            """n.company_id = %s AND a.state IN ('on_call', 'not_ready', 'wrap_up')
               AND LEAST(a.state_since, c.start) + make_interval(secs => %s) <= clock_timestamp() AT TIME ZONE 'UTC'""",
            company.id,
            min(limits),
        )
        rows = []
        for agent in monitor._agents(long, monitor._days(company.ids)):
            alarms = agent_alarms(rules, agent, reasons, now)
            rows += [_row("agent", agent, alarm, {agent["department"]}) for alarm in alarms]
        return rows

    # who is told

    def _tell_leaders(self, company, rows):
        """Send each leader what is in the own scope: callcenter/alarms {at, alarms [{key, kind, id, name, metric,
        value, limit}]}."""
        at = self.env["callcenter.monitor"]._clock_ms()
        # sudo: res.groups - who leads
        group = self.env.ref("callcenter_crm.group_leader").sudo()
        leaders = group.all_user_ids.filtered(lambda user: company in user.company_ids)
        scopes = {leader: leader._callcenter_scope_department_ids("call") for leader in leaders}
        for leader in leaders:
            mine = [self._as_told(row, leader) for row in rows if self._concerns(row, leader, scopes)]
            if mine:
                leader._bus_send("callcenter/alarms", {"at": at, "alarms": mine})

    def _concerns(self, row, leader, scopes):
        """Alarms of an agent are for who leads just his team; where nobody does, for who may see all."""
        teams, scope = row["departments"], scopes[leader]
        if teams is None or scope is not None:
            return teams is None or bool(teams & set(scope))
        return row["kind"] == "queue" or not any(own and teams & set(own) for own in scopes.values())

    def _as_told(self, row, leader):
        told = {name: row[name] for name in ("key", "kind", "id", "name", "metric", "value", "limit")}
        if row["kind"] == "queue":
            told["name"] = self.env["callcenter.queue"].with_context(lang=leader.lang).browse(row["id"]).name
        return told


def _row(kind, record, alarm, departments):
    key = f"{kind}-{record['id']}-{alarm['metric']}-{alarm['part']}"
    of = {"key": key, "kind": kind, "id": record["id"], "name": record["name"], "departments": departments}
    return {**alarm, **of, "notify": alarm["rule"].get("notify")}

from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.callcenter_crm.tools.masking import mask, mask_all
from odoo.addons.callcenter_crm.tools.phone import written

LEFT = ("overflow_queue", "overflow_outside", "voicemail", "callback", "moved")
# of what the connector reports of a node
HEALTH = (
    "linked",
    "healthy",
    "database",
    "calls",
    "channels",
    "cpu",
    "memory",
    "load",
    "disk_free_mb",
    "recordings_free_mb",
    "recordings_pending",
    "phones",
    "trunks",
    "lag_p95_ms",
    "rows_waiting",
    "asterisk_started",
    "asterisk_version",
)

AGENTS = """
    SELECT a.id, a.name, a.extension, COALESCE(u.callcenter_department_id, 0) AS department, n.id AS node,
           n.company_id AS company, a.state, a.sub_state AS sub, a.reason, %(since)s AS since, a.wish,
           %(until)s AS until, work.handled, work.mode, c.key, c.direction,
           COALESCE(work.queue, c.queue_id) AS queue, c.number,
           COALESCE(p.complete_name, c.caller_name) AS caller, %(call_since)s AS call_since, country.code AS country
      FROM callcenter_agent a
      JOIN res_users u ON u.id = a.user_id
      JOIN callcenter_node n ON n.id = COALESCE(a.at_node_id, a.node_id)
      LEFT JOIN (VALUES %(days)s) day(company, start, until) ON day.company = n.company_id
      LEFT JOIN res_country country ON country.id = n.country_id
      LEFT JOIN callcenter_call c ON c.id = a.call_id
      LEFT JOIN res_partner p ON p.id = c.partner_id
      CROSS JOIN LATERAL (
          SELECT count(DISTINCT l.call_id) FILTER (WHERE l.answer >= day.start AND l.role IN ('agent', 'target'))
                     AS handled,
                 max(l.queue_id) FILTER (WHERE l.call_id = a.call_id AND l."end" IS NULL) AS queue,
                 max(l.mode) FILTER (WHERE l.role = 'supervisor' AND l."end" IS NULL) AS mode
            FROM callcenter_call_leg l
           WHERE l.agent_id = a.id AND l.start >= day.start - interval '12 hours'
      ) work
     WHERE a.active AND %(condition)s
     ORDER BY a.name, a.id
"""

WAITING = """
    SELECT c.key, l.queue_id AS queue, c.node_id AS node, %(since)s AS since, c.number,
           COALESCE(p.complete_name, c.caller_name) AS name, i.id AS level,
           COALESCE(i.queue_priority, 0) AS priority, country.code AS country
      FROM callcenter_call_leg l
      JOIN callcenter_call c ON c.id = l.call_id
      LEFT JOIN callcenter_node n ON n.id = c.node_id
      LEFT JOIN res_country country ON country.id = n.country_id
      LEFT JOIN res_partner p ON p.id = c.partner_id
      LEFT JOIN callcenter_dictionary_item i ON i.id = p.callcenter_level_id AND i.queue_priority > 0
     WHERE l.role = 'queue' AND l."end" IS NULL AND l.queue_id IS NOT NULL AND c."end" IS NULL
       AND l.start > (now() AT TIME ZONE 'UTC') - interval '1 day' AND %(condition)s
     ORDER BY priority DESC, l.start
"""

# metrics 2.1 and 2.2, the strict variant: each wait is yes, no or out
DAY_TOTALS = """
    SELECT queue_id, count(*) AS offered, count(*) FILTER (WHERE open) AS open,
           count(*) FILTER (WHERE outcome = 'answered') AS answered,
           count(*) FILTER (WHERE outcome = 'abandoned' AND NOT short) AS abandoned,
           count(*) FILTER (WHERE outcome = 'abandoned' AND short) AS short,
           count(*) FILTER (WHERE outcome = ANY(%(left)s)) AS "left",
           count(*) FILTER (WHERE outcome = 'lost') AS lost,
           count(*) FILTER (WHERE verdict = 'yes') AS yes,
           count(*) FILTER (WHERE verdict = 'no') AS no,
           count(*) FILTER (WHERE verdict = 'out') AS out
      FROM (SELECT l.queue_id, l.outcome, l."end" IS NULL AS open, wait.short,
                   CASE WHEN l."end" IS NULL THEN NULL
                        WHEN l.outcome = 'answered' THEN CASE WHEN wait.in_time THEN 'yes' ELSE 'no' END
                        WHEN l.outcome = 'lost' OR (l.outcome = 'abandoned' AND wait.short) THEN 'out'
                        WHEN l.outcome = 'abandoned' OR l.reason = 'no_agents' OR NOT wait.in_time THEN 'no'
                        ELSE 'out' END AS verdict
              FROM callcenter_queue q
              JOIN (VALUES %(days)s) day(company, start, until) ON day.company = q.company_id
              JOIN callcenter_call_leg l
                ON l.queue_id = q.id AND l.role = 'queue' AND l.start >= day.start AND l.start < day.until
              CROSS JOIN LATERAL (
                  SELECT l."end" - l.start <= make_interval(secs => q.service_level_s) AS in_time,
                         l."end" - l.start <= make_interval(secs => q.short_abandon_s) AS short
              ) wait
             WHERE q.id = ANY(%(queues)s)) waits
     GROUP BY queue_id
"""
TOTALS = ("offered", "open", "answered", "abandoned", "short", "left", "lost", "yes", "no", "out")


class CallcenterMonitor(models.AbstractModel):
    """The rows of snapshot and messages: the same queries make both. Each is one query, however many rows it has."""

    _inherit = "callcenter.monitor"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _agents(self, condition, days):
        """Return AGENT rows, with their ``company``."""
        query = SQL(
            AGENTS,
            since=_ms_sql("a.state_since"),
            until=_ms_sql("a.wrap_until"),
            call_since=_ms_sql("c.start"),
            days=_days_sql(days),
            condition=condition,
        )
        return [self._agent(row) for row in self._dicts(query)]

    def _agent(self, row):
        country = row.pop("country")
        call = {
            "key": row.pop("key") or False,
            "direction": row.pop("direction"),
            "queue": row.pop("queue") or False,
            "number": written(row.pop("number"), country or "CN") or False,
            "name": row.pop("caller") or False,
            "since": row.pop("call_since"),
        }
        until = row["state"] == "wrap_up" and row["until"]
        empty = {name: row[name] or False for name in ("sub", "reason", "wish", "mode")}
        return {**row, **empty, "until": until or False, "call": call if call["key"] else False}

    @api.model
    def _waiting(self, condition):
        """Return CALLER rows: who waits in a queue, those who go first at the top."""
        rows = self._dicts(SQL(WAITING, since=_ms_sql("l.start"), condition=condition))
        return [
            {
                **row,
                "number": written(row["number"], row.pop("country") or "CN") or False,
                "name": row["name"] or False,
                "level": row["level"] or False,
            }
            for row in rows
        ]

    @api.model
    def _day_totals(self, queue_ids, days):
        """Return DAY by queue id, zeros where nobody has called; of the waits that began in each company's span."""
        totals = {queue: dict.fromkeys(TOTALS, 0) for queue in queue_ids}
        if queue_ids and days:
            query = SQL(DAY_TOTALS, left=list(LEFT), days=_days_sql(days), queues=list(queue_ids))
            for row in self._dicts(query):
                totals[row.pop("queue_id")] = row
        return totals

    @api.model
    def _queues(self, scope):
        rows = self._dicts(
            SQL(
                """SELECT q.id, q.service_level_s AS level_s, array_remove(array_agg(m.agent_id), NULL) AS agents
                     FROM callcenter_queue q LEFT JOIN callcenter_queue_member m ON m.queue_id = q.id
                    WHERE q.active AND %s GROUP BY q.id""",
                scope.queues(),
            )
        )
        by_id = {row["id"]: row for row in rows}
        # sudo: callcenter.queue - names of the queues in scope, in the user's language
        queues = self.env["callcenter.queue"].sudo().search([("id", "in", list(by_id))])
        return [{**by_id[queue.id], "code": queue.code, "name": queue.name} for queue in queues]

    @api.model
    def _departments(self, ids):
        # sudo: callcenter.department - those of the agents in scope
        found = self.env["callcenter.department"].sudo().browse(sorted(ids - {0}))
        rows = [{"id": one.id, "name": one.name, "leader": one.leader_id.name or False} for one in found.sorted()]
        return [*rows, {"id": 0, "name": False, "leader": False}] if 0 in ids else rows

    @api.model
    def _nodes(self, condition):
        """Return NODE rows with their ``company``."""
        query = SQL(
            """SELECT n.id, n.code, n.name, n.company_id AS company, %s AS seen, s.status,
                      (SELECT json_agg(json_build_object('code', t.code, 'name', t.name, 'limit', t.max_calls))
                         FROM callcenter_trunk t WHERE t.node_id = n.id AND t.active) AS trunks
                 FROM callcenter_node n LEFT JOIN callcenter_node_status s ON s.node_id = n.id
                WHERE n.active AND %s ORDER BY n.name, n.id""",
            _ms_sql("s.last_seen"),
            condition,
        )
        return [self._node(row) for row in self._dicts(query)]

    def _node(self, row):
        status, trunks = row.pop("status") or {}, row.pop("trunks") or []
        told = {trunk["code"]: trunk for trunk in status.get("trunks") or []}
        health = {name: status.get(name) for name in HEALTH}
        health["lost"] = _ms(status.get("lost"))
        health["trunks"] = [self._trunk(told.get(one["code"], {}), one) for one in trunks]
        return {**row, "status": health}

    def _trunk(self, told, known):
        return {"state": "unknown", "calls": 0, **told, **known, "since": _ms(told.get("since"))}

    @api.model
    def _levels(self):
        # sudo: callcenter.dictionary.item - names of levels
        items = self.env["callcenter.dictionary.item"].sudo().search([("queue_priority", ">", 0)])
        return {item.id: item.name for item in items}

    @api.model
    def _reasons(self):
        # sudo: callcenter.pause.reason - names of the system's reasons, too
        reasons = self.env["callcenter.pause.reason"].sudo().search([])
        return [
            {"code": one.code, "name": one.name, "system": one.system, "limit_s": one.max_minutes * 60}
            for one in reasons
        ]

    @api.model
    def _my_agent_id(self):
        # sudo: callcenter.agent - one's own
        return self.env["callcenter.agent"].sudo().search([("user_id", "=", self.env.uid)], limit=1).id or False

    @api.model
    def _masked(self, row):
        """Return an AGENT or CALLER row for who does not see numbers."""
        said = row.get("call", row)
        if not said:
            return row
        shown = {"number": mask(said["number"]) or False, "name": mask_all(said["name"])}
        return {**row, "call": {**said, **shown}} if "call" in row else {**row, **shown}

    def _dicts(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()


def _ms(seconds):
    return seconds and round(seconds * 1000, 3)


def _ms_sql(column):
    """Return the SQL of a naive UTC column (``alias.name``) as ms since the epoch."""
    return SQL("round(extract(epoch FROM %s) * 1000, 3)::float", SQL.identifier(*column.split(".")))


def _days_sql(days):
    rows = [
        SQL("(%s, %s::timestamp, %s::timestamp)", company, start, start + timedelta(milliseconds=length))
        for company, (start, length) in days.items()
    ]
    return SQL(", ").join(rows)

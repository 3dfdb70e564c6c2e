"""The reports against a count row by row."""

from odoo.tools import SQL

from ..recount import MICRO, Recount

OF_NODE = ("callcenter.queue", "callcenter.agent", "callcenter.did")
KEYS = {
    "callcenter.fact.queue": ("day", "half_hour", "direction", "queue_id"),
    "callcenter.fact.agent": ("day", "direction", "agent_id", "queue_id"),
    "callcenter.fact.call": ("day", "half_hour", "direction", "did_id", "campaign_id"),
}


def recounted(env, node):
    """Return the Recount of a node's calls."""
    env.cr.execute("SELECT * FROM callcenter_call WHERE node_id = %s", (node.id,))
    calls = env.cr.dictfetchall()
    env.cr.execute("SELECT * FROM callcenter_call_leg WHERE call_id = ANY(%s)", ([call["id"] for call in calls],))
    return Recount(calls, env.cr.dictfetchall(), env.company._callcenter_tz())


def sums(fact, rows):
    """Return rows of a report as a Recount has them: ``{key: {figure: sum}}``, without what is 0."""
    columns, found = fact._columns(), {}
    for row in rows:
        values = {
            name: row[name] if fact._fields[name].type == "integer" else round(row[name] * MICRO)
            for name in columns
            if row[name]
        }
        if values:
            found[tuple(row[key] for key in KEYS[fact._name])] = values
    return found


def differences(env, node):
    """Return (what a report says otherwise than the count of the calls of ``node``, how many rows were compared)."""
    env.flush_all()
    count, found, compared = recounted(env, node), [], 0
    queues, agents, called = (set(env[model].search([("node_id", "=", node.id)]).ids) for model in OF_NODE)
    for model, want in zip(KEYS, (count.queue, count.agent, count.call), strict=True):
        fact = env[model]
        names = SQL(", ").join(map(SQL.identifier, fact._all_columns()))
        env.cr.execute(SQL("SELECT %s FROM (%s) t", names, fact._table_query))
        rows = [
            row
            for row in env.cr.dictfetchall()
            if row.get("queue_id") in queues or row.get("agent_id") in agents or row.get("did_id") in called
        ]
        got = sums(fact, rows)
        compared += len(got)
        keys = got.keys() | {key for key, row in want.items() if row}
        found += [(model, key, got.get(key), want[key]) for key in keys if got.get(key) != want.get(key)]
    return found, compared

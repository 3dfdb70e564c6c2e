"""Writes a Batch by set-based upserts: writing it twice changes nothing, a later version of a row wins."""

from odoo.tools import SQL

from .sink_passages import write_passages
from .sink_rows import call_row, leg_row, moment, state_row, text


def write_ledger(cr, batch, names):
    """Write calls, legs and states; return the calls' ids by key."""
    calls = list({call.key: call for call in batch.calls}.values())
    states = list({(state.agent, state.start): state for state in batch.states}.values())
    partners = _partners(cr, calls)
    ids = _write_calls(cr, calls, names, partners, _dialled_for(cr, calls))
    _write_legs(cr, calls, ids, names, partners)
    write_passages(cr, calls, ids, names.node_id)
    _join_aliases(cr, calls, ids, names)
    _join_recordings(cr, [call for call in calls if call.end is not None], ids, names.node_id)
    _write_states(cr, states, names, ids)
    return ids


def _upsert(cr, table, rows, conflict, keep=None, returning=None):
    """INSERT … ON CONFLICT DO UPDATE; ``keep``: SQL by column for what a later version does not just replace."""
    if not rows:
        return []
    columns = list(rows[0])
    mine = SQL.identifier(table)
    sets = [
        SQL("%s = %s", SQL.identifier(column), (keep or {}).get(column, SQL.identifier("excluded", column)))
        for column in columns
        if column not in conflict
    ]
    values = SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows)
    query = SQL(
        "INSERT INTO %s (%s) VALUES %s ON CONFLICT (%s) DO UPDATE SET %s",
        mine,
        SQL(", ").join(map(SQL.identifier, columns)),
        values,
        SQL(", ").join(map(SQL.identifier, conflict)),
        SQL(", ").join(sets),
    )
    cr.execute(SQL("%s RETURNING %s", query, returning) if returning else query)
    return cr.fetchall() if returning else []


def _kept(table, column, name_column):
    """Whom a name meant when it was booked first stays, also when the extension is somebody else's today."""
    return SQL(
        "CASE WHEN %(mine)s IS NOT DISTINCT FROM %(new)s THEN COALESCE(%(had)s, %(got)s) ELSE %(got)s END",
        mine=SQL.identifier(table, name_column),
        new=SQL.identifier("excluded", name_column),
        had=SQL.identifier(table, column),
        got=SQL.identifier("excluded", column),
    )


def _kept_all(table, names):
    return {column: _kept(table, column, by) for column, by in names.items()}


KEEP_CALL = {
    **_kept_all(
        "callcenter_call",
        {
            "did_id": "did_number",
            "queue_id": "queue_code",
            "agent_id": "agent_code",
            "user_id": "agent_code",
            "last_agent_id": "last_agent_code",
            "last_user_id": "last_agent_code",
        },
    ),
    "partner_id": SQL(
        """CASE WHEN callcenter_call.partner_by_person THEN callcenter_call.partner_id
                ELSE COALESCE(callcenter_call.partner_id, excluded.partner_id) END"""
    ),
}
KEEP_LEG = _kept_all(
    "callcenter_call_leg",
    {
        "agent_id": "party",
        "user_id": "party",
        "queue_id": "queue_code",
        "partner_id": "party",
        "trunk_id": "trunk_code",
    },
)
KEEP_STATE = _kept_all(
    "callcenter_agent_state",
    {"agent_id": "extension", "user_id": "extension", "reason_id": "reason", "call_id": "call_key"},
)


def _partners(cr, calls):
    """Return customers' ids by call key: the one a person dialled, else the first who has the number."""
    numbers = [number for call in calls if (number := text(call.number))]
    commands = [int(call.command) for call in calls if call.command.isdecimal() and len(call.command) < 10]
    found, chosen = {}, {}
    if numbers:
        cr.execute(
            """SELECT DISTINCT ON (n.number) n.number, n.partner_id
                 FROM callcenter_number n JOIN res_partner p ON p.id = n.partner_id AND p.active
                WHERE n.number = ANY(%s) ORDER BY n.number, n.origin DESC, n.id""",
            (numbers,),
        )
        found = dict(cr.fetchall())
    if commands:
        cr.execute(
            """SELECT c.id::text, c.partner_id FROM callcenter_command c JOIN res_partner p ON p.id = c.partner_id
                WHERE c.id = ANY(%s)""",
            (commands,),
        )
        chosen = dict(cr.fetchall())
    return {call.key: chosen.get(call.command) or found.get(text(call.number)) for call in calls}


def _dialled_for(cr, calls):
    """Return (campaign ids, contact ids) that calls name and that there are."""
    named = [{int(text) for text in texts if text.isdecimal()} for texts in zip(*map(_named, calls), strict=True)]
    found = []
    for table, ids in zip(("callcenter_campaign", "callcenter_contact"), named or (set(), set()), strict=True):
        if ids:
            cr.execute(SQL("SELECT id FROM %s WHERE id = ANY(%s)", SQL.identifier(table), list(ids)))
        found.append({row[0] for row in cr.fetchall()} if ids else set())
    return found


def _named(call):
    return call.campaign[:9], call.contact[:9]


def _dialled_row(call, known):
    ids = [
        int(text) if text.isdecimal() and int(text) in have else None
        for text, have in zip(_named(call), known, strict=True)
    ]
    return dict(zip(("campaign_id", "contact_id"), ids, strict=True))


def _write_calls(cr, calls, names, partners, known):
    """Return ids by call key."""
    rows = [{**call_row(call, names, partners[call.key]), **_dialled_row(call, known)} for call in calls]
    for row in rows:
        row["write_date"] = row["create_date"] = cr.now()
    keep = {**KEEP_CALL, "create_date": SQL("callcenter_call.create_date")}
    return dict(_upsert(cr, "callcenter_call", rows, ["key"], keep, SQL("key, id")))


def _write_legs(cr, calls, ids, names, partners):
    rows = {
        (ids[call.key], leg.key): leg_row(leg, ids[call.key], names, partners[call.key])
        for call in calls
        for leg in call.legs
    }
    _upsert(cr, "callcenter_call_leg", list(rows.values()), ["call_id", "key"], KEEP_LEG)
    if calls:
        cr.execute(
            """DELETE FROM callcenter_call_leg leg WHERE leg.call_id = ANY(%s) AND NOT EXISTS (
                   SELECT FROM unnest(%s::int[], %s::text[]) given(call_id, key)
                    WHERE given.call_id = leg.call_id AND given.key = leg.key)""",
            (list(ids.values()), [call for call, _key in rows], [key for _call, key in rows]),
        )


def _join_aliases(cr, calls, ids, names):
    """Calls that turned out to be part of an older one: move what hangs on them, then drop them."""
    pairs = [
        (ids[call.key], call.key, key)
        for call in calls
        for alias in call.aliases
        for key in (alias, f"{call.key.partition(':')[0]}:{alias}")
    ]
    if not pairs:
        return
    args = {"ids": [p[0] for p in pairs], "keys": [p[1] for p in pairs], "old": [p[2] for p in pairs]}
    joined = "unnest(%(ids)s::int[], %(keys)s::text[], %(old)s::text[]) j(id, key, old)"
    for table in ("callcenter_recording", "callcenter_agent_state", "callcenter_agent"):
        query = f"UPDATE {table} t SET call_id = j.id, call_key = j.key FROM {joined} WHERE t.call_key = j.old"
        cr.execute(query, args)
    cr.execute(
        f"""UPDATE callcenter_call t SET note = COALESCE(t.note, o.note),
                   disposition_id = COALESCE(t.disposition_id, o.disposition_id)
              FROM callcenter_call o, {joined} WHERE t.id = j.id AND o.key = j.old""",
        args,
    )
    cr.execute(f"DELETE FROM callcenter_call t USING {joined} WHERE t.key = j.old", args)


def _join_recordings(cr, calls, ids, node_id):
    """After an outage a recording may be taken in before the row of its call is written."""
    if calls:
        cr.execute(
            """UPDATE callcenter_recording r SET call_id = c.id FROM unnest(%s::int[], %s::text[]) c(id, key)
                WHERE r.node_id = %s AND r.call_key = c.key AND r.call_id IS NULL""",
            ([ids[call.key] for call in calls], [call.key for call in calls], node_id),
        )


def _write_states(cr, states, names, ids):
    if not states:
        return
    ids = {**_known_calls(cr, {state.call for state in states} - ids.keys() - {""}), **ids}
    _make_room(cr, states, names.node_id)
    rows = [state_row(state, names, ids) for state in states]
    _upsert(cr, "callcenter_agent_state", rows, ["node_id", "extension", "start"], KEEP_STATE)
    _join_equals(cr, states, names.node_id)


def _known_calls(cr, keys):
    if not keys:
        return {}
    cr.execute("SELECT key, id FROM callcenter_call WHERE key = ANY(%s)", (list(keys),))
    return dict(cr.fetchall())


def _make_room(cr, states, node_id):
    """Drop rows that begin inside the written ones, and cut the one that reaches into the first: no gap, no overlap."""
    columns = {
        "node": node_id,
        "agents": [state.agent for state in states],
        "starts": [moment(state.start) for state in states],
        "ends": [moment(state.end) for state in states],
    }
    written = "unnest(%(agents)s::text[], %(starts)s::timestamp[], %(ends)s::timestamp[]) w(extension, start, stop)"
    cr.execute(
        f"""DELETE FROM callcenter_agent_state s USING {written}
             WHERE s.node_id = %(node)s AND s.extension = w.extension AND s.start > w.start
               AND s.start < COALESCE(w.stop, 'infinity')""",
        columns,
    )
    cr.execute(
        f"""UPDATE callcenter_agent_state s SET "end" = w.start
              FROM (SELECT extension, min(start) AS start FROM {written} GROUP BY extension) w
             WHERE s.node_id = %(node)s AND s.extension = w.extension AND s.start < w.start
               AND (s."end" IS NULL OR s."end" > w.start)""",
        columns,
    )


def _join_equals(cr, states, node_id):
    """Two equal rows never meet: where the first one written says what the row before it says, that one goes on."""
    cr.execute(
        """WITH first AS (SELECT extension, min(start) AS start
                            FROM unnest(%(agents)s::text[], %(starts)s::timestamp[]) w(extension, start)
                           GROUP BY extension)
           SELECT before.id, row.id, row."end"
             FROM first
             JOIN callcenter_agent_state row ON row.node_id = %(node)s AND row.extension = first.extension
                  AND row.start = first.start
             JOIN callcenter_agent_state before ON before.node_id = row.node_id AND before.extension = row.extension
                  AND before."end" = row.start AND before.id <> row.id AND before.state = row.state
                  AND COALESCE(before.sub_state, '') = COALESCE(row.sub_state, '')
                  AND COALESCE(before.reason, '') = COALESCE(row.reason, '')
                  AND COALESCE(before.call_key, '') = COALESCE(row.call_key, '')""",
        {
            "node": node_id,
            "agents": [state.agent for state in states],
            "starts": [moment(state.start) for state in states],
        },
    )
    for before, row, end in cr.fetchall():
        cr.execute("DELETE FROM callcenter_agent_state WHERE id = %s", (row,))
        cr.execute('UPDATE callcenter_agent_state SET "end" = %s WHERE id = %s', (end, before))

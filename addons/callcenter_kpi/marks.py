"""What the database does when the ledger changes: notes which spans of time have to be added up anew.

A trigger after each statement on calls and legs appends the quarters of an hour in which a touched call has an anchor
(start of the call, start or answer of a leg, before and after the change) to ``callcenter_fact_stale``. The table has
no unique key and nothing is looked up in it, so a writer of the ledger waits for nobody. A mark and the change that
it tells of become visible together.
"""

TABLE = "callcenter_fact_stale"

_BIN = "date_bin('15 min', {0}, '2000-01-01'::timestamp)"

# anchors of the rows as they are now of the calls named in `touched`
_NOW = f"""
    SELECT {_BIN.format("a.anchor")}
      FROM callcenter_call_leg leg, LATERAL (VALUES (leg.start), (leg.answer)) a(anchor)
     WHERE leg.call_id IN (SELECT call_id FROM touched) AND a.anchor IS NOT NULL
     UNION
    SELECT {_BIN.format("call.start")} FROM callcenter_call call WHERE call.id IN (SELECT call_id FROM touched)
"""
_LEGS_BEFORE = f"""
    SELECT {_BIN.format("a.anchor")}
      FROM old_rows leg, LATERAL (VALUES (leg.start), (leg.answer)) a(anchor) WHERE a.anchor IS NOT NULL
"""
_CALLS_BEFORE = f"SELECT {_BIN.format('call.start')} FROM old_rows call"

# what a figure takes from a call; notes and the like touch nothing
_CALL_FIGURES = """(row.start, row.direction, row.kind, row.result, row.queue_id, row.agent_id, row.last_agent_id,
    row.did_id, row.did_number, row.campaign_id, row.right_party, row.survey_offered, row.rating_level_id,
    row.rating_score, row.rating_satisfied)"""
_CALL_CHANGED = f"""
    SELECT this.id FROM new_rows this JOIN old_rows was ON was.id = this.id
     WHERE {_CALL_FIGURES.replace("row.", "this.")} IS DISTINCT FROM {_CALL_FIGURES.replace("row.", "was.")}
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        WITH touched AS ({inserted}) INSERT INTO {table} (anchor) {now};
    ELSIF TG_OP = 'UPDATE' THEN
        WITH touched AS ({updated}) INSERT INTO {table} (anchor) {now} UNION {before_update};
    ELSE
        WITH touched AS ({deleted}) INSERT INTO {table} (anchor) {now} UNION {before};
    END IF;
    RETURN NULL;
END $$
"""

_TRIGGER = """
CREATE TRIGGER {table}_{event} AFTER {event} ON {on} REFERENCING {rows}
   FOR EACH STATEMENT EXECUTE FUNCTION {table}_{name}()
"""

_ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}
_ON = {"leg": "callcenter_call_leg", "call": "callcenter_call"}

_CALLS = {
    "inserted": "SELECT id AS call_id FROM new_rows",
    "updated": f"SELECT changed.id AS call_id FROM ({_CALL_CHANGED}) changed",
    "deleted": "SELECT id AS call_id FROM old_rows",
    "before": _CALLS_BEFORE,
    "before_update": f"{_CALLS_BEFORE} WHERE call.id IN (SELECT call_id FROM touched)",
}
_LEGS = {
    "inserted": "SELECT call_id FROM new_rows",
    "updated": "SELECT call_id FROM new_rows UNION SELECT call_id FROM old_rows",
    "deleted": "SELECT call_id FROM old_rows",
    "before": _LEGS_BEFORE,
    "before_update": _LEGS_BEFORE,
}


def install():
    """Return the statements that make the table of marks and the triggers; to be run again at every update."""
    yield f"""CREATE TABLE IF NOT EXISTS {TABLE} (anchor timestamp NOT NULL, day_only boolean NOT NULL DEFAULT FALSE)"""
    for name, parts in (("leg", _LEGS), ("call", _CALLS)):
        yield _FUNCTION.format(table=TABLE, name=name, now=_NOW, **parts)
        for event, rows in _ROWS.items():
            yield f"DROP TRIGGER IF EXISTS {TABLE}_{event} ON {_ON[name]}"
            yield _TRIGGER.format(table=TABLE, name=name, event=event, rows=rows, on=_ON[name])


def remove():
    """Return the statements that undo :func:`install`."""
    for name in _ON:
        yield f"DROP FUNCTION IF EXISTS {TABLE}_{name}() CASCADE"
    yield f"DROP TABLE IF EXISTS {TABLE}"

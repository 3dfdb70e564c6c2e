"""What the database does when agents' states change: notes which span of time has to be added up anew.

A trigger after each statement appends one span to ``callcenter_fact_state_stale``: from the first begin to the last end
of the rows before and after, until now where a row is open. Time signed out is in no figure. The table has no unique
key and nothing is looked up in it, so the writer waits for nobody; see ``marks.py``, which does the same for calls.
"""

TABLE = "callcenter_fact_state_stale"
ON = "callcenter_agent_state"

_ROWS = {
    "insert": ("NEW TABLE AS new_rows", "SELECT * FROM new_rows"),
    "update": (
        "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "SELECT * FROM new_rows UNION ALL SELECT * FROM old_rows",
    ),
    "delete": ("OLD TABLE AS old_rows", "SELECT * FROM old_rows"),
}

_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {table} (first, last)
    SELECT min(start), max(COALESCE("end", now() AT TIME ZONE 'UTC')) FROM ({source}) touched
     WHERE state <> 'offline' HAVING count(*) > 0;
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE TRIGGER {table}_{event} AFTER {event} ON {on} REFERENCING {rows}
   FOR EACH STATEMENT EXECUTE FUNCTION {table}_{event}()
"""


def install():
    """Return the statements that make the table of marks and the triggers; to be run again at every update."""
    yield f"CREATE TABLE IF NOT EXISTS {TABLE} (first timestamp NOT NULL, last timestamp NOT NULL)"
    for event, (rows, source) in _ROWS.items():
        yield _FUNCTION.format(table=TABLE, event=event, source=source)
        yield f"DROP TRIGGER IF EXISTS {TABLE}_{event} ON {ON}"
        yield _TRIGGER.format(table=TABLE, event=event, rows=rows, on=ON)


def remove():
    """Return the statements that undo :func:`install`."""
    for event in _ROWS:
        yield f"DROP FUNCTION IF EXISTS {TABLE}_{event}() CASCADE"
    yield f"DROP TABLE IF EXISTS {TABLE}"

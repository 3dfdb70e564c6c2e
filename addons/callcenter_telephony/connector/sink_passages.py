"""The steps that callers passed, a lean row each, written when their call has ended: what counts per step come from."""

from odoo.tools import SQL

from .sink_rows import moment, text


def passages(call):
    """Return ``[(number, flow, version, step, at, left)]`` of an ended call; ``left``: the caller hung up there."""
    legs = [leg for leg in call.legs if leg.role == "ivr" and leg.steps]
    steps = [(leg, *step) for leg in legs for step in leg.steps]
    rows = [(text(leg.flow), text(version), text(step), moment(at), False) for leg, step, version, at in steps]
    if rows and legs[-1].ended_by == "caller" and legs[-1].end == call.end:
        rows[-1] = (*rows[-1][:-1], True)
    return [(number, *row) for number, row in enumerate(rows, 1) if row[0] and row[2]]


def write_passages(cr, calls, ids, node_id):
    """Write the passages of the ended ones among ``calls``; again changes nothing."""
    rows = [(ids[call.key], node_id, *row) for call in calls if call.end is not None for row in passages(call)]
    if not rows:
        return
    values = SQL(", ").join(SQL("%s", row) for row in rows)
    cr.execute(
        SQL(
            """INSERT INTO callcenter_ivr_passage (call_id, node_id, number, flow, version, step, at, "left")
               VALUES %s ON CONFLICT (call_id, number) DO UPDATE SET flow = excluded.flow, version = excluded.version,
                   step = excluded.step, at = excluded.at, "left" = excluded."left" """,
            values,
        )
    )

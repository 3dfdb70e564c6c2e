"""Queries of the nightly comparison: a row is a pair of values (``left_value``, ``right_value``) of one subject.

``%(start)s`` and ``%(stop)s`` are begin and end of a day in UTC. Nothing here is read by a report, and nothing of a
report is read here but ``%(counted)s``: a comparison of a query with itself would find nothing.
"""

# calls begun on the day: waits in queues, offers, dials and handled calls to be counted, and those that are
CALLS = """
    WITH this AS (SELECT id, key, direction FROM callcenter_call WHERE start >= %(start)s AND start < %(stop)s),
    wanted AS (
        SELECT call_id, count(*) AS times
          FROM callcenter_call_leg
         WHERE call_id IN (SELECT id FROM this WHERE direction <> 'internal') AND role = 'queue'
           AND queue_id IS NOT NULL AND start < %(last)s
         GROUP BY call_id
         UNION ALL
        SELECT leg.call_id, count(*)
          FROM callcenter_call_leg leg JOIN this ON this.id = leg.call_id
         WHERE leg.agent_id IS NOT NULL AND leg.start < %(last)s
           AND (this.direction <> 'internal' AND leg.role IN ('agent', 'target') AND leg.via = ANY(%(offers)s)
                OR this.direction = 'outbound' AND leg.role = 'agent' AND leg.via = ANY(%(dials)s))
         GROUP BY leg.call_id
         UNION ALL
        SELECT call_id, 1
          FROM callcenter_call_leg
         WHERE call_id IN (SELECT id FROM this WHERE direction <> 'internal')
           AND role IN ('agent', 'target', 'consult', 'conference') AND answer IS NOT NULL AND agent_id IS NOT NULL
         GROUP BY call_id, agent_id
        HAVING bool_or(role IN ('agent', 'target')) AND min(answer) < %(last)s
           AND bool_and("end" IS NOT NULL AND (wrap_start IS NULL OR wrap_end IS NOT NULL))
    ),
    counted AS (%(counted)s)
    SELECT this.id AS call_id, this.key AS call_key, COALESCE(wanted.times, 0)::float AS left_value,
           COALESCE(counted.times, 0)::float AS right_value
      FROM this
      LEFT JOIN (SELECT call_id, sum(times) AS times FROM wanted GROUP BY call_id) wanted ON wanted.call_id = this.id
      LEFT JOIN (SELECT call_id, sum(times) AS times FROM counted GROUP BY call_id) counted ON counted.call_id = this.id
"""

# calls of which something is anchored in the day
TOUCHED = """
    SELECT * FROM callcenter_call
     WHERE id IN (SELECT id FROM callcenter_call WHERE start >= %(start)s AND start < %(stop)s
                   UNION
                  SELECT call_id FROM callcenter_call_leg WHERE start >= %(start)s AND start < %(stop)s
                   UNION
                  SELECT call_id FROM callcenter_call_leg WHERE answer >= %(start)s AND answer < %(stop)s)
"""
LEGS = """
    SELECT leg.id, leg.call_id, leg.role, leg.via, leg.start, leg.answer, leg."end", leg.ended_by, leg.outcome,
           leg.reason, leg.queue_id, leg.agent_id, leg.talk_s, leg.hold_s, leg.consult_s, leg.wrap_s, leg.wrap_start,
           leg.wrap_end, COALESCE(leg.service_level_s, queue.service_level_s, %(service_level_s)s) AS service_level_s,
           COALESCE(leg.short_abandon_s, queue.short_abandon_s, %(short_abandon_s)s) AS short_abandon_s
      FROM callcenter_call_leg leg LEFT JOIN callcenter_queue queue ON queue.id = leg.queue_id
     WHERE leg.call_id = ANY(%(calls)s)
"""

_ENDED = """
    SELECT id AS call_id, key AS call_key, start AS at, {left} AS left_value, {right} AS right_value
      FROM callcenter_call WHERE start >= %(start)s AND start < %(stop)s AND "end" IS NOT NULL
"""
_PARTS = ("ivr_s", "wait_s", "ring_s", "talk_s", "hold_s", "outside_s", "voicemail_s", "survey_s")
_LASTED = 'extract(epoch FROM "end" - start)::float'
_SUM_OF_PARTS = " + ".join(f"COALESCE({part}, 0)" for part in _PARTS)

_LENGTH = "(SELECT COALESCE(sum(extract(epoch FROM upper(u) - lower(u))), 0)::float FROM unnest({}) u)"
# an agent's time by legs and by states, each moment once: who is rung, dials or talks is busy, whatever else; wrap-up
# is what is left of it. Previews and watching are in no leg of the agent.
_LEG_STATE = f"""
    WITH day AS (SELECT tsrange(%(start)s, LEAST(%(stop)s, now() AT TIME ZONE 'UTC')) AS span),
    state AS (
        SELECT agent_id,
               range_agg(span) FILTER (WHERE state = 'on_call' AND own) AS on_call,
               range_agg(span) FILTER (WHERE state = 'ringing') AS ringing,
               range_agg(span) FILTER (WHERE state = 'wrap_up') AS wrap_up,
               range_agg(span) FILTER (WHERE NOT own) AS other,
               range_agg(span) FILTER (WHERE state <> 'offline') AS signed_in
          FROM (SELECT row.agent_id, row.state, COALESCE(row.sub_state, '') NOT IN ('preview', 'monitor') AS own,
                       tsrange(row.start, row."end") * day.span AS span
                  FROM callcenter_agent_state row, day
                 WHERE row.start < %(stop)s AND COALESCE(row."end", 'infinity') > %(start)s
                   AND row.agent_id IS NOT NULL) row
         GROUP BY agent_id
    ),
    part AS (
        SELECT leg.agent_id, part.state, tsrange(part.start, part.stop) * day.span AS span
          FROM callcenter_call_leg leg, day,
               LATERAL (VALUES ('ringing', leg.start, COALESCE(leg.answer, leg."end")),
                               ('on_call', leg.answer, leg."end"),
                               ('wrap_up', leg.wrap_start, leg.wrap_end)) part(state, start, stop)
         WHERE leg.start < %(stop)s AND leg.start >= %(start)s::timestamp - interval '1 day'
           AND leg.agent_id IS NOT NULL AND leg.role IN ('agent', 'target', 'consult', 'conference')
           AND part.start IS NOT NULL AND COALESCE(part.stop, 'infinity') > %(start)s AND part.start < %(stop)s
           AND (part.stop IS NULL OR part.stop > part.start)
    ),
    leg AS (
        SELECT agent_id,
               range_agg(span) FILTER (WHERE state = 'on_call') AS on_call,
               range_agg(span) FILTER (WHERE state = 'ringing') AS ringing,
               range_agg(span) FILTER (WHERE state = 'wrap_up') AS wrap_up
          FROM part GROUP BY agent_id
    ),
    both_sides AS (
        SELECT agent_id, COALESCE(state.signed_in, '{{}}') AS signed_in,
               COALESCE(state.on_call, '{{}}') + COALESCE(state.ringing, '{{}}') AS state_busy,
               COALESCE(state.wrap_up, '{{}}') AS state_wrap,
               COALESCE(leg.on_call, '{{}}') + COALESCE(leg.ringing, '{{}}')
                   - COALESCE(state.other, '{{}}') AS leg_busy,
               COALESCE(leg.wrap_up, '{{}}') - COALESCE(leg.on_call, '{{}}') - COALESCE(leg.ringing, '{{}}')
                   - COALESCE(state.other, '{{}}') AS leg_wrap
          FROM state FULL JOIN leg USING (agent_id)
    ),
    pair AS (
        SELECT agent_id, figure, {_LENGTH.format("legs")} AS left_value, {_LENGTH.format("states")} AS right_value,
               {_LENGTH.format("legs * signed_in")} AS while_signed_in
          FROM both_sides, LATERAL (VALUES ('busy', leg_busy, state_busy), ('wrap_up', leg_wrap, state_wrap))
               v(figure, legs, states)
    )
    SELECT agent_id, figure, left_value, right_value,
           CASE WHEN abs(while_signed_in - right_value) <= 1 THEN 'signed_out' END AS reason
      FROM pair
"""

_STATE_DAY = """
    SELECT agent_id, 'signed_in' AS figure,
           extract(epoch FROM max(stop) - min(start))::float AS left_value,
           sum(extract(epoch FROM stop - start))::float AS right_value
      FROM (SELECT agent_id, GREATEST(start, %(start)s) AS start,
                   LEAST("end", %(stop)s, now() AT TIME ZONE 'UTC') AS stop
              FROM callcenter_agent_state
             WHERE start < %(stop)s AND COALESCE("end", 'infinity') > %(start)s AND agent_id IS NOT NULL) row
     GROUP BY agent_id
"""

_STATE_LINE = """
    SELECT row.agent_id, row.state AS figure, row.start AS at, row.call_id,
           extract(epoch FROM COALESCE(before."end", %(stop)s) - %(start)s)::float AS left_value,
           extract(epoch FROM row.start - %(start)s)::float AS right_value
      FROM callcenter_agent_state row
     CROSS JOIN LATERAL (SELECT "end" FROM callcenter_agent_state
                          WHERE node_id = row.node_id AND extension = row.extension AND start < row.start
                          ORDER BY start DESC LIMIT 1) before
     WHERE row.start >= %(start)s AND row.start < %(stop)s
"""

_RECORDED = """
    SELECT recording.call_id, recording.call_key, recording.recorded_at AS at, {left} AS left_value,
           {right} AS right_value, {reason} AS reason
      FROM callcenter_recording recording JOIN callcenter_call call ON call.id = recording.call_id
     WHERE call.start >= %(start)s AND call.start < %(stop)s AND {which}
"""
_CUT = "CASE WHEN call.marks ~ '(^|,)fault(,|$)' THEN 'cut' END"

QUERIES = {
    "duration": _ENDED.format(left=_LASTED, right="COALESCE(duration_s, 0)::float"),
    "parts": _ENDED.format(left="COALESCE(duration_s, 0)::float", right=f"({_SUM_OF_PARTS})::float"),
    "leg_state": _LEG_STATE,
    "state_day": _STATE_DAY,
    "state_line": _STATE_LINE,
    "files": _RECORDED.format(
        left="1.0",
        right="(recording.sha256 IS NOT NULL AND recording.deleted_at IS NULL)::int",
        reason=f"CASE WHEN recording.deleted_at IS NOT NULL THEN 'deleted' ELSE {_CUT} END",
        which="TRUE",
    ),
    "recorded": _RECORDED.format(
        left="COALESCE(recording.expected_s, 0)",
        right="COALESCE(recording.seconds, 0)",
        reason=_CUT,
        which="recording.sha256 IS NOT NULL",
    ),
}

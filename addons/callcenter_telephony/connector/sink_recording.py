"""A recording that was taken in, as a row."""

import base64
import json

# what a person or a policy has done with the row since is left alone
_QUERY = """
    INSERT INTO callcenter_recording
           (node_id, call_key, call_id, path, seconds, size, sha256, kind, rule_code, rule_id, expected_s,
            spans, paused, paused_by, paused_s, peaks, recorded_at, create_date)
    VALUES (%(node)s, %(call)s, (SELECT id FROM callcenter_call WHERE key = %(call)s), %(path)s, %(seconds)s, %(size)s,
            %(sha256)s, %(kind)s, %(rule)s, (SELECT id FROM callcenter_recording_rule WHERE id = %(rule_id)s),
            %(expected)s, %(spans)s, %(paused)s, %(paused_by)s, %(paused_s)s, %(peaks)s,
            COALESCE(to_timestamp(%(at)s) AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'), now() AT TIME ZONE 'UTC')
    ON CONFLICT (node_id, call_key, path) DO UPDATE
       SET call_id = excluded.call_id, seconds = excluded.seconds, size = excluded.size, sha256 = excluded.sha256,
           kind = excluded.kind, rule_code = excluded.rule_code, rule_id = excluded.rule_id,
           expected_s = excluded.expected_s, spans = excluded.spans, paused = excluded.paused,
           paused_by = excluded.paused_by, paused_s = excluded.paused_s, peaks = excluded.peaks,
           recorded_at = excluded.recorded_at
     WHERE callcenter_recording.store_id IS NULL AND callcenter_recording.deleted_at IS NULL
"""


def write_recording(cr, taken, node_id):
    """Write a ports.Taken; the same again changes nothing."""
    rule = taken.rule if taken.rule.isascii() and taken.rule.isdecimal() and len(taken.rule) < 10 else ""
    cr.execute(
        _QUERY,
        {
            "node": node_id,
            "call": taken.call,
            "path": taken.path,
            "seconds": taken.seconds,
            "size": taken.size,
            "sha256": taken.sha256 or None,
            "kind": taken.kind,
            "rule": taken.rule or None,
            "rule_id": int(rule) if rule else None,
            "expected": taken.expected,
            "spans": json.dumps(taken.spans) if taken.spans else None,
            "paused": json.dumps(taken.paused) if taken.paused else None,
            "paused_by": ", ".join(filter(None, taken.paused_by)) or None,
            "paused_s": sum(end - start for start, end in taken.paused if end is not None),
            "peaks": base64.b64encode(taken.peaks) if taken.peaks else None,
            "at": taken.spans[0][0] if taken.spans else None,
        },
    )

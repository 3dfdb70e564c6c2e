"""What the work list asks the database: each part goes straight along one index, whatever the number of contacts.

What has no date is ordered by its empty ``next_at`` first, as the index of the agent's day is.
"""

NEXT = """
    SELECT kind, id, rank FROM (
        (SELECT 'contact' AS kind, id, 0 AS rank, next_at, 0 AS priority FROM callcenter_contact
          WHERE user_id = %(user)s AND state = 'pending' AND next_at <= %(now)s AND %(match)s
          ORDER BY next_at LIMIT 1)
        UNION ALL
        (SELECT 'partner', partner_id, 0, next_at, 0 FROM callcenter_followup
          WHERE next_user_id = %(user)s AND state = 'open' AND next_at <= %(now)s AND contact_id IS NULL
            AND %(match_partner)s
          ORDER BY next_at LIMIT 1)
        UNION ALL
        (SELECT 'contact', id, 1, next_at, 0 FROM callcenter_contact
          WHERE user_id = %(user)s AND state = 'open' AND next_at <= %(now)s AND %(match)s
          ORDER BY next_at LIMIT 1)
        UNION ALL
        (SELECT 'contact', fresh.id, 2, NULL, fresh.priority
           FROM unnest(%(callable)s::int[]) campaign
          CROSS JOIN LATERAL (
                SELECT id, priority FROM callcenter_contact
                 WHERE user_id = %(user)s AND campaign_id = campaign AND next_at IS NULL
                   AND state IN ('new', 'open', 'pending') AND %(match)s
                 ORDER BY next_at, priority DESC, id LIMIT 1) fresh)
        UNION ALL
        (SELECT 'contact', id, 3, NULL, priority FROM callcenter_contact
          WHERE share_user_id = %(user)s AND %(shared)s AND %(match)s
          ORDER BY priority DESC, id LIMIT 1)
        UNION ALL
        (SELECT 'contact', shared.id, 3, NULL, shared.priority
           FROM unnest(%(departments)s::int[]) department
          CROSS JOIN LATERAL (
                SELECT id, priority FROM callcenter_contact
                 WHERE share_department_id = department AND %(shared)s AND %(match)s
                 ORDER BY priority DESC, id LIMIT 1) shared)
    ) candidate
    ORDER BY rank, next_at, priority DESC, id LIMIT 1
"""
DUE = """
    SELECT kind, id, next_at FROM (
        (SELECT 'contact' AS kind, id, next_at, (state = 'open') AS again FROM callcenter_contact
          WHERE user_id = %(user)s AND state = 'pending' AND next_at < %(until)s AND %(match)s
          ORDER BY next_at LIMIT %(limit)s)
        UNION ALL
        (SELECT 'partner', partner_id, next_at, FALSE FROM callcenter_followup
          WHERE next_user_id = %(user)s AND state = 'open' AND next_at < %(until)s AND contact_id IS NULL
            AND %(match_partner)s
          ORDER BY next_at LIMIT %(limit)s)
        UNION ALL
        (SELECT 'contact', id, next_at, TRUE FROM callcenter_contact
          WHERE user_id = %(user)s AND state = 'open' AND next_at < %(until)s AND %(match)s
          ORDER BY next_at LIMIT %(limit)s)
    ) due
    ORDER BY again, next_at, id LIMIT %(limit)s
"""
FRESH = """
    SELECT 'contact', fresh.id, NULL FROM unnest(%(callable)s::int[]) campaign
     CROSS JOIN LATERAL (
           SELECT id, priority FROM callcenter_contact
            WHERE user_id = %(user)s AND campaign_id = campaign AND next_at IS NULL
              AND state IN ('new', 'open', 'pending') AND %(match)s
            ORDER BY next_at, priority DESC, id LIMIT %(limit)s) fresh
     ORDER BY fresh.priority DESC, fresh.id LIMIT %(limit)s
"""
# what others have shared with the user: not what they have promised themselves
SHARED = """
    SELECT 'contact', id, NULL FROM (
        (SELECT id, priority FROM callcenter_contact
          WHERE share_user_id = %(user)s AND %(shared)s AND %(match)s
          ORDER BY priority DESC, id LIMIT %(limit)s)
        UNION ALL
        (SELECT shared.id, shared.priority
           FROM unnest(%(departments)s::int[]) department
          CROSS JOIN LATERAL (
                SELECT id, priority FROM callcenter_contact
                 WHERE share_department_id = department AND %(shared)s AND %(match)s
                 ORDER BY priority DESC, id LIMIT %(limit)s) shared)
    ) shared ORDER BY priority DESC, id LIMIT %(limit)s
"""

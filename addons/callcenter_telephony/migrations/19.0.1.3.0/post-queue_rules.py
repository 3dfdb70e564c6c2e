def migrate(cr, version):
    """Overflow and survey of a queue were fields; they are rows now. The old columns go with the end of the update."""
    if not version:
        return
    cr.execute(
        """INSERT INTO callcenter_queue_rule (queue_id, reason, action, target_queue_id)
           SELECT id, reason, 'queue', overflow_queue_id
             FROM callcenter_queue, unnest(ARRAY['no_agents', 'full', 'late']) AS reason
            WHERE overflow_queue_id IS NOT NULL ON CONFLICT DO NOTHING"""
    )
    cr.execute(
        """INSERT INTO callcenter_queue_question (queue_id, sequence, prompt_id, name)
           SELECT q.id, 10, q.survey_prompt_id, jsonb_build_object('en_US', p.name)
             FROM callcenter_queue q JOIN callcenter_prompt p ON p.id = q.survey_prompt_id
            WHERE NOT EXISTS (SELECT FROM callcenter_queue_question o WHERE o.queue_id = q.id)
        RETURNING id, queue_id"""
    )
    for question, queue in cr.fetchall():
        cr.execute("SELECT survey_keys FROM callcenter_queue WHERE id = %s", (queue,))
        keys = cr.fetchone()[0]
        for number, key in enumerate(keys):
            cr.execute(
                """INSERT INTO callcenter_queue_answer (question_id, sequence, key, name, value, satisfied)
                   VALUES (%s, %s, %s, jsonb_build_object('en_US', %s), %s, %s) ON CONFLICT DO NOTHING""",
                (question, number, key, key, 100 * number // max(len(keys) - 1, 1), number + 2 > len(keys)),
            )

"""Work orders that were linked one way, as a merge did, are linked both ways."""


def migrate(cr, version):
    cr.execute(
        """
        INSERT INTO helpdesk_ticket_related_rel (ticket_id, related_id)
             SELECT related_id, ticket_id FROM helpdesk_ticket_related_rel
        ON CONFLICT DO NOTHING
        """
    )

"""Batches have a state now: those that hold contacts are done."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE callcenter_list batch
           SET state = 'done', rows_total = held.count, rows_taken = held.count
          FROM (SELECT list_id, count(*) FROM callcenter_contact GROUP BY list_id) AS held
         WHERE held.list_id = batch.id AND batch.state = 'draft' AND batch.file_id IS NULL
        """
    )

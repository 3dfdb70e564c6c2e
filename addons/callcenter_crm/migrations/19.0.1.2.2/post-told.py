"""Two links of rows that come by the hundred thousand have no foreign key any more."""


def migrate(cr, version):
    cr.execute("ALTER TABLE callcenter_contact DROP CONSTRAINT IF EXISTS callcenter_contact_list_id_fkey")
    cr.execute("ALTER TABLE callcenter_contact_move DROP CONSTRAINT IF EXISTS callcenter_contact_move_contact_id_fkey")

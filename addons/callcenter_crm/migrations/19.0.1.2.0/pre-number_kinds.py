"""Kinds of number have become items of a dictionary; the old column goes with the update."""


def migrate(cr, version):
    cr.execute("ALTER TABLE callcenter_number ALTER COLUMN kind DROP NOT NULL")

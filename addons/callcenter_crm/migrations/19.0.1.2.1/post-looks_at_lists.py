"""A page of a list is a look too: of the rules, those that stand as they were shipped."""


def migrate(cr, version):
    cr.execute("UPDATE callcenter_audit_rule SET many = 2 WHERE act = 'see' AND many = 200")

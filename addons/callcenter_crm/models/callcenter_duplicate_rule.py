from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

# what may be the same: the expressions that are compared; an empty text or no value is never the same
SAME = {
    "by_number": (SQL("number.number"),),
    "by_name": (SQL("lower(regexp_replace(partner.name, '[[:space:]]', '', 'g'))"),),
    "by_birthday": (SQL("partner.callcenter_birthday::text"),),
    "by_address": (
        SQL("lower(regexp_replace(partner.street, '[[:space:]]', '', 'g'))"),
        SQL("lower(coalesce(partner.city, '-'))"),
    ),
    "by_email": (SQL("partner.email_normalized"),),
}
# so many groups at most are shown at once: people look at each
LIMIT = 500


class CallcenterDuplicateRule(models.Model):
    """When two customers may be one: all that is ticked is the same, spaces and capital letters aside."""

    _name = "callcenter.duplicate.rule"
    _description = "Rule for Duplicate Customers"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    by_number = fields.Boolean("Same Number", help="Any number of the one is a number of the other.")
    by_name = fields.Boolean("Same Name")
    by_birthday = fields.Boolean("Same Birthday")
    by_address = fields.Boolean("Same Address", help="Street and city.")
    by_email = fields.Boolean("Same E-mail")

    @api.constrains("name", *SAME)
    def _check_same(self):
        for rule in self:
            if not any(rule[name] for name in SAME):
                raise ValidationError(self.env._("Say what has to be the same."))

    def _groups(self, customers):
        """Return the lists of ids among the query ``customers`` that this rule takes for one, at most ``LIMIT``.

        A firm with its own people is no group.
        """
        self.ensure_one()
        keys = [expression for name in SAME if self[name] for expression in SAME[name]]
        numbers = SQL("JOIN callcenter_number number ON number.partner_id = partner.id") if self.by_number else SQL()
        self.env.flush_all()
        query = SQL(
            """
            SELECT array_agg(DISTINCT partner.id ORDER BY partner.id) AS ids
              FROM res_partner partner %(numbers)s
             WHERE partner.id IN %(customers)s AND %(known)s
             GROUP BY %(keys)s
            HAVING count(DISTINCT coalesce(partner.commercial_partner_id, partner.id)) > 1
             ORDER BY ids
             LIMIT %(limit)s
            """,
            numbers=numbers,
            customers=customers.subselect(),
            known=SQL(" AND ").join(SQL("%s <> ''", key) for key in keys),
            keys=SQL(", ").join(keys),
            limit=LIMIT,
        )
        return [ids for (ids,) in self.env.execute_query(query)]
